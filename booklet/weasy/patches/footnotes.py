"""A paragraph moves no footnotes to the next page but its own, and loses no line by moving one.

Fault: when a line does not fit on a page, WeasyPrint moves footnotes to the next one until it does:
    any of the page, also those of other paragraphs, which then stand a page behind their calls. And
    a footnote that fits is taken to overflow when sums of heights differ in the last decimal: then
    each of those that have moved on has a page of its own. Where
    a footnote moves on with the line that calls it, the paragraph is taken to be as tall as with
    lines that move along, and the page is shortened by the white around no note: both together
    move the whole paragraph.
Upstream: the first came with https://github.com/Kozea/WeasyPrint/pull/2437, the answer to
    https://github.com/Kozea/WeasyPrint/issues/2432; no issue is known for footnotes of others, for
    the sums, nor for paragraphs that move.
Smallest input: a paragraph with a footnote and two that fill the page, the last with a line more.
Goes when: `_linebox_layout` in WeasyPrint's layout/block.py reports only footnotes that its own
    lines call and returns the position below the lines that stay, and `_update_footnote_area` in
    layout/__init__.py compares heights with a tolerance and takes no room for no note.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from booklet.weasy.internals import lay_out_lines, update_footnote_area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Box, LayoutContext


_TOLERANCE = 0.01
"""CSS pixels by which sums of heights differ."""

_LINES = 3
"""The place of the paragraph's lines so far among the arguments, after the context."""


@contextmanager
def keep_footnotes() -> Iterator[None]:
    """Keep footnotes on the page of their call while the context lasts."""
    with (
        lay_out_lines.replaced(_lay_out_lines_with_own_footnotes),
        update_footnote_area.replaced(_overflows),
    ):
        yield


def _overflows(context: LayoutContext) -> bool:
    """Make room for the footnotes of a page; they overflow only where the area may not grow."""
    overflows = update_footnote_area.original(context)
    area = context.current_footnote_area
    is_full = area.height == "auto" or area.height >= area.max_height - _TOLERANCE
    return overflows and is_full


def _lay_out_lines_with_own_footnotes(
    context: LayoutContext, *arguments: object, **settings: object
) -> object:
    own = cast("LayoutContext", _OwnFootnotes(context))
    result = lay_out_lines.original(own, *arguments, **settings)
    lines = cast("list[Box]", arguments[_LINES])
    if not lines:
        return result
    abort, stop, resume_at, _, *others = cast("tuple[object, ...]", result)
    return abort, stop, resume_at, lines[-1].position_y + lines[-1].height, *others


class _OwnFootnotes:
    """The layout context as one paragraph sees it: with its own footnotes and no others.

    All else is read from and written to the context itself, because layout keeps its state there.
    """

    _context: LayoutContext
    _others: list[Box]

    def __init__(self, context: LayoutContext) -> None:
        if isinstance(context, _OwnFootnotes):  # a paragraph in a footnote or inline block
            context = context._context  # noqa: SLF001 - of its own kind
        object.__setattr__(self, "_context", context)
        object.__setattr__(self, "_others", list(context.current_page_footnotes))

    def __getattr__(self, name: str) -> object:
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._context, name, value)

    @property
    def current_page_footnotes(self) -> list[Box]:
        """The footnotes on this page that the paragraph has called."""
        return [note for note in self._context.current_page_footnotes if note not in self._others]

    def report_footnote(self, footnote: Box) -> None:
        """Move a footnote to the next page; where it was the only one, its area takes no room."""
        context = self._context
        context.report_footnote(footnote)
        area = context.current_footnote_area
        if not context.current_page_footnotes and not context.in_column:
            context.page_bottom += area.margin_height()
            area.height = "auto"
