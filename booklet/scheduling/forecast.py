"""Forecast page numbers from the lengths of texts that are not rendered yet. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.print.division import Partition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from booklet.linker.fragment import PageNumbers
    from booklet.scheduling.book_summary import DivisionSummary
    from booklet.scheduling.paginate import Placement

_LENGTH_OF_A_PAGE = 2500
"""Characters of HTML, before any page is set."""


def guess_page_counts(
    divisions: Iterable[DivisionSummary], known: Mapping[str, int]
) -> dict[str, int]:
    """Guess how many pages each division fills, from how many characters fill those that are set.

    Args:
        divisions: all of a book.
        known: page counts of the divisions that are rendered, by name.
    """
    divisions = tuple(divisions)
    measured = [
        (division.length, known[division.name])
        for division in divisions
        if division.name in known and division.partition is Partition.BODY_MATTER
    ]
    pages = sum(count for _, count in measured)
    length = sum(characters for characters, _ in measured) / pages if pages else _LENGTH_OF_A_PAGE
    return {
        division.name: known.get(division.name, max(1, round(division.length / length)))
        for division in divisions
    }


def choose_certain(
    placements: Sequence[Placement], wanted: Mapping[str, PageNumbers], margin: float
) -> list[Placement]:
    """Choose those whose page numbers are all far from where they get one more figure.

    Args:
        placements: of divisions that are not set yet.
        wanted: the page numbers they will print, as far as can be told, by name.
        margin: by how much of itself a number may be wrong.
    """
    return [each for each in placements if _is_certain(wanted[each.division.name], each, margin)]


def _is_certain(wanted: PageNumbers, placement: Placement, margin: float) -> bool:
    first = wanted.first
    folios = (folio for _, folio in wanted.folios if folio.isdecimal())
    numbers = (first, first + placement.page_count, *map(int, folios))
    return all(
        len(str(round(number * (1 - margin)))) == len(str(round(number * (1 + margin))))
        for number in numbers
    )
