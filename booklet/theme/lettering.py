"""Set a few words large: the size and the line breaks that suit them best.

Widths are those of the fonts' own tables (OpenType, hmtx), without kerning, which only ever makes
lines shorter; so the same words break alike on paper, in the e-book and on every system.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from booklet.theme.fallbacks import fallbacks_for, is_drawn
from booklet.theme.typefaces import advance_widths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LONGEST = 300
"""Characters that a cover has room for; the rest of a longer text becomes an ellipsis."""

_UNKNOWN = 1.0
"""Width of a character that no typeface of ours has, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words ready to be drawn.

    Attributes:
        lines: from top to bottom; none when there is nothing to say.
        size: of the type, in points.
        line_height: from one line's top to the next, in points.
    """

    lines: tuple[str, ...]
    size: float
    line_height: float

    @property
    def height(self) -> float:
        """Height of all lines, in points."""
        return len(self.lines) * self.line_height


def fit_text(
    text: str,
    *,
    family: str,
    bold: bool,
    measure: float,
    height: float,
    sizes: Sequence[float],
    leading: float,
) -> Lettering:
    """Set a text in the largest size in which all of it fits.

    Args:
        text: any words; runs of white space count as one space.
        family: an installed font family.
        bold: whether in its bold cut.
        measure: the longest line, in points.
        height: of all lines together at most, in points.
        sizes: in points, the largest first; with the last one, lines that do not fit are dropped.
        leading: line height as a multiple of the size.

    Returns:
        Lines of about equal length, so that no short word is left alone in the last; a word longer
        than the measure is broken only in the smallest size.

    Raises:
        LayoutError: when the family is not installed.
    """
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
    for number, size in enumerate(sizes):
        room = int(height // (size * leading))
        lines = break_evenly(words, measure / size, family=family, bold=bold)
        is_whole = all(
            width_of(word, family=family, bold=bold) <= measure / size for word in words.split()
        )
        # Large sizes bear few lines: three in the largest, one more in every third smaller one.
        if is_whole and len(lines) <= min(room, 3 + number // 3):
            break
    if len(lines) > room:
        lines = (*lines[: room - 1], f"{lines[room - 1].rsplit(' ', 1)[0]} …")
    return Lettering(lines, size, size * leading)


def width_of(text: str, *, family: str, bold: bool) -> float:
    """Measure a text, in sizes of its type.

    Raises:
        LayoutError: when the family is not installed.
    """
    widths = advance_widths(family, bold=bold)
    try:
        return sum(map(widths.__getitem__, text))
    except KeyError:
        return sum(
            widths[character] if character in widths else _width_elsewhere(character, bold=bold)
            for character in text
        )


@cache
def _width_elsewhere(character: str, *, bold: bool) -> float:
    if not is_drawn(character):
        return 0
    families = fallbacks_for(frozenset(character))
    return advance_widths(families[-1], bold=bold)[character] if families else _UNKNOWN


def break_evenly(text: str, measure: float, *, family: str, bold: bool) -> tuple[str, ...]:
    """Break a text into the fewest lines, as equal in length as they can be.

    Args:
        text: with single spaces.
        measure: the longest line, in sizes of the type.
        family: an installed font family.
        bold: whether in its bold cut.
    """

    def width(line: str) -> float:
        return width_of(line, family=family, bold=bold)

    pieces = [
        (piece, number > 0)
        for word in text.split()
        for number, piece in enumerate(_break_word(word, lambda words: width(words) <= measure))
    ]
    # The best way to set the pieces from each one on: how many lines, how unequal, where they end.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] * (len(pieces) + 1)
    for first in reversed(range(len(pieces))):
        choices = []
        line = ""
        for last in range(first, len(pieces)):
            piece, continues_a_word = pieces[last]
            if last > first and continues_a_word:
                break
            line = f"{line} {piece}" if line else piece
            taken = width(line)
            if last > first and taken > measure:
                break
            count, cost, _ = best[last + 1]
            choices.append((count + 1, cost + (measure - taken) ** 2, last + 1))
        best[first] = min(choices)
    lines, first = [], 0
    while first < len(pieces):
        end = best[first][2]
        lines.append(" ".join(piece for piece, _ in pieces[first:end]))
        first = end
    return tuple(lines)


def _break_word(word: str, fits: Callable[[str], bool]) -> list[str]:
    """Break a word that is longer than a line wherever the line is full."""
    pieces = [""]
    for character in word:
        if pieces[-1] and not fits(pieces[-1] + character):
            pieces.append("")
        pieces[-1] += character
    return pieces
