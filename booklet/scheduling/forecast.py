"""Forecasts of page numbers, from the lengths of texts whose pages are not set yet. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.print.division import Partition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from booklet.print.division import Division
    from booklet.scheduling.paginate import Placement
    from booklet.weasy.render_job import RenderJob

_LENGTH_OF_A_PAGE = 2500
"""Letters of HTML, before any page is set."""


def guess_page_counts(divisions: Iterable[Division], known: Mapping[str, int]) -> dict[str, int]:
    """Guess how many pages each division fills, from how many letters fill those that are set.

    Args:
        divisions: all of a book.
        known: page counts of the divisions that are set, by name.
    """
    divisions = tuple(divisions)
    measured = [
        (len(division.html), known[division.name])
        for division in divisions
        if division.name in known and division.partition is Partition.BODY_MATTER
    ]
    pages = sum(count for _, count in measured)
    length = sum(letters for letters, _ in measured) / pages if pages else _LENGTH_OF_A_PAGE
    return {
        division.name: known.get(division.name, max(1, round(len(division.html) / length)))
        for division in divisions
    }


def choose_certain(
    placements: Sequence[Placement], wanted: Mapping[str, RenderJob], margin: float
) -> list[Placement]:
    """Choose those whose page numbers are all far from where they get one more figure.

    Args:
        placements: of divisions that are not set yet.
        wanted: the takes that are forecast for them, by name.
        margin: by how much of itself a number may be wrong.
    """
    return [each for each in placements if _is_certain(wanted[each.division.name], each, margin)]


def _is_certain(job: RenderJob, placement: Placement, margin: float) -> bool:
    first = job.numbers.first
    folios = (folio for _, folio in job.numbers.folios if folio.isdecimal())
    numbers = (first, first + placement.page_count, *map(int, folios))
    return all(
        len(str(round(number * (1 - margin)))) == len(str(round(number * (1 + margin))))
        for number in numbers
    )
