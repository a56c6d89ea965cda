"""The mark of a chapter: the book's arches, broken where the chapter's title says."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from math import cos, pi, sin
from typing import TYPE_CHECKING

from markupsafe import Markup

from booklet.common.memoize import memoize
from booklet.manuscript.pictures import read_drawing
from booklet.theme.artwork import MARK_HEIGHT, UNITS, drawing, svg_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.manuscript.pictures import Picture

_CENTRE = 0.5
_RADII = (0.46, 0.36, 0.26, 0.16)
_STROKE = 0.052
_STEPS = 48
_CURVE = tuple(step / _STEPS for step in range(_STEPS + 1))
"""Positions on the curve of an arch (see `_on_mark`); its legs are straight, and need none between.

Points are dear: to draw a mark with three times as many took a twelfth of the time for a chapter.
"""

MARK_CLASS = "chapter-mark"
_WIDTH, _HEIGHT = 54, 60
"""CSS pixels of a mark as the e-book's style sheet has it, where an em is 16."""


@memoize
def chapter_mark(title: str, colour: str) -> str:
    """Draw the mark of a chapter: four arches, broken where its title says, around a door.

    The same title gives the same mark, in every edition and in the e-book.

    Args:
        title: of the chapter.
        colour: of the lines: `#rrggbb`, or `currentColor` inside a page.
    """
    chance = iter(sha256(title.encode()).digest())
    arches = "".join(
        f'<path d="{svg_path(piece, scale=UNITS)}"/>'
        for radius in _RADII
        for piece in _broken_arch(radius, chance)
    )
    half = 0.05 + 0.02 * (next(chance) % 2)
    top = 0.5 + 0.18 * (next(chance) % 3)
    doorway = (
        f"M{(0.5 - half) * UNITS:g} {MARK_HEIGHT * UNITS:g}V{top * UNITS:g}"
        f"A{half * UNITS:g} {half * UNITS:g} 0 0 1 {(0.5 + half) * UNITS:g} {top * UNITS:g}"
        f"V{MARK_HEIGHT * UNITS:g}Z"
    )
    return drawing(
        f'<g fill="none" stroke="{colour}" stroke-width="{_STROKE * UNITS:g}">{arches}</g>'
        f'<path d="{doorway}" fill="{colour}"/>',
        MARK_HEIGHT,
    )


def inline_mark(title: str) -> Markup:
    """Draw a chapter's mark in the colour of what is around it."""
    drawn = chapter_mark(title, "currentColor")
    return Markup(drawn.replace("<svg ", f'<svg class="{MARK_CLASS}" aria-hidden="true" ', 1))  # noqa: S704 - drawn by us


def mark_picture(title: str, accent: str) -> Picture:
    """Draw a chapter's mark as a file, which has its colour in itself."""
    picture, _ = read_drawing("chapter-mark.svg", chapter_mark(title, accent).encode())
    return replace(picture, width=_WIDTH, height=_HEIGHT)


def _broken_arch(radius: float, chance: Iterator[int]) -> Iterator[tuple[tuple[float, float], ...]]:
    """Trace an arch of a chapter's mark in the pieces that one or two gaps leave of it."""
    gaps = []
    for number in range(1 + next(chance) % 2):
        # A position on the arch (see `_on_mark`); two gaps never meet, and no foot is lost.
        middle = -0.65 + 1.25 * number + 1.05 * next(chance) / 255
        gap = (0.05 + 0.05 * (next(chance) % 3)) / radius * 0.3
        gaps.append((middle - gap, middle + gap))
    ends = [-1.0, *(end for gap in gaps for end in gap), 2.0]
    for start, end in zip(ends[::2], ends[1::2], strict=True):
        between = (position for position in _CURVE if start < position < end)
        yield tuple(_on_mark(radius, position) for position in (start, *between, end))


def _on_mark(radius: float, position: float) -> tuple[float, float]:
    """Place a position on an arch: -1 its left foot, 0 to 1 the curve, 2 its right foot."""
    if position < 0:
        return _CENTRE - radius, 0.5 - (MARK_HEIGHT - 0.5) * position
    if position <= 1:
        return _CENTRE - radius * cos(pi * position), 0.5 - radius * sin(pi * position)
    return _CENTRE + radius, 0.5 + (MARK_HEIGHT - 0.5) * (position - 1)
