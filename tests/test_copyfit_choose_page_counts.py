"""Of all ways to put a book together the cheapest is chosen, sheets first."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from booklet.copyfit.choose_page_counts import (
    BookLayout,
    Slot,
    choose_page_counts,
    cost_of,
    count_pages,
    find_savings,
)

FOLDED = BookLayout(page_multiple=4, fills_gaps=True, pages_after=1)
SLOTS = st.builds(
    Slot,
    st.dictionaries(st.integers(1, 9), st.integers(0, 600).map(float), min_size=1, max_size=3),
    st.booleans(),
)


def test_a_sheet_is_saved_where_pages_allow_it() -> None:
    slots = [Slot({6: 30.0, 7: 5.0}, wants_recto=True), Slot({5: 0.0}, wants_recto=True)]
    assert choose_page_counts(slots, FOLDED) == (6, 5)
    assert count_pages(slots, (6, 5), FOLDED) == 12


def test_nothing_is_squeezed_when_no_sheet_is_saved() -> None:
    slots = [Slot({6: 30.0, 7: 5.0}, wants_recto=True)]
    assert choose_page_counts(slots, FOLDED) == (7,)


def test_holes_are_worse_than_a_sheet() -> None:
    slots = [Slot({7: 900.0, 8: 5.0}, wants_recto=True)]
    assert choose_page_counts(slots, FOLDED) == (8,)


def test_how_few_lines_would_save_a_sheet() -> None:
    slots = [Slot({6: 0.0}, wants_recto=True), Slot({6: 0.0}, wants_recto=True)]
    assert count_pages(slots, (6, 6), FOLDED) == 16
    assert list(find_savings(slots, (3, 7), FOLDED, 4)) == [(7, 1)]
    assert list(find_savings(slots, (3, 0), FOLDED, 4)) == []


@given(
    slots=st.lists(SLOTS, min_size=1, max_size=4),
    multiple=st.sampled_from([1, 2, 4]),
    fills_gaps=st.booleans(),
    pages_after=st.integers(0, 1),
)
def test_no_other_choice_is_better(
    slots: list[Slot], multiple: int, *, fills_gaps: bool, pages_after: int
) -> None:
    layout = BookLayout(multiple, fills_gaps, pages_after)
    chosen = choose_page_counts(slots, layout)
    all_ways = product(*(slot.costs for slot in slots))
    assert (
        cost_of(slots, chosen, layout)
        <= min(cost_of(slots, way, layout) for way in all_ways) + 1e-6
    )
