"""Read a chart's table: names of rows and columns, and numbers as authors write them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import get_decimal_symbol, get_group_symbol

from booklet.common import xhtml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from babel import Locale

_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "})  # noqa: RUF001 - as typed
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)")
_UNIT = re.compile(r"-?[^\d.,+-]*")
"""What may stand around a number: a currency, a percentage, a unit."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a chart: `None` where the table has none, and as its author wrote it."""

    number: float | None
    written: str


@dataclass(frozen=True, slots=True)
class ChartTable:
    """What a chart shows.

    Attributes:
        head: what the rows are: "Year group".
        series: the names of the columns of numbers.
        rows: the name of each row, and a value for each series.
    """

    head: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Value, ...]], ...]

    @property
    def numbers(self) -> list[float]:
        """All that are there."""
        values = (value.number for _, row in self.rows for value in row)
        return [number for number in values if number is not None]

    def stretches(self, series: int) -> list[list[tuple[int, float]]]:
        """Give a series as rows with their numbers, in pieces where a number is missing."""
        pieces: list[list[tuple[int, float]]] = [[]]
        for place, (_, values) in enumerate(self.rows):
            number = values[series].number
            if number is not None:
                pieces[-1].append((place, number))
            elif pieces[-1]:
                pieces.append([])
        return [piece for piece in pieces if piece]


def read_table(table: Element, locale: Locale) -> ChartTable | None:
    """Read a table whose first column names its rows; the other columns have numbers.

    Args:
        table: of HTML.
        locale: says how numbers are written.

    Returns:
        None when there is no number in it, or no row to name.
    """
    head, *rows = [list(_cells(row)) for row in table.iter("tr")] or [[]]
    if not rows or len(head) < 2:  # noqa: PLR2004 - a name and a number
        return None
    width = len(head) - 1
    read = tuple(
        (
            name,
            tuple(
                Value(read_number(written, locale), written)
                for written in (*values, *[""] * width)[:width]
            ),
        )
        for name, *values in rows
    )
    found = ChartTable(head[0], tuple(head[1:]), read)
    return found if found.numbers else None


def read_number(written: str, locale: Locale) -> float | None:
    """Read a number with its sign, groups of thousands and whatever unit it has: "£1,250.50"."""
    plain = written.translate(_SIGNS).strip()
    group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
    plain = plain.replace(" ", "").replace(group.translate(_SIGNS).strip() or " ", "")
    plain = plain.replace(decimal, ".")
    start = _UNIT.match(plain)
    match = _NUMBER.match(plain, start.end() if start else 0)
    if match is None or re.search(r"\d", plain[match.end() :]):
        return None
    is_negative = "-" in plain[: match.start()]  # "-£5"
    return -float(match[0]) if is_negative else float(match[0])


def _cells(row: Element) -> Iterator[str]:
    for cell in row:
        if cell.tag in {"td", "th"}:
            yield " ".join(xhtml.text_of(cell).split())
