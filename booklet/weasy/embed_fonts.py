"""Embed the fonts of a whole book, each once, and keep them in the cache.

A division only notes what it draws (`patches/deferred_fonts.py` says why); here the union of all
divisions is embedded when the book is linked. This module can be imported without Pango; what needs
it is in `typefaces`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from booklet.linker.fragment import FontUse, digest
from booklet.linker.section import Section
from booklet.weasy.diagnostics import Diagnostics, collect_diagnostics
from booklet.weasy.loader import RENDER_LOCK, load_weasyprint
from booklet.weasy.patches.font_dates import undated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from booklet.common.cache import Cache
    from booklet.common.errors import Finding
    from booklet.linker.fragment import Fragment
    from booklet.weasy.render_job import RenderContext

Value = TypeVar("Value")


def embed_fonts(
    fragments: Sequence[Fragment], render_context: RenderContext, cache: Cache | None = None
) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """Embed all fonts of a book, each with the glyphs of all fragments.

    Args:
        fragments: in the order of their pages.
        render_context: what they were rendered with: its fonts are not part of fragments.
        cache: keeps fonts by all that they are made from.

    Returns:
        A section for each font, in the order of first use, and the findings.
    """
    sections = []
    diagnostics = Diagnostics("the typefaces")
    files: dict[str, bytes] = {}
    for use in unite(fragments):
        key = f"font-{digest(repr(use).encode())}"
        cached = None if cache is None else cache.get(key, Section)
        if cached is not None:
            sections.append(cached)
            continue
        files = files or _files(fragments, render_context)
        with RENDER_LOCK, collect_diagnostics(diagnostics), undated():
            sections.append(_embed(use, files[use.file]))
        if cache is not None and not diagnostics.findings:
            cache.put(key, sections[-1])
    return tuple(sections), tuple(diagnostics.findings)


def _embed(use: FontUse, content: bytes) -> Section:
    load_weasyprint()  # where workers have rendered everything, this process has not
    from booklet.weasy.subset_fonts import embed_font  # noqa: PLC0415 - needs Pango

    return embed_font(use, content)


def _files(fragments: Iterable[Fragment], render_context: RenderContext) -> dict[str, bytes]:
    files = {digest(content): content for content in render_context.resources.values()}
    for fragment in fragments:
        files.update(fragment.font_files)
    return files


def unite(fragments: Iterable[Fragment]) -> Iterator[FontUse]:
    """Unite what fragments use of each font; where two differ, the first wins, as in WeasyPrint."""
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
