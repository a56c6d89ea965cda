"""Decide where a division's pages end: the best way for each number of pages. Pure.

The method is that of Knuth and Plass for lines, used for pages: every way to fill a page has a
cost, and dynamic programming finds the cheapest sequence. A page costs more the emptier it is, the
further its lines to write on and its pictures are from what their author asked for, and the closer
together what its end cuts apart. White that is left at its foot is shared out between its blocks: a
line of text for each, or none. Text, its size and its leading are as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil, inf
from typing import TYPE_CHECKING

from booklet.common.memoize import memoize
from booklet.copyfit.flow import Break, Fitting, without_options
from booklet.copyfit.page_costs import (
    CHANGED,
    HALF,
    JOINED,
    JOINED_NOTES,
    LEFT_OUT,
    OVERFLOWING,
    SPREAD,
    TORN,
    cost_above_notes,
    cost_of_last,
    cost_of_opening,
    cost_of_parting,
    cost_of_white,
    cost_without_words,
    costs_of_breaks,
)
from booklet.copyfit.page_plan import PagePlan, PagePlans
from booklet.copyfit.share_out import share_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from booklet.copyfit.flow import Elastic, Flow, Piece

_TOLERANCE = 0.05
"""CSS pixels by which sums of heights may differ."""

_BY_LAYOUT = frozenset({Break.LINE, Break.KEPT_LINE})
"""Where a page ends when it is full and not before."""

_CHOICES = 4
"""How many numbers of pages are looked at, from the smallest possible on."""


@dataclass(frozen=True, slots=True)
class _Page:
    """How one page is filled.

    Attributes:
        cost: without that of its end.
        used: how much of its height, in CSS pixels.
        change: how much the lines to write on and the pictures give up or gain, in CSS pixels.
        room: how much there is.
        is_open: whether there is a line more between its blocks.
    """

    cost: float
    used: float
    change: float
    room: float
    is_open: bool = False


@memoize
def fit_pages(
    flow: Flow,
    *,
    is_chapter: bool = True,
    opens_on_recto: bool | None = None,
    reserve: float = 0.0,
) -> PagePlans:
    """Find the best way to set a division on each number of pages.

    Args:
        flow: what was measured.
        is_chapter: whether a page before one that begins in any case should be full, too; those of
            front and back matter are as full as their text makes them.
        opens_on_recto: which side the first page is, where that is sure.
        reserve: how much of each page is left free, in CSS pixels, when heights were measured
            too small.
    """
    if not flow.pieces:
        return PagePlans()
    found = _Fitter(
        flow, is_chapter=is_chapter, opens_on_recto=opens_on_recto, reserve=reserve
    ).plans()
    if not is_chapter:  # nothing is gained by drawing out what is no chapter
        cheapest = min(found.plans, key=lambda plan: plan.cost)
        kept = tuple(plan for plan in found.plans if plan.page_count <= cheapest.page_count)
        found = replace(found, plans=kept)
    hidden = tuple(sorted({piece.optional for piece in flow.pieces} - {-1}))
    if not hidden:
        return found
    shorter = _Fitter(
        without_options(flow),
        is_chapter=is_chapter,
        opens_on_recto=opens_on_recto,
        reserve=reserve,
    ).plans()
    more = tuple(
        replace(plan, cost=plan.cost + LEFT_OUT, fitting=replace(plan.fitting, hidden=hidden))
        for plan in shorter.plans
        if not found.plans or plan.page_count < found.plans[0].page_count
    )
    return PagePlans((*more, *found.plans), 0 if more else found.excess_lines)


class _Fitter:
    """Holds sums over the flow, so that a page's height costs the same wherever it ends."""

    def __init__(
        self, flow: Flow, *, is_chapter: bool, opens_on_recto: bool | None, reserve: float
    ) -> None:
        pieces = flow.pieces
        self.is_chapter = is_chapter
        self.flow, self.pieces, self.reserve = flow, pieces, reserve
        self.opens_on_recto = opens_on_recto
        self.heights = _sums(piece.height for piece in pieces)
        self.gaps = _sums(piece.gap for piece in pieces)
        self.notes = _sums(piece.notes for piece in pieces)
        self.forced = _sums(float(piece.break_before is Break.FORCED) for piece in pieces)
        self.joins = _sums(float(piece.break_before is Break.REMOVABLE) for piece in pieces)
        self.lines = _sums(float(piece.is_line) for piece in pieces)
        self.spaces = _sums(float(self._may_open(piece)) for piece in pieces)
        self.breaks = costs_of_breaks(pieces)
        self.work_begins = next(
            (
                index
                for index, (before, after) in enumerate(pairwise(pieces), 1)
                if after.is_work and not before.is_work
            ),
            -1,
        )

    def plans(self) -> PagePlans:
        """Go through all breaks in order, and keep the best way to each on each number of pages."""
        end = len(self.pieces)
        best: dict[int, dict[int, tuple[float, int]]] = {0: {0: (0.0, -1)}}
        for start in range(end):
            ways = best.get(start)
            if not ways:
                continue
            fewest = min(ways)
            reachable = {count: way for count, way in ways.items() if count < fewest + _CHOICES}
            for stop, page in self._pages_from(start):
                ending = 0.0 if stop == end else self.breaks[stop]
                for count, (cost, _) in reachable.items():
                    total = cost + page.cost + ending + self._spread(stop, count + 1)
                    known = best.setdefault(stop, {}).get(count + 1)
                    if known is None or total < known[0]:
                        best[stop][count + 1] = total, start
        ways = best.get(end, {})
        counts = sorted(ways)[:_CHOICES]
        plans = tuple(self._plan(best, count) for count in counts)
        return PagePlans(plans, self._excess(best, counts[0] - 1) if counts else 0)

    def _pages_from(self, start: int) -> Iterator[tuple[int, _Page]]:
        """Yield every way to fill a page that begins with a piece."""
        found = False
        furthest: tuple[int, _Page] | None = None
        end = len(self.pieces)
        for stop in range(start + 1, end + 1):
            kind = Break.FORCED if stop == end else self.pieces[stop].break_before
            page = self._page(start, stop)
            if page is None:
                if kind is Break.FORCED or self._is_full(start, stop):
                    break
                continue
            furthest = stop, page
            if kind is not Break.FORBIDDEN and not self._goes_on(stop, page):
                found = True
                yield stop, page
            if kind is Break.FORCED:
                return
        if found:
            return
        if furthest is not None:
            stop, page = furthest
            yield stop, replace(page, cost=page.cost + TORN)
        else:
            room = self.flow.page_heights[start]
            yield start + 1, _Page(OVERFLOWING, room, 0.0, room)

    def _page(self, start: int, stop: int) -> _Page | None:
        """Fill a page; where layout would put more on it, with more white if that prevents it."""
        page = self._fill(start, stop)
        opening = self._opening(start, stop)
        if page is None or page.is_open or not opening or not self._goes_on(stop, page):
            return page
        left = page.room - page.used - opening
        if left < -_TOLERANCE:
            return page
        cost = page.cost + cost_of_opening(left / self.flow.line_height)
        opened = replace(page, cost=cost, used=page.used + opening, is_open=True)
        return page if self._goes_on(stop, opened) else opened

    def _fill(self, start: int, stop: int) -> _Page | None:
        """Fill a page; None when not everything finds room."""
        is_last = stop == len(self.pieces)
        ends_section = self._ends_section(stop)
        notes = self.notes[stop] - self.notes[start]
        height = self.flow.page_heights[start] - self.reserve
        room = height - (notes + self.flow.note_space if notes else 0.0)
        natural = self._natural(start, stop)
        elastics = self._elastics(start, stop)
        down = sum(one.shrink for one in elastics)
        up = sum(one.growth for one in elastics)
        change = 0.0
        if natural > room + _TOLERANCE:
            change = room - natural
            if down + _TOLERANCE < -change:
                return None
            cost = CHANGED * (0.2 + (change / down) ** 2)
        else:
            if ends_section:
                up = sum(one.growth for one in elastics if self._fills_end(one, stop))
            change = max(0.0, min(up, room - natural))
            cost = CHANGED * (change / up) ** 2 / 2 if change else 0.0
        used, opening = natural + change, 0.0
        if is_last:
            cost += cost_of_last((used + height - room) / height) if self.is_chapter else 0.0
        elif not ends_section:
            white, opening = self._share_white(start, stop, used, room)
            cost += white
        elif self.pieces[stop].break_before is Break.REMOVABLE:
            cost += cost_of_parting((used + height - room) / height)
        used += opening
        if (used + height - room) / height > HALF and not self._is_asked_for(start):
            others = stop - start - (self.lines[stop] - self.lines[start])
            cost += cost_without_words(others)
        joins = self.joins[stop] - self.joins[start + 1] if stop > start + 1 else 0.0
        cost += joins * (JOINED_NOTES if self.is_chapter else JOINED)
        return _Page(cost, used, change, room, opening > 0)

    def _share_white(self, start: int, stop: int, used: float, room: float) -> tuple[float, float]:
        """Say what the white on a page costs, and how much of it stands between its blocks."""
        height, line = self.flow.page_heights[start] - self.reserve, self.flow.line_height
        left, opening = room - used, self._opening(start, stop)
        cost = cost_of_white(1 - left / height)
        if opening and left - opening >= -_TOLERANCE:
            opened = cost_of_white(1 - (left - opening) / height)
            opened += cost_of_opening((left - opening) / line)
            if opened < cost:
                cost, left = opened, left - opening
        has_notes = self.notes[stop] > self.notes[start]
        gap = cost_above_notes(left / line) if has_notes else 0.0
        return cost + gap, room - used - left

    def _may_open(self, piece: Piece) -> bool:
        """Tell whether there may be a line more above a piece: where there is one, without more."""
        return piece.space > self.flow.line_height - _TOLERANCE

    def _opening(self, start: int, stop: int) -> float:
        """Say how much a page takes up with a line more between its blocks."""
        if stop < len(self.pieces) and self.pieces[stop].kept:
            return 0.0  # what is cut at its foot has no white above it
        return self.flow.line_height * (self.spaces[stop] - self.spaces[start + 1])

    def _natural(self, start: int, stop: int) -> float:
        closing = self.flow.closing if stop == len(self.pieces) else self.pieces[stop].closing
        height = self.heights[stop] - self.heights[start]
        gaps = self.gaps[stop] - self.gaps[start + 1]
        return self.pieces[start].inset + height + gaps + closing

    def _is_full(self, start: int, stop: int) -> bool:
        """Say whether nothing that follows can make room: lines that are cut cannot give way."""
        cut = sum(one.shrink for one in self.flow.elastics if start <= one.first < stop)
        return self._natural(start, stop) - cut > self.flow.page_heights[start]

    def _is_asked_for(self, start: int) -> bool:
        """Tell whether an author wants a page that begins with a piece, such as one of lines."""
        return start > 0 and self.pieces[start].break_before in {Break.FORCED, Break.REMOVABLE}

    def _ends_section(self, stop: int) -> bool:
        """Say whether a page may end before it is full."""
        return stop == len(self.pieces) or (
            not self.is_chapter
            and self.pieces[stop].break_before in {Break.FORCED, Break.REMOVABLE}
        )

    def _fills_end(self, one: Elastic, stop: int) -> bool:
        """Say whether lines to write on fill a page also where that may end before it is full."""
        return one.fills or (one.is_lines and one.last == stop - 1 == len(self.pieces) - 1)

    def _elastics(self, start: int, stop: int) -> list[Elastic]:
        """List what stands on a page as a whole and may be smaller or larger."""
        return [one for one in self.flow.elastics if start <= one.first and one.last < stop]

    def _goes_on(self, stop: int, page: _Page) -> bool:
        """Say whether layout would put more lines of a paragraph on the page than planned."""
        if stop == len(self.pieces) or self.pieces[stop].break_before not in _BY_LAYOUT:
            return False
        following = stop + 1
        while (
            following < len(self.pieces) and self.pieces[following].break_before is Break.FORBIDDEN
        ):
            following += 1
        more = (
            self.heights[following]
            - self.heights[stop]
            + self.gaps[following]
            - self.gaps[stop]
            + self.notes[following]
            - self.notes[stop]
        )
        return page.used + more <= page.room + _TOLERANCE

    def _spread(self, stop: int, count: int) -> float:
        """Reward a division whose work begins on a spread of its own."""
        if stop != self.work_begins or self.opens_on_recto is None:
            return 0.0
        ends_on_recto = (count % 2 == 1) == self.opens_on_recto
        return -SPREAD if ends_on_recto else 0.0

    def _excess(self, best: Mapping[int, Mapping[int, tuple[float, int]]], count: int) -> int:
        """Count the lines that are too many for one page less.

        Either so much overflows the last page but one, or all that would stand on the last.
        """
        end, found = len(self.pieces), inf
        for start, ways in best.items():
            if start == end or self.forced[end] > self.forced[start + 1]:
                continue
            least = sum(one.shrink for one in self._elastics(start, end))
            height = self._natural(start, end) - least
            if count in ways:
                found = min(found, height)
            if count - 1 in ways:
                notes = self.notes[end] - self.notes[start]
                room = self.flow.page_heights[start] - notes - self.flow.note_space * bool(notes)
                found = min(found, height - room)
        return max(1, ceil(found / self.flow.line_height)) if count > 0 and found < inf else 0

    def _plan(self, best: Mapping[int, Mapping[int, tuple[float, int]]], count: int) -> PagePlan:
        stop, loosened = len(self.pieces), set[int]()
        breaks: list[int] = []
        joined: list[int] = []
        lines: dict[int, tuple[int, float]] = {}
        heights: dict[int, float] = {}
        spaces: dict[int, float] = {}
        cost = best[stop][count][0]
        last_left = 0.0
        for number in range(count, 0, -1):
            start = best[stop][number][1]
            page = self._page(start, stop) or _Page(0.0, 1.0, 0.0, 1.0)
            if stop == len(self.pieces):
                last_left = page.room - page.used
            elastics = self._elastics(start, stop)
            if page.change > 0 and self._ends_section(stop):
                elastics = [one for one in elastics if self._fills_end(one, stop)]
            for one, size in share_out(page.change, elastics).items():
                if size != one.asked and one.is_lines:
                    # Layout asks twice for white below what ends a page, and nothing follows there.
                    space = one.spaces[size] if one.last < stop - 1 else 0.0
                    lines[one.element] = int(one.sizes[size]), space
                elif size != one.asked:
                    heights[one.element] = one.sizes[size]
            if page.is_open:
                spaces |= {
                    piece.elements[0]: piece.space + self.flow.line_height
                    for piece in self.pieces[start + 1 : stop]
                    if self._may_open(piece)
                }
            joined += [
                piece.elements[0]
                for piece in self.pieces[start + 1 : stop]
                if piece.break_before is Break.REMOVABLE
            ]
            first = self.pieces[start]
            if start and first.break_before in {Break.FREE, Break.KEPT, Break.ROW}:
                breaks.append(first.elements[0])
            loosened.update(first.kept)
            stop = start
        fitting = Fitting(
            breaks=tuple(sorted(breaks)),
            joined=tuple(sorted(joined)),
            loosened=tuple(sorted(loosened)),
            lines=tuple((place, *own) for place, own in sorted(lines.items())),
            heights=tuple(sorted(heights.items())),
            spaces=tuple(sorted(spaces.items())),
            page_count=count,
        )
        return PagePlan(count, cost, fitting, last_left)


def _sums(values: Iterable[float]) -> list[float]:
    return list(accumulate(values, initial=0.0))
