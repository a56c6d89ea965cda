"""Which page goes where: the orders a printer expects, and paper folded in the computer."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.errors import ImpositionError
from booklet.imposition.plan import (
    Cell,
    Flip,
    Scheme,
    Sheet,
    Side,
    cut_and_stack,
    draw,
    plan_sheets,
    pocket_guide,
    saddle_stitch,
    turn_backs,
)

SADDLE_ORDERS = {
    4: "4|1 / 2|3",
    8: "8|1 / 2|7\n6|3 / 4|5",
    12: "12|1 / 2|11\n10|3 / 4|9\n8|5 / 6|7",
    16: "16|1 / 2|15\n14|3 / 4|13\n12|5 / 6|11\n10|7 / 8|9",
}
BACK_COVER_ORDERS = {
    1: "–|1 / –|–",
    2: "2|1 / –|–",
    3: "3|1 / 2|–",
    6: "6|1 / 2|–\n–|3 / 4|5",
    10: "10|1 / 2|–\n–|3 / 4|9\n8|5 / 6|7",
}


@pytest.mark.parametrize(("page_count", "order"), (SADDLE_ORDERS | BACK_COVER_ORDERS).items())
def test_saddle_stitch_orders(page_count: int, order: str) -> None:
    assert draw(saddle_stitch(page_count)) == order


def test_blanks_come_last_when_the_last_page_is_no_back_cover() -> None:
    assert draw(saddle_stitch(6, keep_back_cover=False)) == "–|1 / 2|–\n6|3 / 4|5"


def test_signatures_of_two_sheets() -> None:
    assert draw(saddle_stitch(16, max_sheets=2)) == (
        "8|1 / 2|7\n6|3 / 4|5\n\n16|9 / 10|15\n14|11 / 12|13"
    )


@pytest.mark.parametrize(
    ("page_count", "max_sheets", "sizes"),
    [
        (20, 4, [3, 2]),
        (72, 6, [6, 6, 6]),
        (76, 6, [5, 5, 5, 4]),
        (17, 9, [5]),
        (12, 1, [1, 1, 1]),
    ],
)
def test_signatures_are_balanced(page_count: int, max_sheets: int, sizes: list[int]) -> None:
    sheets = saddle_stitch(page_count, max_sheets=max_sheets)
    assert [len(list(group)) for _, group in groupby(sheets, lambda s: s.signature)] == sizes


def test_creep_grows_towards_the_middle_and_starts_anew_in_each_signature() -> None:
    sheets = saddle_stitch(24, max_sheets=3, caliper=0.5, factor=0.5)
    assert [sheet.creep for sheet in sheets] == [0, 0.25, 0.5, 0, 0.25, 0.5]


def test_creep_is_off_unless_asked_for() -> None:
    assert {sheet.creep for sheet in saddle_stitch(40)} == {0.0}


def test_cut_and_stack_orders() -> None:
    assert draw(cut_and_stack(8)) == "1|5 / 6|2\n3|7 / 8|4"
    assert draw(cut_and_stack(8, up=4)) == "1|3, 5|7 / 4|2, 8|6"
    assert draw(cut_and_stack(6)) == "1|5 / –|2\n3|– / 6|4"


def test_pocket_guide_order() -> None:
    assert draw(pocket_guide(8)) == "↓5|↓4|↓3|↓2, 6|7|8|1"
    assert draw(pocket_guide(6)) == "↓5|↓4|↓3|↓2, –|–|6|1"


def test_a_book_read_from_right_to_left_has_its_fold_at_the_right() -> None:
    def plan(scheme: Scheme, page_count: int = 8, flip: Flip = Flip.SHORT) -> str:
        return draw(plan_sheets(scheme, page_count, flip=flip, is_right_to_left=True))

    assert plan(Scheme.BOOKLET) == "1|8 / 7|2\n3|6 / 5|4"
    assert plan(Scheme.BOOKLET, flip=Flip.LONG) == "1|8 / ↓2|↓7\n3|6 / ↓4|↓5"
    assert plan(Scheme.POCKET) == "↓2|↓3|↓4|↓5, 1|8|7|6"
    assert plan(Scheme.TWO_UP) == draw(
        plan_sheets(Scheme.TWO_UP, 8)
    )  # leaves hang together nowhere


def test_long_edge_flip_turns_every_back_of_a_landscape_sheet() -> None:
    assert draw(plan_sheets(Scheme.BOOKLET, 8, flip=Flip.LONG)) == "8|1 / ↓7|↓2\n6|3 / ↓5|↓4"
    assert draw(plan_sheets(Scheme.TWO_UP, 8, flip=Flip.LONG)) == "1|5 / ↓2|↓6\n3|7 / ↓4|↓8"


def test_short_edge_flip_turns_every_back_of_an_upright_sheet() -> None:
    assert draw(plan_sheets(Scheme.FOUR_UP, 8, flip=Flip.LONG)) == "1|3, 5|7 / 4|2, 8|6"
    assert draw(plan_sheets(Scheme.FOUR_UP, 8, flip=Flip.SHORT)) == "1|3, 5|7 / ↓6|↓8, ↓2|↓4"


def test_turning_backs_twice_changes_nothing() -> None:
    sheets = saddle_stitch(10)
    assert turn_backs(sheets) != sheets
    assert turn_backs(turn_backs(sheets)) == sheets
    assert turn_backs(pocket_guide(8)) == pocket_guide(8)


@pytest.mark.parametrize("scheme", Scheme)
def test_no_pages_is_an_error(scheme: Scheme) -> None:
    with pytest.raises(ImpositionError, match="no page") as caught:
        plan_sheets(scheme, 0)
    assert "at least one page" in caught.value.hint


def test_impossible_settings_are_errors_with_hints() -> None:
    with pytest.raises(ImpositionError, match="has 8 pages, the file has 9"):
        pocket_guide(9)
    with pytest.raises(ImpositionError, match="0 sheets"):
        saddle_stitch(8, max_sheets=0)
    with pytest.raises(ImpositionError, match="negative"):
        saddle_stitch(8, caliper=-1)
    with pytest.raises(ImpositionError, match="3 pages on a side"):
        cut_and_stack(8, up=3)
    with pytest.raises(ImpositionError, match="mean nothing for 2-up"):
        plan_sheets(Scheme.TWO_UP, 8, max_sheets=2)
    with pytest.raises(ImpositionError, match="mean nothing for pocket"):
        plan_sheets(Scheme.POCKET, 8, caliper=0.3)


# Paper in the computer: what stands behind what, then folding, cutting and reading.

Leaf = tuple[int | None, int | None]


def cell_behind(side: Side, row: int, column: int, *, about_the_upright_axis: bool) -> Cell:
    """Find what is printed behind a cell of the front, as it stands relative to the front."""
    if about_the_upright_axis:
        return side.rows[row][side.columns - 1 - column]
    cell = side.rows[len(side.rows) - 1 - row][column]
    return Cell(cell.page_number, is_upside_down=not cell.is_upside_down)


def faces(sheet: Sheet, scheme: Scheme, flip: Flip) -> list[list[tuple[int | None, int | None]]]:
    """List, for each place on the front, the page there and the one behind it; all upright."""
    assert sheet.back is not None
    # The short edges of a landscape sheet are its left and right: it turns about an upright axis.
    upright_axis = (flip is Flip.SHORT) == (scheme in {Scheme.BOOKLET, Scheme.TWO_UP})
    result: list[list[tuple[int | None, int | None]]] = []
    for r, row in enumerate(sheet.front.rows):
        result.append([])
        for c, front in enumerate(row):
            back = cell_behind(sheet.back, r, c, about_the_upright_axis=upright_axis)
            assert not front.is_upside_down
            assert not (back.is_upside_down and back.page_number)
            result[-1].append((front.page_number, back.page_number))
    return result


def fold(sheets: list[Sheet], flip: Flip) -> list[Leaf]:
    """Nest and fold the sheets of each signature, put the signatures in a row, list the leaves."""
    leaves: list[Leaf] = []
    for _, nested in groupby(sheets, lambda sheet: sheet.signature):
        first_half: list[Leaf] = []
        second_half: list[Leaf] = []
        for sheet in nested:
            [[left, right]] = faces(sheet, Scheme.BOOKLET, flip)
            first_half.append(right)  # the front cover's leaf shows the right half of the front
            second_half.insert(0, (left[1], left[0]))  # folded over: its back comes first
        leaves += first_half + second_half
    return leaves


def cut(sheets: list[Sheet], scheme: Scheme, flip: Flip) -> list[Leaf]:
    """Cut the pile and put the smaller piles on one another."""
    printed = [faces(sheet, scheme, flip) for sheet in sheets]
    return [
        sheet[row][column]
        for row in range(len(printed[0]))
        for column in range(2)
        for sheet in printed
    ]


def fold_pocket(sheet: Sheet) -> list[Leaf]:
    """Fold the sheet along its middle, push the ends together: the panels stand in a ring.

    The upper row goes behind the lower one, so its panels must be upside down. The ring opens at
    the lower right corner, where the front cover is.
    """
    upper, lower = sheet.front.rows
    assert all(cell.is_upside_down for cell in upper)
    assert not any(cell.is_upside_down for cell in lower)
    ring = [lower[3], *reversed(upper), *lower[:3]]
    pages = [cell.page_number for cell in ring]
    return list(zip(pages[::2], pages[1::2], strict=True))


def assert_reads_in_order(leaves: list[Leaf], page_count: int, multiple: int) -> None:
    pages = [page for leaf in leaves for page in leaf]
    assert [page for page in pages if page] == list(range(1, page_count + 1))
    assert len(pages) == -(-page_count // multiple) * multiple
    assert pages[0] == 1
    if page_count > 1:
        assert pages[-1] == page_count, "the back cover is kept last"
        assert pages[: page_count - 1] == list(range(1, page_count)), "blanks only before it"


@pytest.mark.parametrize("flip", Flip)
@pytest.mark.parametrize("page_count", range(1, 201))
def test_folded_booklets_read_in_order(page_count: int, flip: Flip) -> None:
    for max_sheets in (None, 1, 2, 3, 4, 7):
        sheets = plan_sheets(Scheme.BOOKLET, page_count, flip=flip, max_sheets=max_sheets)
        assert_reads_in_order(fold(list(sheets), flip), page_count, 4)


@pytest.mark.parametrize("flip", Flip)
@pytest.mark.parametrize("scheme", [Scheme.TWO_UP, Scheme.FOUR_UP])
@pytest.mark.parametrize("page_count", range(1, 201))
def test_cut_and_stacked_sheets_read_in_order(page_count: int, scheme: Scheme, flip: Flip) -> None:
    sheets = plan_sheets(scheme, page_count, flip=flip)
    multiple = 4 if scheme is Scheme.TWO_UP else 8
    assert_reads_in_order(cut(list(sheets), scheme, flip), page_count, multiple)


@pytest.mark.parametrize("page_count", range(1, 9))
def test_folded_pocket_guides_read_in_order(page_count: int) -> None:
    [sheet] = plan_sheets(Scheme.POCKET, page_count)
    assert sheet.back is None
    assert_reads_in_order(fold_pocket(sheet), page_count, 8)


def test_the_simulator_notices_a_wrong_flip() -> None:
    sheets = plan_sheets(Scheme.BOOKLET, 8, flip=Flip.SHORT)
    with pytest.raises(AssertionError):
        fold(list(sheets), Flip.LONG)


@given(
    page_count=st.integers(1, 3000),
    max_sheets=st.none() | st.integers(1, 40),
    keep_back_cover=st.booleans(),
)
def test_every_page_is_printed_once_whatever_the_signatures(
    page_count: int,
    max_sheets: int | None,
    keep_back_cover: bool,  # noqa: FBT001 - hypothesis passes it by name
) -> None:
    sheets = saddle_stitch(page_count, max_sheets=max_sheets, keep_back_cover=keep_back_cover)
    cells = [cell for sheet in sheets for side in sheet.sides for cell in side.cells]
    assert sorted(cell.page_number for cell in cells if cell.page_number) == list(
        range(1, page_count + 1)
    )
    sizes = [len(list(group)) for _, group in groupby(sheets, lambda sheet: sheet.signature)]
    assert sum(sizes) == -(-page_count // 4)
    assert max(sizes) - min(sizes) <= 1
    assert max_sheets is None or max(sizes) <= max_sheets
