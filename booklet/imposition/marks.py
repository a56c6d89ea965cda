"""Where to fold and where to cut: short lines at the edges of a sheet. Pure; lengths in points.

The marks reach 8 mm into the sheet: copiers leave the outer 4 to 5 mm white, and no page of ours
prints anything that near to its edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.pdf_literals import coordinates
from booklet.imposition.paper import POINTS_PER_MM, TOLERANCE
from booklet.imposition.plan import Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

from booklet.imposition.paper import SheetGeometry

MARK_LENGTH = 8 * POINTS_PER_MM
_EDGE = 1 * POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class Mark:
    """A thin line.

    Attributes:
        start: x and y from the lower left corner of the sheet.
        end: the same.
        is_fold: folds are dashed, cuts are solid.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    is_fold: bool


def fold_marks(geometry: SheetGeometry) -> tuple[Mark, ...]:
    """Mark the folds of a booklet or pocket guide; sheets that are only cut have none."""
    across = range(1, geometry.scheme.columns)
    upright = [column * geometry.cell_width for column in across]
    if geometry.scheme is Scheme.BOOKLET:
        return _ticks(geometry, upright, (), is_fold=True)
    if geometry.scheme is Scheme.POCKET:
        return _ticks(geometry, upright, (geometry.cell_height,), is_fold=True)
    return ()


def crop_marks(geometry: SheetGeometry) -> tuple[Mark, ...]:
    """Mark the cuts: between piles, around pages that are smaller than their share, the slit."""
    if geometry.scheme is Scheme.POCKET:
        slit_y = geometry.cell_height
        columns = (geometry.cell_width, 3 * geometry.cell_width)
        return (Mark((columns[0], slit_y), (columns[1], slit_y), is_fold=False),)
    rows = _cuts(geometry.cell_height, geometry.page_height, geometry.scheme.rows)
    if geometry.scheme is Scheme.BOOKLET:
        columns = (
            geometry.sheet_width / 2 - geometry.page_width,
            geometry.sheet_width / 2 + geometry.page_width,
        )
        return _ticks(geometry, columns, rows, is_fold=False)
    across = _cuts(geometry.cell_width, geometry.page_width, geometry.scheme.columns)
    return _ticks(geometry, across, rows, is_fold=False)


def marks_content(marks: Iterable[Mark]) -> list[bytes]:
    """Write the operators that draw marks: thin black lines, dashed where the paper is folded."""
    lines = [
        b"[%b] 0 d %b m %b l S"
        % (b"3 3" if mark.is_fold else b"", coordinates(mark.start), coordinates(mark.end))
        for mark in marks
    ]
    return [b"q 0.25 w 0 G", *lines, b"Q"] if lines else []


def _cuts(cell_edge: float, page_edge: float, cells: int) -> list[float]:
    """Find the cuts along one axis: between cells, or on both sides of each smaller page."""
    if abs(cell_edge - page_edge) <= TOLERANCE:
        return [cell * cell_edge for cell in range(1, cells)]
    rest = (cell_edge - page_edge) / 2
    return [
        cut
        for cell in range(cells)
        for cut in (cell * cell_edge + rest, (cell + 1) * cell_edge - rest)
    ]


def _ticks(
    geometry: SheetGeometry, columns: Iterable[float], rows: Iterable[float], *, is_fold: bool
) -> tuple[Mark, ...]:
    """Draw both ends of upright lines and of level lines; not where the paper ends anyway."""
    right, top = geometry.sheet_width, geometry.sheet_height
    marks: list[Mark] = []
    for x in columns:
        if _EDGE < x < right - _EDGE:
            marks.append(Mark((x, 0), (x, MARK_LENGTH), is_fold))
            marks.append(Mark((x, top - MARK_LENGTH), (x, top), is_fold))
    for y in rows:
        if _EDGE < y < top - _EDGE:
            marks.append(Mark((0, y), (MARK_LENGTH, y), is_fold))
            marks.append(Mark((right - MARK_LENGTH, y), (right, y), is_fold))
    return tuple(marks)
