"""Columns that are filled one after the other are laid out once.

Fault: WeasyPrint lays columns out to find their height, and then again at that height. Where they
    are filled and not balanced, and no footnotes take room away from them, the height is that of
    the page, and the first time finds nothing.
Upstream: no issue is known.
Smallest input: a paragraph in `columns: 2; column-fill: auto`.
Goes when: `columns_layout` in WeasyPrint's layout/column.py begins its loop only for columns that
    are balanced, or have footnotes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.internals import lay_out_block, lay_out_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Box, LayoutContext


@contextmanager
def fill_columns() -> Iterator[None]:
    """Lay columns out once, where that is enough, while the context lasts."""
    with lay_out_columns.replaced(_lay_out_columns):
        yield


def _lay_out_columns(
    context: LayoutContext, box: Box, *arguments: object, **settings: object
) -> object:
    if not _has_known_height(context, box):
        return lay_out_columns.original(context, box, *arguments, **settings)
    is_first, next_page = iter([True]), {"break": "any", "page": None}

    def skip_first(context: LayoutContext, column: Box, *rest: object, **named: object) -> object:
        """Find that all content fits into the first column, and takes no room."""
        if next(is_first, False):
            return column.copy_with_children([]), None, next_page, [], False, None
        return lay_out_block.original(context, column, *rest, **named)

    # Each column gets copies of these, which share the set; the first time would give new ones.
    for child in box.children:
        child.remove_decoration_sides = set()
    with lay_out_block.replaced(skip_first):
        return lay_out_columns.original(context, box, *arguments, **settings)


def _has_known_height(context: LayoutContext, box: Box) -> bool:
    """Tell whether columns are as high as the page lets them be."""
    return (
        box.style["column_fill"] == "auto"
        and bool(box.children)
        and all(child.style["column_span"] == "none" for child in box.children)
        and not (context.footnotes or context.current_page_footnotes or context.reported_footnotes)
    )
