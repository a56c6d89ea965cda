"""Decisions for a document hold for the edited one, element by element."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from booklet.copyfit.carry_over import carry_over
from booklet.copyfit.flow import Fitting

OLD = ("html", "p", "ul", "table", "p", "ol", "p")
FITTING = Fitting(
    breaks=(1, 5),
    hidden=(3,),
    lines=((2, 4, 1.5),),
    heights=((6, 30.0),),
    spaces=((5, 20.0),),
    page_count=2,
)


def test_nothing_changes_where_no_element_has_changed() -> None:
    assert carry_over(FITTING, OLD, OLD) == FITTING


def test_what_stands_behind_a_new_element_moves() -> None:
    new = (*OLD[:3], "h2", *OLD[3:])
    assert carry_over(FITTING, OLD, new) == Fitting(
        breaks=(1, 6),
        hidden=(4,),
        lines=((2, 4, 1.5),),
        heights=((7, 30.0),),
        spaces=((6, 20.0),),
        page_count=2,
    )


def test_what_was_decided_for_an_element_that_has_gone_is_dropped() -> None:
    new = (*OLD[:3], *OLD[4:])
    assert carry_over(FITTING, OLD, new) == Fitting(
        breaks=(1, 4),
        lines=((2, 4, 1.5),),
        heights=((5, 30.0),),
        spaces=((4, 20.0),),
        page_count=2,
    )


words = st.lists(st.sampled_from("abc"), max_size=12)


@given(before=words, old=words, new=words, after=words)
def test_every_place_that_is_left_names_an_element_of_the_same_kind(
    before: list[str], old: list[str], new: list[str], after: list[str]
) -> None:
    was, now = [*before, *old, *after], [*before, *new, *after]
    moved = carry_over(Fitting(lines=tuple((at, at, 0.0) for at in range(len(was)))), was, now)
    assert all(now[place] == was[origin] for place, origin, _ in moved.lines)
    assert len({place for place, _, _ in moved.lines}) == len(moved.lines)
    assert len(moved.lines) >= len(before)
