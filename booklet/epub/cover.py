"""The cover picture: the thumbprint of arches, the title, who wrote it.

The picture is drawn with Pillow from the same ridges and typefaces as the printed cover. Text
that its typeface lacks is left out; the cover's alternative text always has all of it.
"""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

import fontpkg
from PIL import Image, ImageColor, ImageDraw, ImageFont

from booklet.epub.lettering import Lettering, set_text
from booklet.layout.thumbprint import HEIGHT, RIDGE_WIDTH, door, thumbprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.layout.ebook import Cover

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
_FINE = 3  # the emblem is drawn so many times larger, then reduced: smooth edges


def draw_cover(cover: Cover) -> bytes:
    """Draw the cover as a PNG file; the same cover gives the same bytes."""
    picture = Image.new("RGB", (_WIDTH, _DEPTH), _PAPER)
    pen = ImageDraw.Draw(picture)
    title = set_text(
        _drawable(cover.title, cover.headings, 700),
        family=cover.headings,
        weight=700,
        measure=_MEASURE,
        depth=1000,
        sizes=(196, 180, 164, 150, 136, 122, 108, 94, 82, 70, 60, 50, 42, 36),
        leading=1.08,
    )
    subtitle = set_text(
        _drawable(cover.subtitle, cover.text, 400),
        family=cover.text,
        weight=400,
        measure=_MEASURE,
        depth=330,
        sizes=(74, 66, 58, 50, 44, 38, 32),
        leading=1.28,
    )
    author = set_text(
        _drawable(cover.author, cover.headings, 400),
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
    _stamp(picture, cover.accent, head + _GAP, foot - (90 if author.lines else 0))
    shades = picture.quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    if (cover.width, cover.height) != shades.size:
        shades = shades.resize((cover.width, cover.height))
    file = io.BytesIO()
    shades.save(file, "PNG", optimize=True)
    return file.getvalue()


def _drawable(text: str, family: str, weight: int) -> str:
    """Keep what the typeface can draw: signs that it lacks go; words that it lacks, all go."""
    font = ImageFont.truetype(fontpkg.path(family, weight=weight), 40)
    blank = _shape(font, "\uffff")
    kept = []
    for character in " ".join(text.split()):
        if character == " " or _shape(font, character) != blank:
            kept.append(character)
        elif unicodedata.category(character)[0] in "LNM" and not _is_selector(character):
            return ""
    return " ".join("".join(kept).split())


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f"


def _shape(font: ImageFont.FreeTypeFont, character: str) -> bytes:
    return bytes(font.getmask(character))


def _write(pen: ImageDraw.ImageDraw, lettering: Lettering, top: float) -> float:
    """Write lines from `top` down and say where they end."""
    for number, line in enumerate(lettering.lines):
        x = _WIDTH - _MARGIN if lettering.is_right_to_left else _MARGIN
        pen.text(
            (x, top + number * lettering.line_height),
            line,
            font=lettering.font,
            fill=_INK,
            anchor="ra" if lettering.is_right_to_left else "la",
        )
    return top + lettering.depth


def _stamp(picture: Image.Image, accent: str, head: float, ground: float) -> None:
    """Stand the emblem on `ground`, as large as the room below `head` allows."""
    width = min(_EMBLEM_WIDTH, (ground - head) / HEIGHT)
    if width < _SMALLEST_EMBLEM:
        return
    scale = width * _FINE
    mask = Image.new("L", (round(scale), round(scale * HEIGHT)), 0)
    pen = ImageDraw.Draw(mask)
    for ridge in thumbprint():
        _stroke(pen, [(x * scale, y * scale) for x, y in ridge.points], RIDGE_WIDTH * scale)
    pen.polygon([(x * scale, y * scale) for x, y in door()], fill=255)
    mask = mask.resize((round(width), round(width * HEIGHT)), Image.Resampling.LANCZOS)
    corner = (round((_WIDTH - mask.width) / 2), round(ground - mask.height))
    picture.paste(ImageColor.getrgb(accent), (*corner, *_opposite(corner, mask.size)), mask)


def _opposite(corner: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    return corner[0] + size[0], corner[1] + size[1]


def _stroke(
    pen: ImageDraw.ImageDraw, points: Sequence[tuple[float, float]], thickness: float
) -> None:
    """Draw a line with round ends and joins."""
    pen.line(list(points), fill=255, width=round(thickness))
    radius = thickness / 2
    for x, y in points:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
