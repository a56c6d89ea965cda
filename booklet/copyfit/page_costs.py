"""What a page costs, so that ways to fill pages can be compared. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.copyfit.flow import Break

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from booklet.copyfit.flow import Piece

LEAST_FILLED = 0.72
"""How much of a page must be filled, unless it is the last: 70 % as it is measured on paper, where
a little white stands above and below the text."""

STUB_ENDS = 0.4
"""How much of a last page is filled by more than a few lines."""

ENDS_WELL = 0.6
"""How much of a last page is filled that needs no lines for notes below."""

HALF = 0.5
"""Of a page: where more is filled without words, something is wrong."""

CHANGED = 10.0
SPREAD = 6.0
LEFT_OUT = 20.0
JOINED = 5.0
JOINED_NOTES = 15.0
"""A page of notes in a chapter, which its author wants whole, below what ends before it."""

TORN = 200.0
"""A page that cannot be filled without cutting what may not be cut."""

OVERFLOWING = 2000.0
"""A piece that is taller than any page."""

_OPENED = 2.0
_OPENED_IN_VAIN = 20.0
"""More white between the blocks of a page that stays short: it looks torn apart, but not cut."""

_MOST_LINES_LEFT = 2.5
"""At the foot of an opened page that looks full."""

_GAP_ABOVE_NOTES = 4.0
"""White between the text of a page and its footnotes: it parts them, and stands at no foot."""

_HOLE = 400.0
_EMPTY = 120.0

_STUB = 90.0
"""A last page with only a few lines on it: better the pages before are a little less full."""

_NEARLY_EMPTY = 0.17
_LEFT_OVER = 30.0
"""A last page with next to nothing on it."""

_EMPTY_PAGE = 0.03
_NOTHING = 200.0
"""A last page with nothing on it but the end of a column beside the text."""

_MERE_LINES = 400.0
_ALONE = 60.0
"""A picture alone on a page, or a heading with lines to write on."""

_CAPTIONED = 2
"""Pieces of a picture with a caption of one line."""

_BREAKS = {
    Break.FORCED: 0.0,
    Break.REMOVABLE: 0.0,
    Break.FREE: 0.0,
    Break.LINE: 1.0,
    Break.KEPT: 45.0,
    Break.KEPT_LINE: 110.0,
    Break.ROW: 175.0,  # more than two pages, a sheet of A4
}
_CUT_WORK = 35.0
"""A box to work in, cut: what is asked stands on one page and the rest overleaf."""

_CUT_LINES = 40.0
"""Lines to write on, cut."""

_CUT_OFF = 25.0
"""A box of which one of the two pages has next to nothing."""

_PARTED = 60.0
"""A question on one page, and the lines for its answer overleaf."""

_FEWEST_PIECES = 3
"""Lines or rows of a box that are more than that."""


def costs_of_breaks(pieces: Sequence[Piece]) -> list[float]:
    """Say for each piece what it costs to end a page before it."""
    last_lines = {box: at for at, piece in enumerate(pieces) if piece.is_line for box in piece.kept}
    return [
        _cost_of_break(piece)
        + _CUT_OFF * _is_cut_off(pieces, at)
        + _PARTED * _is_parted_from_lines(pieces, at, last_lines)
        for at, piece in enumerate(pieces)
    ]


def _cost_of_break(before: Piece) -> float:
    cost = _BREAKS.get(before.break_before, 0.0)
    if before.kept and before.is_work:
        cost += _CUT_WORK
    if before.is_line:
        cost += _CUT_LINES
    return cost


def _is_cut_off(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a break leaves next to nothing of a box on one of the two pages."""
    if not pieces[at].kept:
        return False
    box = pieces[at].kept[0]
    before = pieces[max(0, at - _FEWEST_PIECES) : at]
    after = pieces[at : at + _FEWEST_PIECES]
    least = min(
        sum(box in (*piece.kept, *piece.elements) for piece in before),
        sum(box in piece.kept for piece in after),
    )
    return least < _FEWEST_PIECES


def _is_parted_from_lines(pieces: Sequence[Piece], at: int, last_lines: Mapping[int, int]) -> bool:
    """Tell whether a break parts what is asked from the lines to write the answer on.

    Args:
        pieces: of the division.
        at: the piece before which the page ends.
        last_lines: the last piece in each box that is a line to write on.
    """
    if not pieces[at].kept or pieces[at - 1].is_line:
        return False
    return last_lines.get(pieces[at].kept[0], -1) >= at


def cost_of_white(filled: float) -> float:
    """Say what it costs to leave white on a page that goes on overleaf."""
    cost = _EMPTY * (1 - filled) ** 2
    return cost + (_HOLE * (1 + LEAST_FILLED - filled) if filled < LEAST_FILLED else 0.0)


def cost_of_opening(lines_left: float) -> float:
    """Say what more white between blocks costs, by how much of a page's foot it leaves white."""
    return _OPENED if lines_left <= _MOST_LINES_LEFT else _OPENED_IN_VAIN


def cost_above_notes(lines_left: float) -> float:
    """Say what white above the footnotes of a page costs, which is no longer at its foot."""
    return _GAP_ABOVE_NOTES if lines_left > _MOST_LINES_LEFT else 0.0


def cost_of_last(filled: float) -> float:
    """Say what a last page costs on which there is little."""
    cost = _STUB * max(0.0, STUB_ENDS - filled)
    return cost + _LEFT_OVER * (filled < _NEARLY_EMPTY) + _NOTHING * (filled < _EMPTY_PAGE)


def cost_of_parting(filled: float) -> float:
    """Say what a page costs behind which a part begins anew that might have run on."""
    return 2 * JOINED * (filled < STUB_ENDS)


def cost_without_words(others: float) -> float:
    """Say what a page costs that is mere lines to write on, or a picture by itself.

    Args:
        others: pieces on it that are no lines to write on.
    """
    return _MERE_LINES if not others else _ALONE if others <= _CAPTIONED else 0.0
