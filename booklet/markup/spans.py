"""Cells that span columns and rows: as many as the table has, however many were typed.

A browser makes every column that a `colspan` asks for, and a typesetter measures each of them. A
column in which no cell begins shows nothing, so it is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.table_grid import place_cells, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_ROW_GROUPS = ("thead", "tbody", "tfoot")


def fit_spans(root: Element) -> None:
    """Make the spans of every table as long as its columns and rows are; changes `root`."""
    for table in root.iter("table"):
        if any(
            cell.get("colspan") or cell.get("rowspan") or cell.get("span") for cell in table.iter()
        ):
            _fit(table)


def _fit(table: Element) -> None:
    cells = [cell for rows in _row_groups(table) for cell in place_cells(rows)]
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
            width = min(span_of(column, "span"), left)
            left -= width
            _set(column, "span", width)
            if not width:
                (table if column is group else group).remove(column)


def _row_groups(table: Element) -> Iterator[list[list[Element]]]:
    """List the cells of each row of each group; a cell never reaches into the next group."""
    for group in (table, *(child for child in table if child.tag in _ROW_GROUPS)):
        yield [
            [cell for cell in row if cell.tag in {"td", "th"}] for row in group if row.tag == "tr"
        ]


def _set(element: Element, name: str, number: int) -> None:
    if number > 1:
        element.set(name, str(number))
    else:
        element.attrib.pop(name, None)
