"""The list of what was made: which file is for which row, and where it is in the joined one.

It says no names unless they were asked for, so that it can be handed to whoever prints.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADS = ("line", "file", "edition", "pages", "sheets of A4", "first page", "last page")


@dataclass(frozen=True, slots=True)
class CopyRecord:
    """One copy that was made.

    Attributes:
        line: of its row in the list.
        file: its name.
        edition: its name.
        page_count: of the file.
        sheet_count: of A4, both sides printed.
        first_page: in the joined file, from 1.
        last_page: with the blanks that fill its last sheet.
        name: who it is for; "" when nobody asked for it.
    """

    line: int
    file: str
    edition: str
    page_count: int
    sheet_count: int
    first_page: int
    last_page: int
    name: str = ""


def write_record(records: Iterable[CopyRecord]) -> bytes:
    """Write the list as CSV, with the mark by which Excel knows UTF-8."""
    records = list(records)
    has_names = any(record.name for record in records)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([*_HEADS, *(["name"] if has_names else [])])
    for one in records:
        counts = one.page_count, one.sheet_count, one.first_page, one.last_page
        name = [_as_words(one.name)] if has_names else []
        writer.writerow([one.line, one.file, one.edition, *counts, *name])
    return written.getvalue().encode("utf-8-sig")


def _as_words(cell: str) -> str:
    """Keep spreadsheets from taking a name for a formula (CWE-1236)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
