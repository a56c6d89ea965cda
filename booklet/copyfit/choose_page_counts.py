"""Choose, for each division of a book, on how many pages it is set: the fewest sheets. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PAGE = 75.0
"""The cost of a page of paper, in the units of `Slot.costs`."""

_FILLER = 80.0
"""The cost of a page of notes that only fills a gap, beside that of its paper."""

_FIRST_FILLER_AT_END = 5.0
"""The cost of the first of those before the back cover, where a page for notes is welcome."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A division in its place.

    Attributes:
        costs: of the ways to set it, by number of pages; at least one.
        wants_recto: whether it begins on a right-hand page.
    """

    costs: Mapping[int, float]
    wants_recto: bool


@dataclass(frozen=True, slots=True)
class BookLayout:
    """How divisions become a book.

    Attributes:
        page_multiple: the pages of a book are a multiple of this.
        fills_gaps: whether there are pages that fill gaps.
        pages_after: pages after the last division: the back cover.
    """

    page_multiple: int
    fills_gaps: bool
    pages_after: int


def choose_page_counts(slots: Sequence[Slot], layout: BookLayout) -> tuple[int, ...]:
    """Choose the numbers of pages that cost least together; of equal ones, the fewest pages."""
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for slot in slots:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for position, (cost, counts) in sorted(ways.items()):
            gap = _gap(position, slot, layout)
            for count, own in sorted(slot.costs.items()):
                total = cost + own + _FILLER * gap, (*counts, count)
                place = position + gap + count
                if place not in following or total < following[place]:
                    following[place] = total
        ways = _cheapest(following, layout)
    return min(
        (cost + _ending_cost(position, layout), position, counts)
        for position, (cost, counts) in ways.items()
    )[2]


def count_pages(slots: Sequence[Slot], counts: Sequence[int], layout: BookLayout) -> int:
    """Count the pages of the whole book."""
    _, position = _place(slots, counts, layout)
    return position + layout.pages_after + _missing(position, layout)


def find_gaps(slots: Sequence[Slot], counts: Sequence[int], layout: BookLayout) -> tuple[bool, ...]:
    """Say for each division whether a page follows that only fills a gap."""
    gaps, position = _place(slots, counts, layout)
    return (*(gap > 0 for gap in gaps[1:]), _missing(position, layout) > 0)


def cost_of(slots: Sequence[Slot], counts: Sequence[int], layout: BookLayout) -> float:
    """Add up what a choice costs."""
    gaps, position = _place(slots, counts, layout)
    costs = (slot.costs[count] for slot, count in zip(slots, counts, strict=True))
    return sum(costs) + _FILLER * sum(gaps) + _ending_cost(position, layout)


def find_savings(
    slots: Sequence[Slot],
    excess_lines: Sequence[int],
    layout: BookLayout,
    pages_on_a_sheet: int,
) -> Iterator[tuple[int, int]]:
    """Say which division would save a sheet if it were some lines shorter.

    Args:
        slots: the divisions.
        excess_lines: of each, how many lines less would save a page; 0 when that is not known.
        layout: of the book.
        pages_on_a_sheet: how many pages a sheet of paper takes, both sides printed.

    Yields:
        The number of lines and the index of the division.
    """
    pages = count_pages(slots, choose_page_counts(slots, layout), layout)
    for index, (slot, lines) in enumerate(zip(slots, excess_lines, strict=True)):
        fewer = min(slot.costs) - 1
        if not lines or not fewer:
            continue
        shorter = list(slots)
        shorter[index] = Slot({**slot.costs, fewer: 0.0}, slot.wants_recto)
        counts = choose_page_counts(shorter, layout)
        if count_pages(shorter, counts, layout) <= pages - pages_on_a_sheet:
            yield lines, index


def _place(
    slots: Sequence[Slot], counts: Sequence[int], layout: BookLayout
) -> tuple[list[int], int]:
    """Count the pages that fill a gap before each division, and those up to the end of the last."""
    gaps, position = [], 0
    for slot, count in zip(slots, counts, strict=True):
        gaps.append(_gap(position, slot, layout))
        position += gaps[-1] + count
    return gaps, position


def _gap(position: int, slot: Slot, layout: BookLayout) -> int:
    return position % 2 if layout.fills_gaps and slot.wants_recto else 0


def _missing(position: int, layout: BookLayout) -> int:
    return -(position + layout.pages_after) % layout.page_multiple if layout.fills_gaps else 0


def _ending_cost(position: int, layout: BookLayout) -> float:
    missing = _missing(position, layout)
    fillers = _FIRST_FILLER_AT_END + _FILLER * (missing - 1) if missing else 0.0
    return _PAGE * (position + missing) + fillers


def _cheapest(
    ways: Mapping[int, tuple[float, tuple[int, ...]]], layout: BookLayout
) -> dict[int, tuple[float, tuple[int, ...]]]:
    """Keep of each remainder the ways that no shorter and cheaper one beats."""
    kept: dict[int, tuple[float, tuple[int, ...]]] = {}
    best: dict[int, float] = {}
    modulus = 2 * layout.page_multiple
    for position, way in sorted(ways.items()):
        remainder = position % modulus
        if remainder not in best or way[0] + _PAGE * position < best[remainder]:
            best[remainder] = way[0] + _PAGE * position
            kept[position] = way
    return kept
