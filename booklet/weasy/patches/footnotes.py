"""A paragraph moves no footnotes to the next page but its own, and only to gain room for a line.

Fault: when a line does not fit on a page, WeasyPrint moves footnotes to the next one until it does:
    any of the page, also those of other paragraphs, which then stand a page behind their calls. And
    a footnote that fits is taken to overflow when sums of heights differ in the last decimal.
Upstream: the first came with https://github.com/Kozea/WeasyPrint/pull/2437, the answer to
    https://github.com/Kozea/WeasyPrint/issues/2432; no issue is known for footnotes of others, nor
    for the sums.
Smallest input: a paragraph with a footnote and two that fill the page, the last with a line more.
Goes when: `_linebox_layout` in WeasyPrint's layout/block.py reports only footnotes that its own
    lines call, and `_update_footnote_area` in layout/__init__.py compares heights with a tolerance.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from booklet.weasy.internals import lay_out_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Box, LayoutContext


_TOLERANCE = 0.01
"""CSS pixels by which sums of heights differ."""


@contextmanager
def keep_footnotes() -> Iterator[None]:
    """Keep footnotes on the page of their call while the context lasts."""
    with lay_out_lines.replaced(_lay_out_lines_with_own_footnotes):
        yield


def _lay_out_lines_with_own_footnotes(
    context: LayoutContext, *arguments: object, **settings: object
) -> object:
    own = cast("LayoutContext", _OwnFootnotes(context))
    return lay_out_lines.original(own, *arguments, **settings)


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

    def layout_footnote(self, footnote: Box) -> bool:
        """Put a footnote on the page; it overflows only where its area may not grow."""
        overflows = self._context.layout_footnote(footnote)
        area = self._context.current_footnote_area
        return overflows and area.height >= area.max_height - _TOLERANCE
