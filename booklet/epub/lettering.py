"""Setting a few words large: the size and the line breaks that suit them best.

Pure measuring; the cover does the drawing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import fontpkg
from PIL import ImageFont

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words ready to be drawn.

    Attributes:
        lines: from top to bottom; none when there is nothing to say.
        font: at the size chosen.
        line_height: from one line's top to the next, in pixels.
    """

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    line_height: float

    @property
    def depth(self) -> float:
        """Height of all lines, in pixels."""
        return len(self.lines) * self.line_height

    @property
    def is_right_to_left(self) -> bool:
        """Whether the first letter that has a direction runs from right to left."""
        for character in "".join(self.lines):
            direction = unicodedata.bidirectional(character)
            if direction in {"L", "R", "AL"}:
                return direction != "L"
        return False


def set_text(
    text: str,
    *,
    family: str,
    weight: int,
    measure: float,
    depth: float,
    sizes: Sequence[int],
    leading: float,
) -> Lettering:
    """Set `text` in the largest of `sizes` that fits.

    Args:
        text: words with single spaces between them.
        family: an installed font family.
        weight: 400 or 700.
        measure: the longest line, in pixels.
        depth: the greatest height, in pixels.
        sizes: in pixels, the largest first; with the last one, lines that do not fit are dropped.
        leading: line height as a multiple of the size.

    Returns:
        Lines of about equal length; a word longer than the measure is broken only in the
        smallest size.
    """
    for size in sizes:
        font = _font(family, weight, size)
        line_height = size * leading
        room = int(depth // line_height)
        lines = _break_evenly(text, measure, font)
        whole = all(font.getlength(word) <= measure for word in text.split())
        if whole and len(lines) <= min(room, _most_lines(size, sizes)):
            return Lettering(lines, font, line_height)
    return Lettering(lines[:room], font, line_height)


def _most_lines(size: int, sizes: Sequence[int]) -> int:
    """Large sizes bear few lines: three in the largest, one more in each that is smaller."""
    return 3 + list(sizes).index(size)


def _font(family: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(fontpkg.path(family, weight=weight, nearest=True), size)
    axes = _axes(font)
    if axes:
        wanted = {b"Weight": weight, b"Optical Size": size, b"Optical size": size}
        font.set_variation_by_axes(
            [
                min(
                    max(wanted.get(axis["name"], axis["default"]), axis["minimum"]), axis["maximum"]
                )
                for axis in axes
            ]
        )
    return font


def _axes(font: ImageFont.FreeTypeFont) -> list[ImageFont.Axis]:
    """What can be varied in a font; nothing in one that is not variable."""
    try:
        return font.get_variation_axes()
    except OSError:
        return []


def _break_evenly(text: str, measure: float, font: ImageFont.FreeTypeFont) -> tuple[str, ...]:
    """Break lines so that none is much shorter than the others."""
    fewest = _break_lines(text, lambda line: font.getlength(line) <= measure)
    best = fewest
    for step in count(1):
        narrower = measure * (1 - step / 40)
        if narrower < measure / 3 or any(font.getlength(word) > narrower for word in text.split()):
            return best
        lines = _break_lines(text, lambda line, limit=narrower: font.getlength(line) <= limit)
        if len(lines) > len(fewest):
            return best
        best = lines
    return best


def _break_lines(text: str, fits: Fits) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and fits(joined):
            lines[-1] = joined
        else:
            *filled, last = _break_word(word, fits)
            lines += [*filled, last]
    return tuple(lines)


def _break_word(word: str, fits: Fits) -> list[str]:
    """Break a word that is longer than a line wherever the line is full."""
    pieces = [""]
    for character in word:
        if pieces[-1] and not fits(pieces[-1] + character):
            pieces.append("")
        pieces[-1] += character
    return pieces
