"""Read a list of people or schools: its heads, and what each row says below them.

What the columns mean is decided in `plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, ManuscriptError, Place, Severity
from booklet.manuscript.spreadsheet import read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list.

    Attributes:
        place: of its first line.
        cells: what it says, by the head of the column; empty cells are not among them.
    """

    place: Place
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A list, read.

    Attributes:
        place: of the heads of its columns.
        columns: the heads, each once, as they are written.
        rows: in order; rows that say nothing are not among them.
        findings: what is wrong with the file.
    """

    place: Place
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read_people_list(path: Path) -> PeopleList:
    """Read a list.

    Raises:
        ManuscriptError: when it is no list, or has no rows.
        SetupError: when it is a workbook, and the package that reads them is missing.
        UsageError: when it cannot be read.
    """
    listed = read_spreadsheet(path)
    name, records = listed.name, listed.rows
    if len(records) < 2:  # noqa: PLR2004 - the heads, and a row
        raise ManuscriptError(
            "the list has no rows" if records else "the list is empty",
            hint="The first row has the heads of the columns, such as name and school; each row "
            "below it makes a copy.",
            place=Place(name),
        )
    (first, heads), *below = records
    place = Place(name, first)
    findings = [*listed.findings, *_find_repeated(heads, place)]
    rows = []
    for line, cells in below:
        if any(cells[len(heads) :]):
            findings.append(_more_cells(Place(name, line), len(heads)))
        named = {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell}
        said = {head: named[head] for head in dict.fromkeys(heads) if head in named}
        rows.append(Row(Place(name, line), said))
    columns = tuple(head for head in dict.fromkeys(heads) if head)
    return PeopleList(place, columns, tuple(rows), tuple(findings))


def _find_repeated(heads: Sequence[str], place: Place) -> Iterator[Finding]:
    for head in dict.fromkeys(head for head in heads if head and heads.count(head) > 1):
        yield Finding(
            "L902",
            Severity.WARNING,
            f"there are several columns '{head}'; the last one is used",
            "Give each column a name of its own.",
            place,
        )


def _more_cells(place: Place, columns: int) -> Finding:
    return Finding(
        "L905",
        Severity.WARNING,
        f"this row has more than {columns} cells, and the rest has no head",
        "Most often a comma stands in a cell: put quotation marks round it.",
        place,
    )
