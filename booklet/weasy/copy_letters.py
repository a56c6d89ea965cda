"""Give the fonts that a copy's own words are set in the letters of other copies' words too.

Then the copies of a book share their fonts, whoever they are for; only a name with a letter that is
rare in Europe has fonts of its own. Which letters these are is fixed, so that a copy says nothing
about the others, and stays the same when the list grows. Imported only where Pango is.
"""

from __future__ import annotations

import io
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

from booklet.linker.fragment import digest
from booklet.weasy.internals import Matrix, boxes, create_layout, draw_first_line, page_box
from booklet.weasy.tags.pdf_objects import dictionary_at, stream_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.weasy.protocols import Page, Pdf, PdfStream, Style, UsedFont

LETTERS = "".join(
    map(
        chr,
        (
            *range(0x20, 0x7F),  # Basic Latin
            *range(0xA0, 0x180),  # Latin-1 Supplement, Latin Extended-A
            *range(0x218, 0x21C),  # Romanian
            *range(0x1E80, 0x1E86),  # Welsh
            *(0x1EF2, 0x1EF3, 0x1E9E),
            *(0x2010, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x20AC),
        ),
    )
)
"""What names and schools of Europe are written with in Latin letters."""

_SHAPING = (
    *("font_family", "font_style", "font_weight", "font_stretch", "font_size", "font_kerning"),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_variation_settings", "font_language_override"),
    *("lang", "direction"),
)
"""Properties that decide which glyphs letters are drawn with, and how wide these are."""

_drawn: dict[tuple[object, ...], dict[int, tuple[float, str]]] = {}
"""The glyphs of all letters, with width and text: a few fonts for each book and size of type."""

_LIGATURES = " ff fi fl ffi ffl fj tt Th"
"""Typefaces draw these pairs as one."""


def draw_letters(pages: Sequence[Page], pdf: Pdf, words: Iterable[str]) -> None:
    """Note all these letters for each font in which any of some words are set.

    Args:
        pages: finished.
        pdf: that they are drawn into; nothing is added to it but fonts.
        words: what only this copy says.
    """
    pieces = {piece for one in words for piece in one.split()}
    stream = stream_at(pdf, dictionary_at(pdf, pdf.page_references[0])["Contents"]).clone()
    drawn = set()
    for page in pages:
        for box in page_box(page).descendants():
            if not isinstance(box, boxes.TextBox) or not any(one in box.text for one in pieces):
                continue
            layout = create_layout("a", box.style, None, None, 0)
            font, _ = stream.add_font(layout.get_first_line()[0].runs[0].data.item.analysis.font)
            if font.hash not in drawn:
                drawn.add(font.hash)
                _note(font, box.style, stream)


def _note(font: UsedFont, style: Style, stream: PdfStream) -> None:
    """Note all letters for a font as if they were drawn with it; they are drawn once for each."""
    content = bytes(font.file_content)
    key = (font.hash, digest(content), font.index, *(str(style[name]) for name in _SHAPING))
    if key not in _drawn:
        letters = _known_letters(content, font.index)
        layout = create_layout(letters, style, None, None, 0)
        line = SimpleNamespace(text=letters, style=style, pango_layout=layout)
        fonts: dict[object, UsedFont] = {}
        draw_first_line(stream.clone(fonts=fonts), line, "clip", "none", Matrix())
        own = [one for one in fonts.values() if one.hash == font.hash]
        _drawn[key] = {glyph: (one.widths[glyph], text) for one in own
                       for glyph, text in one.to_unicode.items()}  # fmt: skip
    for glyph, (width, text) in _drawn[key].items():
        font.widths.setdefault(glyph, width)
        font.to_unicode.setdefault(glyph, text)


@lru_cache(maxsize=32)
def _known_letters(font: bytes, index: int) -> str:
    """Leave out what a font lacks, which would be taken from another."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow, and only copies need it

    with TTFont(io.BytesIO(font), fontNumber=index, lazy=True) as opened:
        known = opened.getBestCmap()
    letters = "".join(letter for letter in LETTERS if ord(letter) in known)
    return letters + (_LIGATURES if {"f", "T"} <= set(letters) else "")
