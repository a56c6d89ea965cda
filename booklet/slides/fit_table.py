"""Fit tables to slides: columns as wide as their words ask for, rows on as few slides as can be.

Widths are shared out as browsers do it (CSS 2.2, 17.5.2.2 automatic table layout): no column is
narrower than its longest word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from booklet.slides.measure import LEADING, STEP
from booklet.slides.topic import Line, Words
from booklet.theme.typefaces import line_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.slides.grid import Box
    from booklet.slides.measure import Measure
    from booklet.slides.topic import SlideTable

CELL_ACROSS, CELL_DOWN = 10.0, 5.0
"""Points between the words of a cell and its edges."""

_LOOSEST = 1.5
"""How much wider than its words a short table may be."""


@dataclass(frozen=True, slots=True)
class FittedTable:
    """A table, or some of its rows, as one slide shows it; lengths in points.

    Attributes:
        head: what each column is; () when it does not say.
        rows: of cells.
        has_row_heads: whether the first cell of a row says what the row is.
        widths: of the columns.
        heights: of the head, if there is one, and of the rows.
        size: of the type.
    """

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    has_row_heads: bool
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float


def fit_table(table: SlideTable, box: Box, measure: Measure) -> tuple[FittedTable, ...]:
    """Put a table on one slide in type as large as can be, or on several, each with its head.

    Args:
        table: with a row at least.
        box: for it.
        measure: of the book's typefaces.

    Returns:
        A table for each slide; none when it has too many columns, or too much in one row.
    """
    size = box.size
    while size > box.smallest:
        whole = _lay_out(table, box, measure, size)
        if whole is not None and sum(whole.heights) <= box.height:
            return (whole,)
        size -= STEP
    whole = _lay_out(table, box, measure, box.smallest)
    return _share_out(whole, box.height) if whole is not None else ()


def _lay_out(table: SlideTable, box: Box, measure: Measure, size: float) -> FittedTable | None:
    """Lay out a table in a size of type, however high it becomes; None when it is too wide."""
    rows = _bold_heads(table)
    widths = _share_width(tuple(zip(*rows, strict=True)), box, measure, size)
    if not widths:
        return None
    leading = line_height(measure.family(box)) * LEADING * size
    heights = tuple(
        max(
            measure.rows(Line(words), replace(box, width=width - 2 * CELL_ACROSS), size)
            for words, width in zip(row, widths, strict=True)
        )
        * leading
        + 2 * CELL_DOWN
        for row in rows
    )
    head, own = ((), rows) if not table.head else (rows[0], rows[1:])
    return FittedTable(head, tuple(own), table.has_row_heads, widths, heights, size)


def _bold_heads(table: SlideTable) -> list[tuple[Words, ...]]:
    """List all rows as they are set: what says what a column or a row is stands in bold type."""
    rows = list(table.rows)
    if table.has_row_heads:
        rows = [(_bold(first), *others) for first, *others in rows]
    return [tuple(map(_bold, table.head)), *rows] if table.head else rows


def _bold(words: Words) -> Words:
    return replace(words, lead=len(words.text))


def _share_width(
    columns: Sequence[Sequence[Words]], box: Box, measure: Measure, size: float
) -> tuple[float, ...]:
    """Share out the width of a box among columns; () when their longest words need more."""

    def width(words: Words, text: str) -> float:
        is_bold = box.is_bold or words.lead > 0
        return measure.width(text, box, is_bold=is_bold) * size + 2 * CELL_ACROSS

    least = [
        max(width(words, word) for words in column for word in words.text.split(" "))
        for column in columns
    ]
    ideal = [max(width(words, words.text) for words in column) for column in columns]
    spare = box.width - sum(ideal)
    if spare >= 0:
        is_filled_in = any(not words.text for column in columns for words in column)
        if is_filled_in:  # there is to be room to write
            return tuple(one + spare / len(ideal) for one in ideal)
        factor = min(_LOOSEST, box.width / sum(ideal))
        return tuple(one * factor for one in ideal)
    spare = box.width - sum(least)
    if spare < 0:
        return ()
    wanted = [most - few for few, most in zip(least, ideal, strict=True)]
    return tuple(few + spare * one / sum(wanted) for few, one in zip(least, wanted, strict=True))


def _share_out(whole: FittedTable, height: float) -> tuple[FittedTable, ...]:
    """Put the rows of a table on as few slides as hold them, about equally full."""
    heads = whole.heights[: len(whole.heights) - len(whole.rows)]
    heights = whole.heights[len(heads) :]
    room = height - sum(heads)
    for count in range(1, len(heights) + 1):
        shares = share_equally(heights, count)
        if all(sum(heights[share]) <= room for share in shares):
            return tuple(
                replace(whole, rows=whole.rows[share], heights=(*heads, *heights[share]))
                for share in shares
            )
    return ()


def share_equally(heights: Sequence[float], count: int) -> list[slice]:
    """Divide things into so many runs, the highest of which is as low as can be.

    Args:
        heights: of the things.
        count: of the runs, no more than there are things.
    """
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for share in range(1, count + 1):
        best = {
            end: min(
                (max(best[start][0], sum(heights[start:end])), (*best[start][1], end))
                for start in best
                if start < end
            )
            for end in range(share, len(heights) + 1)
        }
    _, ends = best[len(heights)]
    return [slice(start, end) for start, end in pairwise((0, *ends))]
