"""Render a division again of which only some words are others. Imported only where Pango is.

A copy of a book has somebody's name in a paragraph or two. Of its division, the styles are known;
what is laid out are those paragraphs, where room is measured, or else the pages that they stand on,
as after an edit (`partial_layout`); all other pages are there. Where that could be anything else
than rendering it alone gives, nothing comes of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from weasyprint import HTML

from booklet.linker.splice import Splice
from booklet.weasy.draw_pages import drop_unsafe_links
from booklet.weasy.internals import build_boxes, make_layout_context, new_layout_context
from booklet.weasy.known_divisions import read_wording
from booklet.weasy.partial_layout import OutOfStepError, recorded_layout
from booklet.weasy.prune_boxes import prune_boxes
from booklet.weasy.render_job import Purpose

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.copyfit.flow import Flow
    from booklet.linker.fragment import FontUse, Fragment
    from booklet.linker.splice import DrawnPages
    from booklet.weasy.known_divisions import KnownDivision, Wording
    from booklet.weasy.protocols import Box, Document, LayoutContext
    from booklet.weasy.rendering import Rendering


def render_again(known: KnownDivision, rendering: Rendering) -> Fragment | None:
    """Render a division that is like one that is known.

    Args:
        known: the same but for its words.
        rendering: in other words.

    Returns:
        What rendering it alone gives; None where that is not sure.
    """
    wording = read_wording(rendering.job.html, _parse)
    if wording.kinds != known.wording.kinds:
        return None

    def make_context(*_: object) -> LayoutContext:
        return new_layout_context(known.context)

    with rendering.patched(), make_layout_context.replaced(make_context):
        if rendering.job.purpose is Purpose.MEASURE:
            made = _measure(known, rendering, wording)
        else:
            made = _set(known, rendering, wording)
    return None if rendering.diagnostics.findings else made


def _parse(html: str) -> Element:
    root: Element = HTML(string=html).etree_element
    return root


def _measure(known: KnownDivision, rendering: Rendering, wording: Wording) -> Fragment | None:
    """Measure only the paragraphs that vary: as long as they are as tall, so is all else."""
    changed = set(known.wording.find_changed(wording))
    if not changed <= known.varying:
        known.varying |= changed
        first = _measure_words(known, rendering, known.wording)
        known.flows = {first: known.fragment} if first else {}
    flow = _measure_words(known, rendering, wording)
    if flow is None:
        return None
    if flow not in known.flows:
        document = rendering.lay_out(known.html, known.context)
        known.flows[flow] = rendering.measure(document, known.html.etree_element)
    return known.flows[flow]


def _measure_words(known: KnownDivision, rendering: Rendering, wording: Wording) -> Flow | None:
    """Measure nothing but what varies; None where other text has an influence on it."""
    known.wording.write(wording)
    is_alone = True

    def build(*arguments: object) -> Box:
        nonlocal is_alone
        whole = build_boxes.original(*arguments)
        pruned = prune_boxes(whole, known.varying)
        is_alone = pruned is not None
        return pruned or whole

    with build_boxes.replaced(build):
        document = rendering.lay_out(known.html, known.context)
    return rendering.measure(document, known.html.etree_element).flow if is_alone else None


def _set(known: KnownDivision, rendering: Rendering, wording: Wording) -> Fragment | None:
    """Lay out and draw the pages with other words, and splice them into what is known."""
    if known.drawn is None or known.document is None or known.fragment.layout is None:
        return None
    known.wording.write(wording)
    try:
        with recorded_layout(rendering.job.numbers.first, known.fragment.layout) as layout:
            document = rendering.lay_out(known.html, known.context)
    except OutOfStepError:
        return None
    first, last = layout.first_index, layout.first_index + len(document.pages)
    drop_unsafe_links(document.pages, rendering.diagnostics)
    if (first, last) not in known.splices:
        known.splices[first, last] = _find_splice(known, known.drawn, known.document, first, last)
        known.wording.write(wording)
    splice = known.splices[first, last]
    if splice is None:
        return None
    pages = (*known.document.pages[:first], *document.pages, *known.document.pages[last:])
    root = known.html.etree_element
    drawn = splice.exchange(rendering.drawer(root).draw(document, first, pages))
    if drawn is None:
        return None
    made = rendering.describe(pages, root, drawn)
    return made if _labels(made) == _labels(known.fragment) else None


def _find_splice(
    known: KnownDivision, whole: DrawnPages, document: Document, first: int, last: int
) -> Splice | None:
    """Find out whether pages can be spliced in: in their first words, they must give the whole."""
    known.wording.write(known.wording)
    root, rendering = known.html.etree_element, known.rendering
    alone = replace(rendering, job=replace(rendering.job, own_words=()))
    pages = document.pages

    def find_fonts(start: int, end: int) -> tuple[FontUse, ...]:
        if start == end:
            return ()
        return alone.drawer(root).draw(document.copy(pages[start:end]), start).fonts

    part = rendering.drawer(root).draw(document.copy(pages[first:last]), first, pages)
    before, after = find_fonts(0, first), find_fonts(last, len(pages))
    splice = Splice(whole, part, before, after, first)
    return splice if splice.is_true() else None


def _labels(fragment: Fragment) -> list[tuple[int, str, bool]]:
    return [(one.level, one.label, one.is_open) for one in fragment.bookmarks]
