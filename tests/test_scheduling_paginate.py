"""Where divisions begin, and where pages of notes fill the sheets."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from render_samples import copy_of, division

from booklet.print.division import Partition, PrintBook
from booklet.scheduling.book_summary import summarise
from booklet.scheduling.paginate import Placement, paginate

PARTITIONS = list(Partition)


def copy_with(*partitions: Partition) -> PrintBook:
    return copy_of(*(division(f"d{n}", "", each) for n, each in enumerate(partitions)))


def lay(copy: PrintBook, *counts: int) -> tuple[Placement, ...]:
    names = [each.name for each in copy.divisions]
    return paginate(summarise(copy), dict(zip(names, counts, strict=True)))


def draw(placements: tuple[Placement, ...]) -> str:
    """Draw folios by division: `n` is a page of notes, `b` the back cover."""
    return " ".join(
        ("n" if each.is_filler else "b" if each.division.name == "back-cover" else "")
        + ",".join(each.folio(index) for index in range(each.page_count))
        for each in placements
    )


def test_front_matter_is_roman_and_the_rest_is_numbered_through() -> None:
    copy = copy_with(Partition.FRONT_MATTER, Partition.BODY_MATTER, Partition.BACK_MATTER)
    assert draw(lay(copy, 4, 2, 1)) == "i,ii,iii,iv 1,2 3 b4"


def test_a_page_of_notes_fills_the_verso_before_a_chapter() -> None:
    copy = copy_with(Partition.FRONT_MATTER, Partition.BODY_MATTER, Partition.BODY_MATTER)
    assert draw(lay(copy, 1, 3, 3)) == "i nii 1,2,3 n4 5,6,7 n8 n9 b10"


def test_back_matter_follows_on_either_side() -> None:
    copy = copy_with(Partition.BODY_MATTER, Partition.BACK_MATTER)
    assert draw(lay(copy, 5, 2)) == "1,2,3,4,5 6,7 b8"


def test_a_page_of_its_own_may_face_a_chapter_in_the_place_of_notes() -> None:
    copy = copy_with(Partition.BODY_MATTER, Partition.BODY_MATTER)
    copy = replace(copy, gap_page=division("gap", "", Partition.BODY_MATTER))
    placements = lay(copy, 1, 4)
    assert draw(placements) == "1 n2 3,4,5,6 n7 b8"
    assert [each.division.name for each in placements if each.is_filler] == [
        "gap-1",
        "notes-page-1",
    ]


def test_no_page_is_wasted_before_the_back_cover() -> None:
    assert draw(lay(copy_with(Partition.BODY_MATTER), 3)) == "1,2,3 b4"


def test_a_book_of_nothing_but_covers_fills_a_sheet() -> None:
    assert draw(lay(copy_with())) == "n1 n2 n3 b4"


def test_leaves_are_filled_where_sheets_need_not_be() -> None:
    copy = replace(copy_with(Partition.FRONT_MATTER, Partition.BODY_MATTER), page_multiple=2)
    assert draw(lay(copy, 4, 3)) == "i,ii,iii,iv 1,2,3 b4"
    assert draw(lay(copy, 4, 4)) == "i,ii,iii,iv 1,2,3,4 n5 b6"
    assert draw(lay(replace(copy, page_multiple=1), 4, 4)) == "i,ii,iii,iv 1,2,3,4 b5"


def test_chapters_may_open_anywhere_but_a_numbering_begins_on_a_recto() -> None:
    copy = copy_with(Partition.FRONT_MATTER, Partition.BODY_MATTER, Partition.BODY_MATTER)
    copy = replace(copy, page_multiple=2, opens_on_recto=False)
    assert draw(lay(copy, 3, 3, 2)) == "i,ii,iii niv 1,2,3 4,5 b6"


@given(st.lists(st.tuples(st.sampled_from(PARTITIONS), st.integers(1, 40)), max_size=12))
def test_sheets_are_full_and_chapters_open_on_rectos(book: list[tuple[Partition, int]]) -> None:
    book.sort(key=lambda each: PARTITIONS.index(each[0]))
    copy = copy_with(*(partition for partition, _ in book))
    placements = lay(copy, *(count for _, count in book))
    total = sum(each.page_count for each in placements)
    assert total % 4 == 0
    assert placements[-1].division.name == "back-cover"
    for before, after in pairwise(placements):
        assert after.page_index == before.page_index + before.page_count
    for each in placements:
        assert each.first_page_number % 2 == (each.page_index + 1) % 2
        is_chapter = each.division.partition is Partition.BODY_MATTER
        if not each.is_filler and is_chapter and each is not placements[-1]:
            assert each.page_index % 2 == 0
    assert len({each.division.name for each in placements}) == len(placements)
    padded = sum(count + count % 2 for _, count in book)
    assert total <= padded + 4


def test_without_notes_page_and_back_cover_a_copy_ends_where_its_text_ends() -> None:
    copy = replace(copy_with(Partition.BODY_MATTER), notes_page=None, back_cover=None)
    assert draw(lay(copy, 3)) == "1,2,3"


def test_a_copy_may_keep_the_numbers_of_the_book_it_is_taken_from() -> None:
    copy = replace(copy_with(Partition.BODY_MATTER), first_page_number=9, notes_page=None)
    assert draw(lay(copy, 2)) == "9,10 b11"
