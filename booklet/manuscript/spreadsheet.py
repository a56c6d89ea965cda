"""Read the rows of a spreadsheet: a CSV file, whatever program wrote it, or an Excel workbook.

Only reading: what the columns mean is decided by who asks. Every cell is text on one line.
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
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LARGEST_FILE = 20_000_000
"""Bytes in a list; one of a thousand people has a hundred thousand."""

_SEPARATORS = ",;\t|"
_EXCEL_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What files of Excel and LibreOffice begin with; no text does."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A list as it stands in its file.

    Attributes:
        name: of the file.
        rows: those that say anything, each with its line, from 1, and its cells.
        findings: what is wrong with the file.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    findings: tuple[Finding, ...] = ()


def read_spreadsheet(path: Path) -> Spreadsheet:
    """Read a list.

    Raises:
        ManuscriptError: when it is no list.
        SetupError: when it is a workbook, and the package that reads them is missing.
        UsageError: when it cannot be read.
    """
    name = path.name
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
    return parse_spreadsheet(content, name)


def parse_spreadsheet(content: bytes, name: str) -> Spreadsheet:
    """Parse a file's content.

    Raises:
        ManuscriptError: when it is no list.
        SetupError: when it is a workbook, and the package that reads them is missing.
    """
    findings: list[Finding] = []
    if content.startswith(_WORKBOOKS):
        rows = _read_workbook(content, name)
    else:
        text, findings = _read_text(content, name)
        rows = _read_csv(text, name)
    return Spreadsheet(
        name, tuple((line, tuple(cells)) for line, cells in rows if any(cells)), tuple(findings)
    )


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
        "Look at the accents in what is made of it. Excel's 'CSV UTF-8' has no such doubt.",
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
    text = text.lstrip("\n")

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
