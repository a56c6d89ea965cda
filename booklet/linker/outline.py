"""The outline: flat bookmarks become the tree that a reader shows beside the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.linker.fragment import Bookmark


@dataclass(slots=True)
class OutlineItem:
    """A bookmark with those below it."""

    bookmark: Bookmark
    children: list[OutlineItem] = field(default_factory=list)


def grow_outline(bookmarks: Iterable[Bookmark]) -> list[OutlineItem]:
    """Put bookmarks below the nearest earlier one of a lower level; skipped levels close up."""
    roots: list[OutlineItem] = []
    path: list[OutlineItem] = []
    for bookmark in bookmarks:
        item = OutlineItem(bookmark)
        while path and path[-1].bookmark.level >= bookmark.level:
            path.pop()
        (path[-1].children if path else roots).append(item)
        path.append(item)
    return roots
