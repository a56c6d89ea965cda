"""What cannot be set in reasonable time and memory is refused before anything is set. Pure.

A table or a block of code is one box for WeasyPrint, however many pages it takes. Measured on one
core of the machine that runs the checks, on A5: 30 ms and 0.11 MB for each row of a table of two
columns, 11 ms and 0.015 MB for each line of code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_ROWS = 5_000
"""Rows of one table: some 200 pages, two and a half minutes, 600 MB."""

MOST_CODE_LINES = 15_000
"""Lines of one block of code: some 400 pages, under three minutes, 250 MB."""

MOST_CELLS = 50_000
"""Cells of one table, also those that a short row leaves empty; 5 ms each."""

_FENCE = re.compile(r"\s*(?:>\s*)*(`{3,}|~{3,})")
_DELIMITER_ROW = re.compile(r"[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_HTML_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_HTML_TABLE = re.compile(r"</?table\b", re.IGNORECASE)
_INDENTED = re.compile(r"(?: {4}|\t)")


@dataclass(frozen=True, slots=True)
class OversizedBlock:
    """Something that is too long to be set.

    Attributes:
        what: with its length: "a table of 100,000 rows".
        line: the line that it begins on, from 1.
        most: how long it may be: "5,000 rows".
    """

    what: str
    line: int
    most: str


def find_oversized_block(text: str) -> OversizedBlock | None:
    """Find the first table or block of code in a chapter that is too long to be set."""
    lines = text.split("\n")
    most_columns = 1 + max(line.count("|") for line in lines)
    if (
        len(lines) < min(MOST_ROWS, MOST_CODE_LINES)
        and len(lines) * most_columns < MOST_CELLS
        and len(_HTML_ROW.findall(text)) < MOST_ROWS
    ):
        return None
    for what, line, length, columns in _runs(lines):
        most = MOST_ROWS if what == "table" else MOST_CODE_LINES
        if length > most:
            unit = "rows" if what == "table" else "lines"
            return OversizedBlock(f"a {what} of {length:,} {unit}", line, f"{most:,} {unit}")
        if length * columns > MOST_CELLS:
            cells = f"a table of {length:,} rows and {columns:,} columns"
            return OversizedBlock(cells, line, f"{MOST_CELLS:,} cells")
    return None


def _runs(lines: list[str]) -> list[tuple[str, int, int, int]]:
    """Measure tables and blocks of code: what, the line it begins on, rows or lines, columns."""
    runs = []
    number = 0
    while number < len(lines):
        line, start = lines[number], number
        fence = _FENCE.match(line)
        if fence is not None:
            number += 1
            while number < len(lines) and fence[1] not in lines[number]:
                number += 1
            runs.append(("block of code", start + 1, number - start - 1, 1))
        elif "-" in line and "|" in line and _DELIMITER_ROW.fullmatch(line):
            while number + 1 < len(lines) and lines[number + 1].strip(" \t>"):
                number += 1
            runs.append(
                ("table", max(start, 1), number - start, line.strip(" \t>|").count("|") + 1)
            )
        elif _INDENTED.match(line):
            while number + 1 < len(lines) and (
                not lines[number + 1].strip() or _INDENTED.match(lines[number + 1])
            ):
                number += 1
            runs.append(("block of code", start + 1, number - start + 1, 1))
        elif _HTML_TABLE.search(line):
            rows = len(_HTML_ROW.findall(line))
            while number + 1 < len(lines) and "</table" not in lines[number].lower():
                number += 1
                rows += len(_HTML_ROW.findall(lines[number]))
            runs.append(("table", start + 1, rows, 1))
        number += 1
    return runs
