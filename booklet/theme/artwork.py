"""The book's artwork: the thumbprint of the cover, and its small mark.

A thumbprint whose ridges are arches, one inside the other, around a door: rules of thumb, drawn.
Both are made of lines in one colour, so that any copier keeps them. Coordinates are fractions of
the emblem's own box: x from 0 (left) to 1 (right), y from 0 (top) to `HEIGHT` (the ground that the
arches stand on).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from booklet.common.memoize import memoize

HEIGHT = 1.2
"""How tall the emblem is when it is 1 wide."""

RIDGE_WIDTH = 0.021
"""How thick a ridge is drawn; line ends and joins are round."""

_CENTRE = 0.5
_RIDGES = 10
_OUTER_RADIUS = 0.5 - RIDGE_WIDTH / 2
_INNER_RADIUS = 0.096
_DOOR_RADIUS = 0.046
_STEPS = 72

# Where ridges end, part and begin again, as on a real thumb. A position on a ridge is a number:
# -1 its left foot, 0 where the left leg becomes the arch, 1 the end of the arch, 2 its right foot.
_BREAKS: dict[int, tuple[tuple[float, float], ...]] = {
    0: ((-1.0, -0.62), (0.300, 0.345), (1.72, 2.0)),
    1: ((-1.0, -0.80), (0.700, 0.742), (1.90, 2.0)),
    2: ((0.150, 0.195), (1.30, 1.39)),
    3: ((-0.52, -0.43), (0.560, 0.606)),
    4: ((0.855, 0.908), (1.62, 1.71)),
    5: ((-0.22, -0.12), (0.350, 0.402)),
    6: ((0.655, 0.712), (1.18, 1.28)),
    7: ((-0.70, -0.59), (0.205, 0.272)),
    8: ((0.500, 0.572),),
    9: (),
}

UNITS = _SCALE = 1000
MARK_HEIGHT = 1.1
"""How tall the mark and those of the chapters are when they are 1 wide."""

_MARK_RADII = (0.46, 0.33, 0.20)
_MARK_STROKE = 0.062


@dataclass(frozen=True, slots=True)
class Ridge:
    """One unbroken line of the print.

    Attributes:
        points: (x, y) from end to end, close enough together to look like a curve at any size.
    """

    points: tuple[tuple[float, float], ...]


def thumbprint() -> tuple[Ridge, ...]:
    """Draw the ridges, the outermost first; some arches are broken and give several."""
    ridges = []
    for number in range(_RIDGES):
        outline = _arch(number)
        ends = [-1.0, *(end for gap in _BREAKS[number] for end in gap), 2.0]
        for start, end in zip(ends[::2], ends[1::2], strict=True):
            points = tuple(point for position, point in outline if start <= position <= end)
            if len(points) > 1:
                ridges.append(Ridge(points))
    return tuple(ridges)


def door() -> tuple[tuple[float, float], ...]:
    """Draw the door at the heart of the print: a closed outline, to be filled."""
    spring = _spring(_RIDGES - 1)
    turn = [pi - pi * step / 24 for step in range(25)]
    round_top = [
        (_CENTRE + _DOOR_RADIUS * cos(angle), spring - _DOOR_RADIUS * sin(angle)) for angle in turn
    ]
    return (
        (_CENTRE - _DOOR_RADIUS, HEIGHT),
        *round_top,
        (_CENTRE + _DOOR_RADIUS, HEIGHT),
    )


@memoize
def cover_art(colour: str) -> str:
    """Draw the thumbprint.

    Args:
        colour: of the lines, as `#rrggbb`.
    """
    return drawing(thumbprint_paths(colour), HEIGHT)


def thumbprint_paths(colour: str) -> str:
    """Write the thumbprint's paths, in a box that is `UNITS` wide."""
    ridges = "".join(f'<path d="{svg_path(r.points, scale=_SCALE)}"/>' for r in thumbprint())
    lines = (
        f'<g fill="none" stroke="{colour}" stroke-width="{RIDGE_WIDTH * _SCALE:g}" '
        f'stroke-linecap="round" stroke-linejoin="round">{ridges}</g>'
    )
    return f'{lines}<path d="{svg_path(door(), scale=_SCALE)}Z" fill="{colour}"/>'


def mark(colour: str) -> str:
    """Draw three arches around a door: the thumbprint for small sizes.

    Args:
        colour: of the lines, as `#rrggbb`.
    """
    return drawing(mark_paths(colour), MARK_HEIGHT)


def mark_paths(colour: str) -> str:
    """Write the mark's paths, in a box that is `UNITS` wide."""
    foot = MARK_HEIGHT
    arches = "".join(
        f'<path d="M{(0.5 - radius) * _SCALE:g} {foot * _SCALE:g}V{0.5 * _SCALE:g}'
        f"A{radius * _SCALE:g} {radius * _SCALE:g} 0 0 1 {(0.5 + radius) * _SCALE:g} "
        f'{0.5 * _SCALE:g}V{foot * _SCALE:g}"/>'
        for radius in _MARK_RADII
    )
    half = 0.075
    opening = (
        f"M{(0.5 - half) * _SCALE:g} {foot * _SCALE:g}V{0.5 * _SCALE:g}"
        f"A{half * _SCALE:g} {half * _SCALE:g} 0 0 1 {(0.5 + half) * _SCALE:g} {0.5 * _SCALE:g}"
        f"V{foot * _SCALE:g}Z"
    )
    lines = (
        f'<g fill="none" stroke="{colour}" stroke-width="{_MARK_STROKE * _SCALE:g}">{arches}</g>'
    )
    return f'{lines}<path d="{opening}" fill="{colour}"/>'


def svg_path(points: tuple[tuple[float, float], ...], *, scale: float = 1.0) -> str:
    """Write points as the `d` of an SVG path.

    Args:
        points: as in `Ridge.points` or from `door`.
        scale: the emblem's width in the drawing's units.
    """
    (first_x, first_y), *rest = points
    start = f"M{first_x * scale:.2f} {first_y * scale:.2f}"
    return start + "".join(f"L{x * scale:.2f} {y * scale:.2f}" for x, y in rest)


def drawing(content: str, height: float) -> str:
    """Make an SVG of paths in a box that is `UNITS` wide and `height` times as tall."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SCALE}" height="{height * _SCALE:g}" '
        f'viewBox="0 0 {_SCALE} {height * _SCALE:g}">{content}</svg>'
    )


def _arch(number: int) -> list[tuple[float, tuple[float, float]]]:
    """Trace arch `number` from its left foot to its right one, each point with its position."""
    radius = _radius(number)
    spring = _spring(number)
    leg = HEIGHT - RIDGE_WIDTH / 2 - spring
    traced = []
    for step in range(3 * _STEPS + 1):
        position = -1 + step / _STEPS
        if position < 0:
            x, y = -radius, spring - leg * position
        elif position <= 1:
            x, y = -radius * cos(pi * position), spring - _rise(number) * sin(pi * position)
        else:
            x, y = radius, spring + leg * (position - 1)
        traced.append((position, _sway(x, y, radius)))
    return traced


def _radius(number: int) -> float:
    step = (_OUTER_RADIUS - _INNER_RADIUS) / (_RIDGES - 1)
    return _OUTER_RADIUS - number * step


def _rise(number: int) -> float:
    """How far the arch rises above its springing: a little more than its radius."""
    return _radius(number) * 1.08


def _spring(number: int) -> float:
    """Where the arch begins to curve: lower for the inner ones, so that the print tapers."""
    return _OUTER_RADIUS * 1.08 + RIDGE_WIDTH / 2 + 0.007 * number


def _sway(x: float, y: float, radius: float) -> tuple[float, float]:
    """Bend the ridges together, very slightly, so that they look grown and not ruled."""
    amount = 0.010 * radius / _OUTER_RADIUS
    bend = amount * sin(5.2 * y + 2.0 * x)
    return _CENTRE + x * (1 - 0.035 * (y / HEIGHT) ** 2) + bend * (HEIGHT - y) / HEIGHT, y
