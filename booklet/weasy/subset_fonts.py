"""Fonts as WeasyPrint has them: note which are used, and embed one of them.

The only module that handles WeasyPrint's `Font`. Imported only where Pango is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf
from weasyprint import DEFAULT_OPTIONS

from booklet.linker.fragment import FontUse, digest
from booklet.weasy.extract import ObjectExtractor
from booklet.weasy.internals import Font, build_fonts_dictionary, ffi, harfbuzz
from booklet.weasy.patches.font_instances import cut_instance
from booklet.weasy.tags.pdf_objects import number_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from booklet.linker.section import Section
    from booklet.weasy.protocols import UsedFont

_NO_SETTINGS = frozenset(
    {"hb_font", "hb_face", "file_content", "index", "hash", "widths", "to_unicode", "missing"}
)
_HARFBUZZ = """
hb_blob_t *hb_blob_create(const char *, unsigned int, int, void *, void *);
hb_face_t *hb_face_create(hb_blob_t *, unsigned int);
"""
_COPY = 0  # HB_MEMORY_MODE_DUPLICATE
ffi.cdef(_HARFBUZZ)  # WeasyPrint does not declare these, because Pango opens its fonts


def collect_font_uses(
    fonts: Iterable[UsedFont], name: str, shared_files: Collection[str]
) -> tuple[list[FontUse], dict[str, bytes]]:
    """Note what a division draws with.

    Args:
        fonts: that pages are drawn with.
        name: of the division.
        shared_files: digests of font files that are part of the render context.

    Returns:
        What is used of each font, and all other font files by digest.
    """
    uses = []
    files = {}
    for font in fonts:
        content = bytes(font.file_content)
        file = digest(content)
        if file not in shared_files:
            files[file] = content
        # Glyphs that a font lacks are numbered anew in each division.
        where = f":{name}" if font.missing else ""
        settings = {key: each for key, each in vars(font).items() if key not in _NO_SETTINGS}
        uses.append(
            FontUse(
                symbol=f"font:{font.hash}:{file[:16]}:{font.index}{where}",
                resource_name=font.hash,
                file=file,
                index=font.index,
                settings=settings,
                widths=dict(font.widths),
                to_unicode=dict(font.to_unicode),
                missing=dict(font.missing),
            )
        )
    return uses, files


def embed_font(use: FontUse, content: bytes) -> Section:
    """Let WeasyPrint subset one font and describe it, and extract what it wrote."""
    # Its constructor needs Pango's font; everything that it reads there is in the settings.
    font = Font.__new__(Font)
    font.__dict__.update(use.settings)
    font.variations = dict(font.variations)
    font.file_content, font.index, font.hash = content, use.index, use.resource_name
    font.widths, font.to_unicode = dict(use.widths), dict(use.to_unicode)
    font.missing = dict(use.missing)
    instance = cut_instance(font)
    if instance is not None:
        font.file_content, font.index = instance, 0
        font.clean = lambda *_: None
    font.hb_face = _open_face(font.file_content, font.index)
    pdf = pydyf.PDF()
    options = {**DEFAULT_OPTIONS, "pdf_version": "1.7"}
    compress, subset = False, True
    described = build_fonts_dictionary(pdf, {font.hash: font}, compress, subset, options)
    root = number_of(described[font.hash])
    extractor = ObjectExtractor(pdf, {}, private=range(len(pdf.objects)))
    return extractor.extract([root], {use.symbol: root})[0]


def _open_face(content: bytes, index: int) -> object:
    blob = harfbuzz.hb_blob_create(content, len(content), _COPY, ffi.NULL, ffi.NULL)
    try:
        return ffi.gc(harfbuzz.hb_face_create(blob, index), harfbuzz.hb_face_destroy)
    finally:
        harfbuzz.hb_blob_destroy(blob)
