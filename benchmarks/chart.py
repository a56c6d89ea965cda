"""A picture of how cost grows: lines over the number of chapters, as plain SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from itertools import cycle, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Series = Mapping[str, Sequence[tuple[int, float]]]

_WIDE, _HIGH = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 140, 48, 52
_COLOURS = ("#b3421f", "#0f5257", "#6b5b95", "#8a6d00")
_DASHES = ("none", "none", "6 4", "2 3")
_GAP_BETWEEN_NAMES = 16
_STEPS = 5


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where figures stand in the picture.

    Attributes:
        most: chapters at the right end.
        step: seconds between two lines of the grid.
        top: seconds at the upper end.
    """

    most: int
    step: float
    top: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Find the place of `x` chapters and `y` seconds."""
        across = _LEFT + x / self.most * (_WIDE - _LEFT - _RIGHT)
        return across, _HIGH - _BOTTOM - y / self.top * (_HIGH - _TOP - _BOTTOM)


def draw_lines(title: str, series: Series) -> str:
    """Draw one line for each series, named where it ends.

    Args:
        title: of the picture.
        series: by name, chapters and seconds of each point; at least one.

    Returns:
        An SVG document; the figures are in its description too, for those who cannot see it.
    """
    points = [point for line in series.values() for point in line]
    slowest = max(y for _, y in points)
    step = _round_step(slowest / _STEPS)
    scale = _Scale(max(x for x, _ in points), step, step * math.ceil(slowest / step))
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        'font-family="sans-serif" font-size="13" fill="#222222">'
    )
    return "\n".join(
        (
            opening,
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(_describe(series))}</desc>",
            f'<rect width="{_WIDE}" height="{_HIGH}" fill="#ffffff"/>',
            f'<text x="{_LEFT}" y="26" font-size="15" font-weight="bold">{escape(title)}</text>',
            *_grid(scale, sorted({x for x, _ in points})),
            *_curves(scale, series),
            "</svg>",
            "",
        )
    )


def _grid(scale: _Scale, sizes: Sequence[int]) -> Iterator[str]:
    for number in range(round(scale.top / scale.step) + 1):
        _, y = scale.place(0, number * scale.step)
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}" stroke="#dddddd"/>'
        seconds = f"{number * scale.step:g} s"
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{seconds}</text>'
    for size in sizes:
        x, y = scale.place(size, 0)
        yield f'<text x="{x:.1f}" y="{y + 20:.1f}" text-anchor="middle">{size}</text>'
    middle = (_LEFT + _WIDE - _RIGHT) / 2
    yield f'<text x="{middle}" y="{_HIGH - 10}" text-anchor="middle">chapters</text>'


def _curves(scale: _Scale, series: Series) -> Iterator[str]:
    names = _spread([scale.place(*line[-1])[1] for line in series.values()])
    style_bundle = zip(cycle(_COLOURS), cycle(_DASHES), names, strict=False)
    for (name, line), (colour, dash, height) in zip(series.items(), style_bundle, strict=False):
        places = [scale.place(*point) for point in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield (
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5" '
            f'stroke-dasharray="{dash}"/>'
        )
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'
        x, _ = places[-1]
        label = f'<text x="{x + 10:.1f}" y="{height + 4:.1f}" fill="{colour}">'
        yield f"{label}{escape(name)}</text>"


def _describe(series: Series) -> str:
    return " ".join(
        f"{name}: {', '.join(f'{y:.1f} s for {x} chapters' for x, y in line)}."
        for name, line in series.items()
    )


def _round_step(rough: float) -> float:
    """Choose 1, 2 or 5 times a power of ten, at least as much as asked."""
    power: float = 10.0 ** math.floor(math.log10(max(rough, 1e-9)))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _spread(heights: Sequence[float]) -> list[float]:
    """Move names up and down so that none is written over another."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    spread = list(heights)
    for before, after in pairwise(order):
        spread[after] = max(spread[after], spread[before] + _GAP_BETWEEN_NAMES)
    return spread
