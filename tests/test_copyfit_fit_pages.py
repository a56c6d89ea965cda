"""Pages are decided from heights alone: full, few, and never with more freedom than there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.copyfit.fit_pages import fit_pages
from booklet.copyfit.flow import Break, Elastic, Flow, Piece, without_options
from booklet.copyfit.page_costs import LEAST_FILLED, costs_of_breaks

if TYPE_CHECKING:
    from booklet.copyfit.page_plan import PagePlan

PAGE = 100.0
LINE = 10.0


def block(height: float, break_before: Break = Break.FREE, **more: object) -> Piece:
    return Piece(height, 0.0, 0.0, 0.0, break_before, **more)  # type: ignore[arg-type]


def flow_of(*pieces: Piece, elastics: tuple[Elastic, ...] = ()) -> Flow:
    """Make a flow in which each piece that is no line of a paragraph is an element of its own."""
    named = tuple(
        piece
        if piece.break_before in {Break.LINE, Break.KEPT_LINE}
        else replace(piece, elements=(index,))
        for index, piece in enumerate(pieces)
    )
    heights = (PAGE,) * len(named)
    return Flow(named, heights, elastics, note_space=0.0, line_height=LINE, closing=0.0)


def lines(first: int, count: int, least: int, most: int) -> Elastic:
    """Say that pieces are so many lines to write on, of ten pixels."""
    sizes = tuple(range(least, most + 1))
    return Elastic(
        element=first,
        first=first,
        last=first + count - 1,
        is_lines=True,
        sizes=sizes,
        heights=tuple(LINE * size for size in sizes),
        asked=sizes.index(count),
        spaces=(0.0,) * len(sizes),
    )


def to_write_on(count: int) -> list[Piece]:
    return [
        block(LINE, Break.FORBIDDEN if index else Break.FREE, is_line=True)
        for index in range(count)
    ]


def best(flow: Flow, **settings: object) -> PagePlan:
    return min(fit_pages(flow, **settings).plans, key=lambda plan: plan.cost)  # type: ignore[arg-type]


def pages_of(flow: Flow, plan: PagePlan) -> list[list[int]]:
    """Put pieces on pages as the plan says, where every break is before an element."""
    pages: list[list[int]] = []
    for index, piece in enumerate(flow.pieces):
        if not index or index in plan.fitting.breaks or piece.break_before is Break.FORCED:
            pages.append([])
        pages[-1].append(index)
    return pages


def test_a_page_is_filled_before_the_next_begins() -> None:
    plan = best(flow_of(*(block(20) for _ in range(7))))
    assert (plan.page_count, plan.fitting.breaks) == (2, (5,))


def test_lines_to_write_on_fill_a_page_that_would_be_half_empty() -> None:
    flow = flow_of(block(30), *to_write_on(4), block(60), elastics=(lines(1, 4, 3, 6),))
    plan = best(flow)
    assert plan.fitting.breaks == (5,)
    assert plan.fitting.lines == ((1, 6, 0.0),)


def test_lines_to_write_on_give_way_to_save_a_page() -> None:
    flow = flow_of(block(50), *to_write_on(5), block(20), elastics=(lines(1, 5, 3, 7),))
    plan = fit_pages(flow).plans[0]
    assert (plan.page_count, plan.fitting.lines) == (1, ((1, 3, 0.0),))


def test_lines_that_end_a_division_fill_its_last_page() -> None:
    grow = best(flow_of(block(30), *to_write_on(4), elastics=(lines(1, 4, 3, 6),)))
    assert grow.fitting.lines == ((1, 6, 0.0),)
    others = best(flow_of(block(30), *to_write_on(4), block(10), elastics=(lines(1, 4, 3, 6),)))
    assert others.fitting.lines == ()


def spaced(count: int, height: float) -> list[Piece]:
    """Make blocks with a line of white above each."""
    return [replace(block(height), gap=LINE, space=LINE) for _ in range(count)]


@pytest.mark.parametrize(
    ("heights", "spaces"),
    [(20.0, ((1, 20.0), (2, 20.0))), (23.3, ())],
    ids=["a line for each", "white for one"],
)
def test_white_at_a_foot_is_shared_out_in_lines_between_blocks(
    heights: float, spaces: tuple[tuple[int, float], ...]
) -> None:
    plan = best(flow_of(*spaced(3, heights), block(95)))
    assert (plan.fitting.breaks, plan.fitting.spaces) == ((3,), spaces)


@pytest.mark.parametrize(("height", "opened"), [(45, 2), (35, 0)])
def test_white_between_blocks_ends_a_page_sooner_in_a_paragraph(height: int, opened: int) -> None:
    """Where the next page would be short without those lines."""
    text = [block(LINE, Break.LINE if line else Break.FREE) for line in range(11)]
    plan = best(flow_of(block(10), *spaced(2, 10), *text, block(height), block(50)))
    assert plan.page_count == 3
    assert len(plan.fitting.spaces) == opened


def test_white_above_footnotes_costs_more_than_at_a_foot() -> None:
    def cost_of(first: Piece) -> float:
        return best(replace(flow_of(first, block(90)), line_height=5.0)).cost

    with_notes, without = block(55, notes=20.0), block(75)
    assert cost_of(with_notes) > cost_of(without)
    assert cost_of(block(70, notes=20.0)) == cost_of(block(90))


def test_a_page_that_cuts_a_box_is_not_opened() -> None:
    text = [block(LINE, Break.KEPT_LINE, kept=(3,)) for _ in range(10)]
    plan = best(flow_of(block(10), *spaced(2, 10), block(LINE), *text, block(45), block(50)))
    assert (plan.fitting.loosened, plan.fitting.spaces) == ((3,), ())


@pytest.mark.parametrize(("count", "height", "opened"), [(3, 20.0, 2), (2, 32.0, 0)])
def test_a_page_that_stays_short_is_not_opened(count: int, height: float, opened: int) -> None:
    flow = replace(flow_of(*spaced(count, height), block(95)), line_height=5.0)
    assert len(best(flow).fitting.spaces) == opened


@pytest.mark.parametrize(("height", "page_count"), [(50.0, 2), (30.0, 1)])
def test_a_part_runs_on_below_a_few_lines(height: float, page_count: int) -> None:
    flow = flow_of(block(height), block(20, Break.REMOVABLE))
    assert best(flow, is_chapter=False).page_count == page_count


def test_no_white_is_shared_out_on_a_last_page() -> None:
    assert best(flow_of(*spaced(3, 10))).fitting.spaces == ()


def test_the_rows_of_a_short_table_are_parted_last() -> None:
    def parts(kind: Break) -> list[Piece]:
        return [block(20), *(block(20, kind, kept=(9,)) for _ in range(3))]

    for kind, page_count in ((Break.KEPT, 2), (Break.ROW, 3)):
        flow = flow_of(block(72), *parts(kind), block(28))
        plans = fit_pages(flow).plans
        chosen = min(plans, key=lambda plan: plan.cost + 75 * plan.page_count)
        assert chosen.page_count == page_count


def test_no_white_is_kept_below_lines_that_end_a_page() -> None:
    odd = replace(lines(1, 4, 3, 6), spaces=(5.0, 0.0, 5.0, 0.0))
    asked = to_write_on(4)
    at_the_end = best(flow_of(block(70), *asked, block(90), elastics=(odd,)))
    further_up = best(
        flow_of(block(60), *asked, block(10, Break.FORBIDDEN), block(90), elastics=(odd,))
    )
    assert at_the_end.fitting.lines == ((1, 3, 0.0),)
    assert further_up.fitting.lines == ((1, 3, 5.0),)


def test_a_picture_gives_way_no_further_than_it_may() -> None:
    heights = (56.0, 64.0, 72.0, 80.0)
    picture = Elastic(1, 1, 1, is_lines=False, sizes=heights, heights=heights, asked=3)
    small = flow_of(block(40), block(80), elastics=(picture,))
    assert fit_pages(small).plans[0].fitting.heights == ((1, 56.0),)
    assert fit_pages(flow_of(block(45), block(80), elastics=(picture,))).plans[0].page_count == 2


def test_what_is_whole_is_broken_only_to_fill_a_page() -> None:
    box = [block(20), block(20, Break.KEPT, kept=(1,)), block(20, Break.KEPT, kept=(1,))]
    whole = best(flow_of(block(80), *box))
    assert whole.fitting.loosened == ()
    broken = best(flow_of(block(60), *box, *(block(20) for _ in range(3))))
    assert broken.fitting.loosened == (1,)


def test_a_page_that_ends_with_lines_to_write_on_is_full() -> None:
    """So what follows it is not cut to fill the page with words."""
    box = [block(20), block(20, Break.KEPT, kept=(9,)), block(20, Break.KEPT, kept=(9,))]
    plan = best(flow_of(block(30), *to_write_on(6), *box, block(20)))
    assert (plan.fitting.breaks, plan.fitting.loosened) == ((7,), ())


def box_of(*kinds: str) -> list[Piece]:
    """Make a box of a title and parts: "text" to read, "work", or "line" to write on."""
    parts = (
        block(LINE, Break.KEPT, kept=(1,), is_work=kind != "text", is_line=kind == "line")
        for kind in kinds
    )
    return [block(LINE, elements=(1,)), *parts]


def test_a_box_to_work_in_is_cut_later_than_a_rule_and_lines_last() -> None:
    costs = [costs_of_breaks(box_of(*[kind] * 7))[4] for kind in ("text", "work", "line")]
    assert costs == sorted(set(costs))
    assert costs[0] > costs_of_breaks(box_of("text"))[0] == 0


def test_a_box_is_cut_in_its_middle() -> None:
    costs = costs_of_breaks(box_of(*["work"] * 7))
    assert costs.index(min(costs[1:])) == 3
    assert costs[3] == costs[5] < costs[1] == costs[2] == costs[6] == costs[7]


def test_a_question_is_not_parted_from_its_lines() -> None:
    parts = ["work", "work", "work", "line", "line", "line", "work", "work", "work"]
    costs = costs_of_breaks(box_of(*parts))
    assert costs[3] > costs[7]
    assert costs[4] > costs[5]


def test_no_page_is_of_mere_lines_unless_it_is_asked_for() -> None:
    lines_and_one = [*to_write_on(7), block(20)]
    flow = flow_of(block(95), *lines_and_one)
    with_words = flow_of(block(95), block(20), *to_write_on(7))
    asked = flow_of(block(95), block(LINE, Break.FORCED, is_line=True), *to_write_on(6))
    assert best(flow_of(block(95), *to_write_on(7))).cost > best(flow).cost + 200
    assert best(with_words).cost < 200
    assert best(asked).cost < 200


def test_a_picture_is_not_alone_on_a_page_where_text_can_join_it() -> None:
    text = [block(LINE) for _ in range(9)]
    plan = best(flow_of(*text, block(80), *(block(LINE) for _ in range(6))))
    assert plan.fitting.breaks[0] < 9 or plan.fitting.breaks[1] > 10


def test_what_is_left_out_leaves_white_where_a_least_height_asks_for_it() -> None:
    entry = [block(10), block(30, optional=1, left_white=6.0), block(20)]
    shorter = without_options(flow_of(*entry))
    assert [piece.gap for piece in shorter.pieces] == [0.0, 6.0]


def test_a_paragraph_is_broken_where_the_page_is_full_and_not_before() -> None:
    text = [block(LINE, Break.LINE if index else Break.FREE) for index in range(14)]
    plans = fit_pages(flow_of(*text)).plans
    assert plans[0].page_count == 2
    assert plans[0].fitting.breaks == ()


def test_work_begins_on_a_spread_of_its_own_where_that_costs_nothing() -> None:
    reading = [block(30) for _ in range(3)]
    flow = flow_of(*reading, block(8, is_work=True), block(90, is_work=True))
    assert best(flow, opens_on_recto=True).fitting.breaks[0] == 3
    assert best(flow, opens_on_recto=False).fitting.breaks[0] == 4


def test_a_section_runs_on_where_it_finds_room() -> None:
    front = [block(30), block(30, Break.REMOVABLE)]
    plan = fit_pages(flow_of(*front), is_chapter=False).plans[0]
    assert (plan.page_count, plan.fitting.joined) == (1, (1,))


def test_front_matter_is_not_drawn_out() -> None:
    flow = flow_of(block(40), block(40))
    assert [plan.page_count for plan in fit_pages(flow).plans] == [1, 2]
    assert [plan.page_count for plan in fit_pages(flow, is_chapter=False).plans] == [1]


def test_details_are_left_out_where_that_saves_a_page() -> None:
    contents = [block(50), *(block(10, optional=1) for _ in range(8)), block(20)]
    counts = {plan.page_count: plan for plan in fit_pages(flow_of(*contents)).plans}
    assert counts[1].fitting.hidden == (1,)
    assert counts[2].fitting.hidden == ()
    assert counts[1].cost > counts[2].cost


def test_it_is_known_how_many_lines_are_too_many() -> None:
    assert fit_pages(flow_of(block(90), block(35))).excess_lines == 3
    assert fit_pages(flow_of(block(90))).excess_lines == 0


def test_what_is_taller_than_a_page_does_not_stop_the_others() -> None:
    plan = best(flow_of(block(150), block(30)))
    assert plan.page_count == 2


PIECES = st.builds(
    block,
    st.integers(4, 60).map(float),
    st.sampled_from([Break.FREE, Break.FREE, Break.KEPT, Break.FORCED]),
)


@given(
    pieces=st.lists(PIECES, min_size=1, max_size=30),
    opens_on_recto=st.sampled_from([True, False, None]),
)
def test_every_plan_is_kept_to(pieces: list[Piece], *, opens_on_recto: bool | None) -> None:
    flow = flow_of(*pieces)
    plans = fit_pages(flow, opens_on_recto=opens_on_recto).plans
    assert plans
    counts = [plan.page_count for plan in plans]
    assert counts == sorted(set(counts))
    for plan in plans:
        pages = pages_of(flow, plan)
        assert len(pages) == plan.page_count == plan.fitting.page_count
        assert all(sum(flow.pieces[index].height for index in page) <= PAGE for page in pages)
    assert plans == fit_pages(flow, opens_on_recto=opens_on_recto).plans


@given(
    st.lists(st.integers(5, 50).map(float), min_size=1, max_size=8),
    st.integers(1, 8),
    st.lists(st.integers(5, 50).map(float), max_size=8),
)
def test_lines_stay_within_what_they_may_be(
    before: list[float], count: int, after: list[float]
) -> None:
    least, most = -(-count * 6 // 10), max(count, count * 15 // 10)
    pieces = [*map(block, before), *to_write_on(count), *map(block, after)]
    elastic = lines(len(before), count, least, most)
    flow = flow_of(*pieces, elastics=(elastic,))
    for plan in fit_pages(flow).plans:
        chosen = {place: number for place, number, _ in plan.fitting.lines}
        number = chosen.get(len(before), count)
        assert least <= number <= most
        for page in pages_of(flow, plan):
            height = sum(flow.pieces[index].height for index in page)
            if elastic.first in page and elastic.last in page:
                height += (number - count) * LINE
            assert height <= PAGE + 0.1


@given(st.lists(st.integers(3, 8).map(float), min_size=30, max_size=60))
def test_pages_of_small_blocks_are_full(heights: list[float]) -> None:
    flow = flow_of(*map(block, heights))
    for page in pages_of(flow, best(flow))[:-1]:
        assert sum(flow.pieces[index].height for index in page) >= LEAST_FILLED * PAGE
