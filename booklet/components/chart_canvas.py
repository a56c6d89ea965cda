"""What charts are drawn with: lines, bars, marks and words in SVG, in the booklet's look. Pure.

Lengths are in the units of the drawing, of which `DrawingStyle.width` go into its width.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from booklet.common.xhtml import SVG, element

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

INK, QUIET, LINE, PAPER = "#1a1a1a", "#4d4d4d", "#b5b5b5", "#ffffff"

_NARROW, _WIDE = frozenset("fijlrtI.,:;'’|!()[]-– "), frozenset("mwMW@%&—")
_CAPITAL_WIDTH, _NARROW_WIDTH, _WIDE_WIDTH, _USUAL_WIDTH = 0.68, 0.33, 0.9, 0.57
"""Of the size of type, a little more than in Atkinson Hyperlegible: too much does no harm."""

_LEADING = 1.25
_LINES_OF_A_LABEL = 3
_DASHES = ("", "5 3", "1.5 2.5", "8 2.5 2 2.5")
_OTHER_END = {"start": "end", "end": "start", "middle": "middle"}
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS = 5


@dataclass(frozen=True, slots=True)
class DrawingStyle:
    """How drawings look that the program makes.

    Attributes:
        accent: the colour of the booklet, `#rrggbb`; a grey in a grey edition.
        typefaces: for words, as CSS lists them.
        width: of the drawing; on paper in points.
        text_size: of its words, in the same unit.
    """

    accent: str = "#0f5257"
    typefaces: str = "sans-serif"
    width: float = 323.0
    text_size: float = 9.0


@dataclass(slots=True)
class Canvas:
    """Collects the parts of a drawing; x counts from where its lines of text begin."""

    style: DrawingStyle
    id: str
    mirrored: bool = field(kw_only=True)
    parts: list[Element] = field(default_factory=list)

    @property
    def line(self) -> float:
        """From one line of text to the next."""
        return self.style.text_size * _LEADING

    def x(self, x: float) -> float:
        """Say where a place is, counted from the left."""
        return self.style.width - x if self.mirrored else x

    def write(self, x: float, y: float, words: str, anchor: str = "start", **more: str) -> None:
        """Write words on a base line."""
        # Where a drawing is mirrored its words are not, so that they end where they began.
        anchor = _OTHER_END[anchor] if self.mirrored else anchor
        fill = {"fill": INK, "text-anchor": anchor, **more}
        self._add("text", {"x": f"{self.x(x):.2f}", "y": f"{y:.2f}", **fill}, words)

    def write_clear(self, x: float, y: float, words: str, anchor: str) -> None:
        """Write words on paper of their own, over whatever has been drawn there."""
        size = self.style.text_size
        width = text_width(words, size) * 0.9  # the estimate is on the safe side
        shown = _OTHER_END[anchor] if self.mirrored else anchor
        left = self.x(x) - {"start": 0.0, "middle": width / 2, "end": width}[shown]
        box = {"x": left, "y": y - 0.8 * size, "width": width, "height": size}
        self._add("rect", {**{key: f"{n:.2f}" for key, n in box.items()}, "fill": PAPER})
        self.write(x, y, words, anchor)

    def rule(self, x: float, y: float, to_x: float, to_y: float, **look: str) -> None:
        """Draw a straight line."""
        ends = {"x1": self.x(x), "y1": y, "x2": self.x(to_x), "y2": to_y}
        look = {"stroke": LINE, "stroke-width": "0.5", **look}
        self._add("line", {**{key: f"{end:.2f}" for key, end in ends.items()}, **look})

    def bar(self, x: float, y: float, to_x: float, height: float, series: int) -> None:
        """Draw a bar from one x to another."""
        ends = sorted((self.x(x), self.x(to_x)))
        box = {"x": ends[0], "y": y, "width": ends[1] - ends[0], "height": height}
        self._add("rect", {**{key: f"{n:.2f}" for key, n in box.items()}, **self._paint(series)})

    def mark(self, x: float, y: float, series: int) -> None:
        """Draw the mark of a series: a disc, a ring, a square or a triangle."""
        x, r = self.x(x), self.style.text_size * 0.36
        look = {"stroke": self.style.accent, "stroke-width": "1.2"}
        look["fill"] = PAPER if series % 2 else self.style.accent
        if series % 4 < 2:  # noqa: PLR2004 - round ones
            self._add("circle", {"cx": f"{x:.2f}", "cy": f"{y:.2f}", "r": f"{r:.2f}", **look})
            return
        top = (-r, -r, r, -r) if series % 4 == 2 else (0, -r, 0, -r)  # noqa: PLR2004 - a square
        corners = ((top[0], top[1]), (top[2], top[3]), (r, r), (-r, r))
        points = " ".join(f"{x + dx:.2f},{y + dy:.2f}" for dx, dy in corners)
        self._add("polygon", {"points": points, **look})

    def path(self, points: Sequence[tuple[float, float]], series: int) -> None:
        """Join points by straight lines, in the dash of a series."""
        joined = " ".join(f"{self.x(x):.2f},{y:.2f}" for x, y in points)
        dash = _DASHES[series % len(_DASHES)]
        look = {"fill": "none", "stroke": self.style.accent, "stroke-width": "1.4"}
        self._add(
            "polyline",
            {"points": joined, **look, **({"stroke-dasharray": dash} if dash else {})},
        )

    def _paint(self, series: int) -> dict[str, str]:
        fill = self.style.accent if not series else f"url(#{self.id}-{(series - 1) % 3 + 1})"
        return {"fill": fill, "stroke": self.style.accent, "stroke-width": "0.75"}

    def _add(self, tag: str, attributes: dict[str, str], *words: str) -> None:
        self.parts.append(element(f"{{{SVG}}}{tag}", attributes, *words))


def draw_patterns(id_: str, colour: str) -> Iterator[Element]:
    """Draw what fills the bars of the second series, the third and the fourth."""
    stroke = {"stroke": colour, "stroke-width": "1"}
    shapes = (
        element(f"{{{SVG}}}path", {"d": "M-1 1L1 -1M-1 5L5 -1M3 5L5 3", **stroke}),
        element(f"{{{SVG}}}circle", {"cx": "2", "cy": "2", "r": "0.75", "fill": colour}),
        element(f"{{{SVG}}}path", {"d": "M2 0V4M0 2H4", **stroke, "stroke-width": "0.6"}),
    )
    for number, shape in enumerate(shapes, 1):
        size = {"width": "4", "height": "4", "patternUnits": "userSpaceOnUse"}
        paper = element(f"{{{SVG}}}rect", {"width": "4", "height": "4", "fill": PAPER})
        yield element(f"{{{SVG}}}pattern", {"id": f"{id_}-{number}", **size}, paper, shape)


@dataclass(frozen=True, slots=True)
class Scale:
    """Which place a number has: `start` is that of `least`."""

    least: float
    most: float
    start: float
    end: float

    def at(self, number: float) -> float:
        """Give a number's place."""
        span = self.most - self.least or 1.0
        return self.start + (number - self.least) / span * (self.end - self.start)


def choose_ticks(numbers: Sequence[float], *, room_below: float) -> list[float]:
    """Choose round numbers around all others; from nothing on, unless that would flatten them.

    Args:
        numbers: at least one.
        room_below: how much of a step is to stay free below the smallest, unless that is nothing.
    """
    least, most = min(numbers), max(numbers)
    if 0 <= least < most * 0.6:
        least = 0.0
    rough = (most - least or abs(most) or 1.0) / (_TICKS - 1)
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough * 0.999)
    first, last = floor(least / step), ceil(most / step)
    if first and min(numbers) / step - first < room_below:
        first -= 1
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def text_width(words: str, size: float) -> float:
    """Estimate how wide words are."""
    widths = (
        _NARROW_WIDTH
        if letter in _NARROW
        else _WIDE_WIDTH
        if letter in _WIDE
        else _CAPITAL_WIDTH
        if letter.isupper()
        else _USUAL_WIDTH
        for letter in words
    )
    return sum(widths) * size


def wrap(words: str, room: float, size: float) -> Iterator[str]:
    """Break a name into lines; the last has the rest, however long."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) <= room or not lines[-1] or len(lines) == _LINES_OF_A_LABEL:
            lines[-1] = longer
        else:
            lines.append(word)
    yield from lines
