"""Cells that span columns and rows: as many as the table has, however many were typed.

A browser makes every column that a `colspan` asks for, and a typesetter measures each of them. A
column in which no cell begins shows nothing, so it is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_ROW_GROUPS = ("thead", "tbody", "tfoot")


@dataclass(slots=True)
class _Cell:
    """A cell in the grid of its table (HTML, 4.9.12.1 forming a table), lengths in cells."""

    element: Element
    column: int
    width: int
    height: int


def fit_spans(root: Element) -> None:
    """Make the spans of every table as long as its columns and rows are; changes `root`."""
    for table in root.iter("table"):
        if any(
            cell.get("colspan") or cell.get("rowspan") or cell.get("span") for cell in table.iter()
        ):
            _fit(table)


def _fit(table: Element) -> None:
    cells = [cell for rows in _row_groups(table) for cell in _place(rows)]
    begins = sorted({cell.column for cell in cells})
    position = {column: index for index, column in enumerate(begins)}
    ends = sorted({cell.column + cell.width for cell in cells})
    # Two pointers: which column of the new table each old edge falls on.
    edges: dict[int, int] = {}
    passed = 0
    for end in ends:
        while passed < len(begins) and begins[passed] < end:
            passed += 1
        edges[end] = passed
    for cell in cells:
        _set(cell.element, "colspan", edges[cell.column + cell.width] - position[cell.column])
        _set(cell.element, "rowspan", cell.height)
    _fit_columns(table, len(begins))


def _fit_columns(table: Element, count: int) -> None:
    """Leave out `col` and `colgroup` beyond the last column."""
    left = count
    for group in [child for child in table if child.tag in {"col", "colgroup"}]:
        columns = [group] if group.tag == "col" or not len(group) else list(group)
        for column in columns:
            width = min(_number(column, "span"), left)
            left -= width
            _set(column, "span", width)
            if not width:
                (table if column is group else group).remove(column)


def _row_groups(table: Element) -> Iterator[list[Element]]:
    """List the rows of each group; a cell never reaches into the next group."""
    yield [child for child in table if child.tag == "tr"]
    for group in table:
        if group.tag in _ROW_GROUPS:
            yield [child for child in group if child.tag == "tr"]


def _place(rows: list[Element]) -> Iterator[_Cell]:
    reaching: list[tuple[int, _Cell]] = []  # cells from rows above, with the row they end before
    for index, row in enumerate(rows):
        reaching = [(end, cell) for end, cell in reaching if end > index]
        taken = sorted((cell.column, cell.column + cell.width) for _, cell in reaching)
        column = 0
        for element in row:
            if element.tag not in {"td", "th"}:
                continue
            while taken and taken[0][0] <= column:
                column = max(column, taken.pop(0)[1])
            height = min(_number(element, "rowspan"), len(rows) - index)
            cell = _Cell(element, column, _number(element, "colspan"), height)
            column += cell.width
            if height > 1:
                reaching.append((index + height, cell))
            yield cell


def _number(element: Element, name: str) -> int:
    written = element.get(name, "1")
    return max(1, int(written)) if written.isascii() and written.isdigit() else 1


def _set(element: Element, name: str, number: int) -> None:
    if number > 1:
        element.set(name, str(number))
    else:
        element.attrib.pop(name, None)
