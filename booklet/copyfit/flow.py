"""A division as copyfitting sees it: heights, and where pages may end. Values only, in CSS pixels.

The flow is the division's content in one column without pages, as CSS Fragmentation 3 has it: a
list of pieces that are never cut, with a possible break before each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEWEST_NOTES = 3


class Break(IntEnum):
    """What a page break before a piece would do; the later, the worse."""

    FORCED = 0
    """A page begins here in any case."""

    REMOVABLE = 1
    """A page begins here, unless the piece and what follows find room on the page before."""

    FREE = 2
    """Between two blocks."""

    LINE = 3
    """Between two lines of a paragraph: layout breaks there when the page is full, never sooner."""

    KEPT = 4
    """Inside of what is better kept whole, between two of its parts: a box, a rule."""

    KEPT_LINE = 5
    """The same, between two lines of a paragraph."""

    ROW = 6
    """Between two rows of a short table, which are compared with one another."""

    FORBIDDEN = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never cut: a line of text, a line to write on, a row of a table, a picture.

    Attributes:
        height: without margins.
        gap: from the piece before, when both stand on one page.
        inset: above it at the top of a page: borders, padding, a repeated table header.
        closing: what must find room below the piece before, when the page ends there.
        break_before: what a break between the two would do.
        elements: those that begin with this piece, outermost first, by their places in the
            document; empty in the middle of a paragraph.
        kept: the elements around it that are better kept whole and have begun before.
        notes: the height of its footnotes.
        is_line: whether it is a line to write on.
        optional: what it belongs to that can be left out, by the place of its element; -1 for
            nothing.
        left_white: how much of its height stays white when it is left out: what stands around it
            may not become lower.
        is_work: whether readers write or talk here, instead of reading on.
        space: the white above the block that it begins, in which more would do no harm.
    """

    height: float
    gap: float
    inset: float
    closing: float
    break_before: Break
    elements: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    notes: float = 0.0
    is_line: bool = False
    optional: int = -1
    left_white: float = 0.0
    is_work: bool = False
    space: float = 0.0


@dataclass(frozen=True, slots=True)
class Elastic:
    """What may be smaller or larger than its author asks for: lines to write on, a picture, a row.

    Attributes:
        element: its place in the document.
        first: the first piece of it.
        last: its last piece.
        is_lines: whether its sizes are counts of lines; else they are heights.
        sizes: it may have, the smallest first.
        heights: that it has with each of them.
        asked: which of them the author asks for.
        fills: whether it is only there to fill the page, also the last.
        spaces: below the lines with each of them, so that what follows stays on the grid.
    """

    element: int
    first: int
    last: int
    is_lines: bool
    sizes: tuple[float, ...]
    heights: tuple[float, ...]
    asked: int
    fills: bool = False
    spaces: tuple[float, ...] = ()

    @property
    def shrink(self) -> float:
        """How much smaller it may be, in CSS pixels."""
        return self.heights[self.asked] - self.heights[0]

    @property
    def growth(self) -> float:
        """How much larger it may be, in CSS pixels."""
        return self.heights[-1] - self.heights[self.asked]


@dataclass(frozen=True, slots=True)
class ClosingNotes:
    """Lines for notes that may fill the last page, where nothing but white or notes follows.

    Attributes:
        element: around the lines, by its place in the document.
        above: what their title takes, with all white above and below them, in CSS pixels.
        line_height: of one of them.
    """

    element: int
    above: float
    line_height: float

    def count_lines(self, room: float) -> int:
        """Count those that find room; none where they are too few to be worth a title."""
        count = int((room - self.above) / self.line_height)
        return count if count >= _FEWEST_NOTES else 0


@dataclass(frozen=True, slots=True)
class Flow:
    """What there is to know of a division before its pages are decided.

    Attributes:
        pieces: in order; the first is never without a page.
        page_heights: how much finds room on a page, for each piece if it began the page.
        elastics: what may be smaller or larger, in order.
        note_space: what the first footnote of a page takes besides itself.
        line_height: of running text.
        closing: what must find room below the last piece.
        closing_notes: that may follow it; they are no pieces.
    """

    pieces: tuple[Piece, ...]
    page_heights: tuple[float, ...]
    elastics: tuple[Elastic, ...]
    note_space: float
    line_height: float
    closing: float
    closing_notes: ClosingNotes | None = None


def mark_headings_of_work(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Count a heading as work when it may not be parted from what readers do."""
    is_before_work = False
    marked = []
    for piece in reversed(pieces):
        is_work = piece.is_work or is_before_work
        is_before_work = is_work and piece.break_before is Break.FORBIDDEN
        marked.append(replace(piece, is_work=is_work))
    return reversed(marked)


def without_options(flow: Flow) -> Flow:
    """Take out what can be left out."""
    kept, pieces, white = [], [], 0.0
    for index, piece in enumerate(flow.pieces):
        if piece.optional >= 0:
            white += piece.left_white
            continue
        kept.append(index)
        pieces.append(replace(piece, gap=piece.gap + white))
        white = 0.0
    places = {index: place for place, index in enumerate(kept)}
    return replace(
        flow,
        pieces=tuple(pieces),
        page_heights=tuple(flow.page_heights[index] for index in kept),
        elastics=tuple(
            replace(one, first=places[one.first], last=places[one.last])
            for one in flow.elastics
            if one.first in places and one.last in places
        ),
    )


@dataclass(frozen=True, slots=True)
class Fitting:
    """What is decided for a division; elements are named by their places in the document.

    Attributes:
        breaks: elements that begin a page.
        joined: elements that would begin a page and do not.
        loosened: elements that may be broken between pages although they are better kept whole.
        lines: how many lines to write on there are, by their element, and the space below them.
        heights: of pictures and of rows to write in, in CSS pixels.
        spaces: above elements, where a page has white to spare, in CSS pixels.
        hidden: elements that are left out.
        page_count: how many pages this gives.
    """

    breaks: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()
    loosened: tuple[int, ...] = ()
    lines: tuple[tuple[int, int, float], ...] = ()
    heights: tuple[tuple[int, float], ...] = ()
    spaces: tuple[tuple[int, float], ...] = ()
    hidden: tuple[int, ...] = ()
    page_count: int = 0


NATURAL = Fitting()
"""Nothing is decided: pages end where they are full."""
