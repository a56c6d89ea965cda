"""The cover picture: the thumbprint of arches, the title, who wrote it.

The picture is drawn with Pillow from the same ridges and typefaces as the printed cover. Text
that its typeface lacks is left out; the cover's alternative text always has all of it.
"""

from __future__ import annotations

import io
from math import hypot
from typing import TYPE_CHECKING

from booklet.epub.copyfitting import FittedText, drawable, fit_text
from booklet.epub.pillow import Image, ImageColor, ImageDraw
from booklet.theme.artwork import HEIGHT, RIDGE_WIDTH, door, thumbprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.epub.content import Cover

_PAPER = "#fbf8f2"
_INK = "#1d1c1a"
# Lengths are pixels of the cover as it is drawn, 1600 by 2400.
_WIDTH = 1600
_DEPTH = 2400
_MARGIN = 150
_MEASURE = _WIDTH - 2 * _MARGIN
_EMBLEM_WIDTH = 1180
_SMALLEST_EMBLEM = 420
_GAP = 120
_SHADES = 32
_FINE = 3  # the emblem is drawn so many times larger, then reduced: smooth edges


def draw_cover(cover: Cover) -> bytes:
    """Draw the cover as a PNG file; the same cover gives the same bytes."""
    picture = Image.new("L", (_WIDTH, _DEPTH), 0)
    pen = ImageDraw.Draw(picture)
    title = fit_text(
        drawable(cover.title, family=cover.headings, weight=700),
        family=cover.headings,
        weight=700,
        measure=_MEASURE,
        depth=1000,
        sizes=(196, 180, 164, 150, 136, 122, 108, 94, 82, 70, 60, 50, 42, 36),
        leading=1.08,
    )
    subtitle = fit_text(
        drawable(cover.subtitle, family=cover.text, weight=400),
        family=cover.text,
        weight=400,
        measure=_MEASURE,
        depth=330,
        sizes=(74, 66, 58, 50, 44, 38, 32),
        leading=1.28,
    )
    author = fit_text(
        drawable(cover.author, family=cover.headings, weight=400),
        family=cover.headings,
        weight=400,
        measure=_MEASURE,
        depth=150,
        sizes=(58, 52, 46, 40, 34, 28),
        leading=1.25,
    )
    head = _write(pen, title, 168)
    head = _write(pen, subtitle, head + 44 if subtitle.lines else head)
    foot = _DEPTH - 138 - author.depth
    _write(pen, author, foot)
    shades = picture.point(lambda value: value * (_SHADES - 1) // 255)
    _stamp(shades, head + _GAP, foot - (90 if author.lines else 0))
    return _finish(shades, cover)


def _finish(shades: Image.Image, cover: Cover) -> bytes:
    """Colour the drawing: the first shades lead from paper to ink, the others to the accent."""
    coloured = Image.frombytes("P", shades.size, shades.tobytes())
    coloured.putpalette([*_ramp(_INK), *_ramp(cover.accent)])
    if (cover.width, cover.height) != coloured.size:
        coloured = coloured.resize((cover.width, cover.height))
    file = io.BytesIO()
    coloured.save(file, "PNG")
    return file.getvalue()


def _ramp(colour: str) -> list[int]:
    """List the red, green and blue of every shade from the paper's colour to another."""
    paper, full = ImageColor.getrgb(_PAPER), ImageColor.getrgb(colour)
    return [
        round(start + (end - start) * shade / (_SHADES - 1))
        for shade in range(_SHADES)
        for start, end in zip(paper[:3], full[:3], strict=True)
    ]


def _write(pen: ImageDraw.ImageDraw, lettering: FittedText, top: float) -> float:
    """Write lines from `top` down and say where they end."""
    for number, line in enumerate(lettering.lines):
        x = _WIDTH - _MARGIN if lettering.is_right_to_left else _MARGIN
        pen.text(
            (x, top + number * lettering.line_height),
            line,
            font=lettering.font,
            fill=255,
            anchor="ra" if lettering.is_right_to_left else "la",
        )
    return top + lettering.depth


def _stamp(shades: Image.Image, head: float, ground: float) -> None:
    """Stand the emblem on `ground`, as large as the room below `head` allows."""
    width = min(_EMBLEM_WIDTH, (ground - head) / HEIGHT)
    if width < _SMALLEST_EMBLEM:
        return
    scale = width * _FINE
    mask = Image.new("L", (round(width) * _FINE, round(width * HEIGHT) * _FINE), 0)
    pen = ImageDraw.Draw(mask)
    for ridge in thumbprint():
        _stroke(pen, [(x * scale, y * scale) for x, y in ridge.points], RIDGE_WIDTH * scale)
    pen.polygon([(x * scale, y * scale) for x, y in door()], fill=255)
    mask = mask.reduce(_FINE)
    emblem = mask.point(lambda value: _SHADES + value * (_SHADES - 1) // 255)
    corner = (round((_WIDTH - mask.width) / 2), round(ground - mask.height))
    shades.paste(emblem, corner)


def _stroke(
    pen: ImageDraw.ImageDraw, points: Sequence[tuple[float, float]], thickness: float
) -> None:
    """Draw a smooth line with round ends, as the outline of what it covers."""
    radius = thickness / 2
    left, right = [], []
    for number, (x, y) in enumerate(points):
        before, after = points[max(number - 1, 0)], points[min(number + 1, len(points) - 1)]
        along_x, along_y = after[0] - before[0], after[1] - before[1]
        length = hypot(along_x, along_y)
        aside_x, aside_y = -along_y / length * radius, along_x / length * radius
        left.append((x + aside_x, y + aside_y))
        right.append((x - aside_x, y - aside_y))
    pen.polygon([*left, *reversed(right)], fill=255)
    for x, y in (points[0], points[-1]):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
