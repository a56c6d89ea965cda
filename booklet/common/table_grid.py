"""Place the cells of a table in its grid, however many columns and rows they span. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell in the grid of its table (HTML, 4.9.12.1 forming a table), lengths in cells."""

    element: Element
    column: int
    width: int
    height: int


def place_cells(rows: Sequence[Sequence[Element]]) -> Iterator[PlacedCell]:
    """Yield the cells of one group of rows, in order; none reaches below the last row."""
    reaching: list[tuple[int, PlacedCell]] = []  # from rows above, with the row they end before
    for index, row in enumerate(rows):
        reaching = [(end, cell) for end, cell in reaching if end > index]
        taken = sorted((cell.column, cell.column + cell.width) for _, cell in reaching)
        column = 0
        for element in row:
            while taken and taken[0][0] <= column:
                column = max(column, taken.pop(0)[1])
            height = min(span_of(element, "rowspan"), len(rows) - index)
            cell = PlacedCell(element, column, span_of(element, "colspan"), height)
            column += cell.width
            if height > 1:
                reaching.append((index + height, cell))
            yield cell


def span_of(element: Element, name: str) -> int:
    """Read how many columns or rows are spanned; 1 where no number is written."""
    written = element.get(name, "1")
    return max(1, int(written)) if written.isascii() and written.isdigit() else 1
