"""Where each division begins, and where a page of notes is put in so that the sheets are full.

Pure arithmetic on page counts. Front matter is numbered i, ii, iii, body and back matter 1, 2, 3;
odd numbers are rectos, and either all chapters open on one or those that begin a numbering; back
matter follows where it can; the back cover is the last page of the last sheet.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.linker.page_labels import Numbering, folio
from booklet.print.division import Partition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from booklet.scheduling.book_summary import BookSummary, DivisionSummary


@dataclass(frozen=True, slots=True)
class Placement:
    """A division's place in the book.

    Attributes:
        division: what stands there; a page of notes has a name of its own each time.
        page_index: of its first page in the book, from 0.
        first_page_number: of its first page as it is printed, from 1.
        page_count: how many pages it fills, as far as is known.
        is_filler: whether it is a page of notes that only fills a gap.
    """

    division: DivisionSummary
    page_index: int
    first_page_number: int
    page_count: int
    is_filler: bool = False

    @property
    def numbering(self) -> Numbering:
        """Roman in front matter, arabic in the rest."""
        front = self.division.partition is Partition.FRONT_MATTER
        return Numbering.ROMAN if front else Numbering.ARABIC

    def folio(self, page_index: int) -> str:
        """Say what is printed on one of its pages, counted from 0 within the division."""
        return folio(self.first_page_number + page_index, self.numbering)


def paginate(summary: BookSummary, page_counts: Mapping[str, int]) -> tuple[Placement, ...]:
    """Give every division its place, with pages of notes and the back cover.

    Args:
        summary: the divisions in reading order.
        page_counts: how many pages each division fills, by name.

    Returns:
        Placements in reading order; where there is a page of notes to fill gaps with, their page
        counts add up to the book's multiple.
    """
    return tuple(_Paginator(summary, page_counts).placements())


def wants_recto(summary: BookSummary, position: int) -> bool:
    """Say whether the division at a position, from 0, begins on a right-hand page."""
    if not position:
        return True
    before, here = (each.partition for each in summary.divisions[position - 1 : position + 1])
    if (before is Partition.FRONT_MATTER) != (here is Partition.FRONT_MATTER):
        return True
    return summary.opens_on_recto and here is Partition.BODY_MATTER


class _Paginator:
    """Counts pages while divisions are put one behind the other."""

    def __init__(self, summary: BookSummary, page_counts: Mapping[str, int]) -> None:
        self.summary = summary
        self.page_counts = page_counts
        self.page_index = 0
        self.numbers = {Numbering.ROMAN: 1, Numbering.ARABIC: summary.first_page_number}
        self.fillers: Counter[str] = Counter()

    def placements(self) -> Iterator[Placement]:
        divisions = self.summary.divisions
        for position, division in enumerate(divisions):
            if self.page_index % 2 and wants_recto(self.summary, position):
                gap_page = self.summary.gap_page or self.summary.notes_page
                yield from self._filler(gap_page, divisions[position - 1].partition)
            yield self._place(division, self.page_counts[division.name])
        last = divisions[-1].partition if divisions else Partition.BODY_MATTER
        back_cover = self.summary.back_cover
        while (
            self.summary.notes_page
            and (self.page_index + bool(back_cover)) % self.summary.page_multiple
        ):
            yield from self._filler(self.summary.notes_page, last)
        if back_cover:
            yield self._place(replace(back_cover, partition=last), 1)

    def _filler(self, page: DivisionSummary | None, partition: Partition) -> Iterator[Placement]:
        if page:
            self.fillers[page.name] += 1
            name = f"{page.name}-{self.fillers[page.name]}"
            own = replace(page, name=name, partition=partition)
            yield replace(self._place(own, 1), is_filler=True)

    def _place(self, division: DivisionSummary, page_count: int) -> Placement:
        placement = Placement(division, self.page_index, 0, page_count)
        numbering = placement.numbering
        placement = replace(placement, first_page_number=self.numbers[numbering])
        self.numbers[numbering] += page_count
        self.page_index += page_count
        return placement
