"""Bookmarks grow into a tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from booklet.linker.fragment import Bookmark, Destination
from booklet.linker.link import OutlineItem, build_outline


def grow(*levels: int) -> list[OutlineItem]:
    destination = Destination(0, 0, 0)
    return build_outline(
        Bookmark(level, str(n), destination, is_open=True) for n, level in enumerate(levels)
    )


def draw(items: list[OutlineItem]) -> str:
    return " ".join(
        item.bookmark.label + (f"({draw(item.children)})" if item.children else "")
        for item in items
    )


def test_headings_hang_below_their_chapter() -> None:
    assert draw(grow(1, 2, 2, 1, 2, 3)) == "0(1 2) 3(4(5))"


def test_a_skipped_level_closes_up() -> None:
    assert draw(grow(1, 3, 2, 3)) == "0(1 2(3))"


def test_a_book_that_begins_below_the_top_still_has_an_outline() -> None:
    assert draw(grow(3, 2, 1)) == "0 1 2"


@given(st.lists(st.integers(1, 6)))
def test_every_bookmark_is_there_once_and_in_order(levels: list[int]) -> None:
    def labels(items: list[OutlineItem]) -> list[str]:
        return [each for item in items for each in (item.bookmark.label, *labels(item.children))]

    assert labels(grow(*levels)) == [str(number) for number in range(len(levels))]
