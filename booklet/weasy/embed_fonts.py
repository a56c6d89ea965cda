"""Fonts: embedded once for a whole book, and remembered.

WeasyPrint embeds fonts with every document it writes; to cut instances of variable fonts takes a
good part of the time of a short one. Here a division only notes what it draws, and the union of all
divisions is embedded when the book is linked.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from booklet.linker.fragment import FontUse
from booklet.weasy.book_date import dated
from booklet.weasy.diagnostics import Diagnostics, collect_diagnostics
from booklet.weasy.loader import RENDER_LOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from booklet.common.cache import Cache
    from booklet.common.errors import Finding
    from booklet.linker.fragment import Fragment
    from booklet.linker.section import Section
    from booklet.weasy.render_job import RenderContext

Value = TypeVar("Value")


def digest(content: bytes) -> str:
    """Name a file by its content."""
    return sha256(content).hexdigest()


def embed_fonts(
    fragments: Sequence[Fragment], render_context: RenderContext, cache: Cache | None = None
) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """Embed all fonts of a book, each with the glyphs of all fragments.

    Args:
        fragments: in the order of their pages.
        render_context: what they were set with: fonts that do not travel with them, and the date.
        cache: keeps fonts by all that they are made from.

    Returns:
        A section for each font, in the order of first use, and what WeasyPrint complained about.
    """
    sections = []
    diagnostics = Diagnostics("the typefaces")
    files: dict[str, bytes] = {}
    for use in unite(fragments):
        key = f"font-{digest(repr((render_context.modified, use)).encode())}"
        kept = None if cache is None else cache.get(key)
        if kept is not None:
            sections.append(kept)
            continue
        files = files or _files(fragments, render_context)
        with RENDER_LOCK, collect_diagnostics(diagnostics), dated(render_context.modified):
            sections.append(_embed(use, files[use.file]))
        if cache is not None and not diagnostics.findings:
            cache.put(key, sections[-1])
    return tuple(sections), tuple(diagnostics.findings)


def _embed(use: FontUse, content: bytes) -> Section:
    from booklet.weasy.typefaces import embed_font  # noqa: PLC0415 - needs Pango

    return embed_font(use, content)


def _files(fragments: Iterable[Fragment], render_context: RenderContext) -> dict[str, bytes]:
    files = {digest(content): content for content in render_context.resources.values()}
    for fragment in fragments:
        files.update(fragment.font_files)
    return files


def unite(fragments: Iterable[Fragment]) -> Iterator[FontUse]:
    """Unite what fragments use of each font; as in WeasyPrint, what comes first counts."""
    united: dict[str, list[FontUse]] = {}
    for fragment in fragments:
        for use in fragment.fonts:
            united.setdefault(use.symbol, []).append(use)
    for symbol, uses in united.items():
        yield FontUse(
            symbol=symbol,
            resource_name=uses[0].resource_name,
            file=uses[0].file,
            index=uses[0].index,
            settings=uses[0].settings,
            widths=_merged(use.widths for use in uses),
            to_unicode=_merged(use.to_unicode for use in uses),
            missing=uses[0].missing,
        )


def _merged(maps: Iterable[Mapping[int, Value]]) -> dict[int, Value]:
    merged: dict[int, Value] = {}
    for each in maps:
        merged = {**each, **merged}
    return dict(sorted(merged.items()))
