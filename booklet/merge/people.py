"""Read a list of people or schools: a CSV file, whatever program wrote it, or an Excel workbook.

Only reading: what the columns mean is decided in `plan`. Every cell is text on one line.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, ManuscriptError, Place, Severity, UsageError
from booklet.common.extras import require_extra
from booklet.manuscript.decoding import NotTextError, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST_FILE = 20_000_000
"""Bytes in a list; one of a thousand people has a hundred thousand."""

_SEPARATORS = ",;\t|"
_EXCEL_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What files of Excel and LibreOffice begin with; no text does."""


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
    name = path.name
    findings: list[Finding] = []
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(
                f"'{name}' is too large for a list", hint="Keep the columns and rows that are used."
            )
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"the list '{path}' cannot be read: {error.strerror or error}",
            hint="Give the path of a CSV file or an Excel workbook, such as people.csv.",
        ) from error
    if content.startswith(_WORKBOOKS):
        records = _read_workbook(content, name)
    else:
        text, findings = _read_text(content, name)
        records = _read_csv(text, name)
    return _make_list(name, records, findings)


def _make_list(
    name: str, records: Iterable[tuple[int, Sequence[str]]], findings: list[Finding]
) -> PeopleList:
    records = [(line, cells) for line, cells in records if any(cells)]
    if len(records) < 2:  # noqa: PLR2004 - the heads, and a row
        raise ManuscriptError(
            "the list has no rows" if records else "the list is empty",
            hint="The first row has the heads of the columns, such as name and school; each row "
            "below it makes a copy.",
            place=Place(name),
        )
    (first, heads), *below = records
    place = Place(name, first)
    findings += _find_repeated(heads, place)
    rows = []
    for line, cells in below:
        if any(cells[len(heads) :]):
            findings.append(_more_cells(Place(name, line), len(heads)))
        named = {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell}
        said = {head: named[head] for head in dict.fromkeys(heads) if head in named}
        rows.append(Row(Place(name, line), said))
    columns = tuple(head for head in dict.fromkeys(heads) if head)
    return PeopleList(place, columns, tuple(rows), tuple(findings))


def _read_text(content: bytes, name: str) -> tuple[str, list[Finding]]:
    try:
        decoded = decode(content)
    except NotTextError as error:
        raise ManuscriptError(
            "this is neither a CSV file nor an Excel workbook",
            hint="Save the list as CSV (UTF-8), or as .xlsx.",
            place=Place(name, error.line),
        ) from error
    if not decoded.foreign:
        return decoded.text, []
    line, character = decoded.foreign[0]
    finding = Finding(
        "L906",
        Severity.WARNING,
        f"the list is not UTF-8; '{character}' and the like were read as Windows-1252",
        "Look at the accents in some copies. Excel's 'CSV UTF-8' has no such doubt.",
        Place(name, line),
    )
    return decoded.text, [finding]


def _read_csv(text: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Read records with the line that each begins on (RFC 4180; other separators too)."""
    skipped = 0
    if said := _EXCEL_SEPARATOR.match(text):
        separator, text, skipped = said[1], text[said.end() :], 1
    else:
        separator = _find_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = skipped
    try:
        for cells in reader:
            yield line + 1, [_one_line(cell) for cell in cells]
            line = skipped + reader.line_num
    except csv.Error as error:
        raise ManuscriptError(
            "a row cannot be read: a quotation mark is never closed, or a cell is far too long",
            hint="Open the list in a spreadsheet, look at this row, and save it again.",
            place=Place(name, line + 1),
        ) from error


def _find_separator(text: str) -> str:
    """Choose the separator that parts the first record into most cells."""

    def count(separator: str) -> int:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), ()))

    try:
        return max(_SEPARATORS, key=count)
    except csv.Error:
        return _SEPARATORS[0]


def _read_workbook(content: bytes, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Read the first sheet that is not empty; a row's line is its number in the sheet."""
    require_extra("merge", "python_calamine")
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - an extra

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_index(at) for at in range(len(book.sheet_names))]
        filled = next((sheet for sheet in sheets if sheet.height), None)
        rows = filled.to_python(skip_empty_area=False) if filled else []
    except (CalamineError, ValueError, OSError) as error:
        raise ManuscriptError(
            f"the workbook cannot be read: {error}",
            hint="Open it in a spreadsheet and save it again as .xlsx, without a password.",
            place=Place(name),
        ) from error
    for line, row in enumerate(rows, 1):
        yield line, [_one_line(_written(cell)) for cell in row]


def _written(cell: object) -> str:
    """Write a cell of a workbook as people would type it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def _one_line(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())


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
