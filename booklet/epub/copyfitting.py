"""Setting a few words large: the size and the line breaks that suit them best.

Pure measuring; the cover does the drawing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg

from booklet.common.errors import LayoutError
from booklet.epub.pillow import ImageFont

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Fits = Callable[[str], bool]


_LONGEST = 300
"""Characters that a cover has room for; the rest of a longer text becomes an ellipsis."""


@dataclass(frozen=True, slots=True)
class FittedText:
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


def fit_text(
    text: str,
    *,
    family: str,
    weight: int,
    measure: float,
    depth: float,
    sizes: Sequence[int],
    leading: float,
) -> FittedText:
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
            return FittedText(lines, font, line_height)
    return FittedText(lines[:room], font, line_height)


def _most_lines(size: int, sizes: Sequence[int]) -> int:
    """Large sizes bear few lines: three in the largest, one more in each that is smaller."""
    return 3 + list(sizes).index(size)


def drawable(text: str, *, family: str, weight: int) -> str:
    """Keep what a typeface can draw, with single spaces.

    Signs that it lacks, such as emoji, are left out; a letter that it lacks takes the whole text
    with it, for half a word says something else. A text too long for any cover is cut short.
    """
    font = _font(family, weight, 40)
    nothing = bytes(font.getmask("\uffff"))
    kept = []
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit(" ", 1)[0] + " …"
    for character in words:
        if character == " " or bytes(font.getmask(character)) != nothing:
            kept.append(character)
        elif unicodedata.category(character)[0] in "LN":
            return ""
    return " ".join("".join(kept).split())


def _font(family: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_font_file(family, weight), size)
    axes = _axes(font)
    if axes:
        font.set_variation_by_axes([_place_on(axis, weight, size) for axis in axes])
    return font


@cache
def _font_file(family: str, weight: int) -> Path:
    try:
        return Path(fontpkg.path(family, weight=weight, nearest=True))
    except fontpkg.FontpkgError as error:
        raise LayoutError(
            f"the font '{family}' is not installed",
            hint="Choose 'Literata' or 'Atkinson Hyperlegible' in booklet.toml, or install the "
            "package of that font.",
        ) from error


def _axes(font: ImageFont.FreeTypeFont) -> list[ImageFont.Axis]:
    """What can be varied in a font; nothing in one that is not variable."""
    try:
        return font.get_variation_axes()
    except OSError:
        return []


def _place_on(axis: ImageFont.Axis, weight: int, size: int) -> float:
    """Choose a value on one axis: our weight, the size's own cut, or the font's default."""
    name = (axis["name"] or b"").lower()
    wanted = {b"weight": weight, b"optical size": size}.get(name, axis["default"] or 0)
    return min(max(wanted, axis["minimum"] or 0), axis["maximum"] or 0)


def _break_evenly(text: str, measure: float, font: ImageFont.FreeTypeFont) -> tuple[str, ...]:
    """Break lines so that none is much shorter than the others."""

    def broken(limit: float) -> tuple[str, ...]:
        return _break_lines(text, lambda line: font.getlength(line) <= limit)

    longest_word = max((font.getlength(word) for word in text.split()), default=0)
    best = broken(measure)
    fewest = len(best)
    for step in range(1, 27):
        narrower = measure * (1 - step / 40)
        lines = broken(narrower)
        if narrower < longest_word or len(lines) > fewest:
            break
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
