"""The drawings, looked at as pictures: what a copier has to keep apart stays apart."""

from __future__ import annotations

import io
import re
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
import resvg_py
from PIL import Image, ImageChops, ImageDraw

from booklet.common import xhtml
from booklet.theme.artwork import cover_art, mark
from booklet.theme.chapter_mark import chapter_mark

if TYPE_CHECKING:
    from collections.abc import Callable

COLOUR = "#0f5257"
WIDTH = 450
PIXEL = 3 * 1000 / WIDTH  # units of a drawing, where it takes a third of the picture
TITLES = ("Reading aloud", "Hard conversations", "What the corridors tell you", "Cake", "")
MARKS = [partial(chapter_mark, title) for title in TITLES]
DRAWINGS = pytest.mark.parametrize("draw", [cover_art, mark, *MARKS])


def ink_of(svg: str) -> Image.Image:
    """Draw an SVG `WIDTH` pixels wide: 255 where there is ink, 0 where there is none."""
    png = resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH)
    with Image.open(io.BytesIO(bytes(png))) as image:
        return image.getchannel("A").point(lambda value: 255 if value >= 128 else 0)


def count_pieces(ink: Image.Image) -> int:
    """Count the pieces of ink that do not touch one another."""
    left, pieces = ink.copy(), 0
    while box := left.getbbox():
        top = box[1]
        x = next(x for x in range(box[0], box[2]) if left.getpixel((x, top)))
        ImageDraw.floodfill(left, (x, top), 0)
        pieces += 1
    return pieces


@DRAWINGS
def test_every_line_stands_by_itself(draw: Callable[[str], str]) -> None:
    svg = draw(COLOUR)
    paths = xhtml.parse(svg).findall(".//{*}path")
    assert len(paths) > 3
    assert count_pieces(ink_of(svg)) == len(paths)


@DRAWINGS
def test_nothing_is_cut_off(draw: Callable[[str], str]) -> None:
    svg = draw(COLOUR)
    width, height = (float(xhtml.parse(svg)[0].get(side, "")) for side in ("width", "height"))
    around = f'viewBox="-{width} -{height} {3 * width} {3 * height}"'
    box = ink_of(re.sub(r'viewBox="[^"]*"', around, svg)).getbbox()
    assert box
    left, top, right, _ = (round(3 * width * edge / WIDTH) for edge in box)
    assert left >= width - PIXEL
    assert top >= height - PIXEL
    assert right <= 2 * width + PIXEL


@DRAWINGS
def test_an_open_door_stands_on_the_ground_in_the_middle(draw: Callable[[str], str]) -> None:
    ink = ink_of(draw(COLOUR))
    ground, middle = ink.height - 2, WIDTH // 2
    assert ink.getpixel((middle, ground))
    ImageDraw.floodfill(ink, (middle, ground), 128)
    left, top, right, bottom = (
        ink.point(lambda value: 255 if value == 128 else 0).getbbox() or (0,) * 4
    )
    assert abs((left + right) / 2 - middle) <= 2
    assert ink.height - bottom <= 1
    assert bottom - top > right - left


@DRAWINGS
def test_a_drawing_has_the_colour_it_was_given_and_no_other(draw: Callable[[str], str]) -> None:
    assert draw("#702040") == draw(COLOUR).replace(COLOUR, "#702040")
    png = resvg_py.svg_to_bytes(svg_string=draw(COLOUR), width=WIDTH)
    with Image.open(io.BytesIO(bytes(png))) as image:
        solid = {pixel[:3] for _, pixel in image.getcolors(WIDTH * WIDTH * 2) if pixel[3] == 255}
    assert solid == {(0x0F, 0x52, 0x57)}


def test_every_title_has_a_mark_that_is_told_from_others_at_a_glance() -> None:
    """Of a mark a centimetre high, what differs is as much as a pen's stroke."""
    inks = [ink_of(draw(COLOUR)) for draw in MARKS]
    for one, other in combinations(inks, 2):
        differing = sum(ImageChops.difference(one, other).point(lambda v: v // 255).tobytes())
        assert differing > 0.02 * one.width * one.height
    assert chapter_mark("Cake", COLOUR) == chapter_mark("Cake", COLOUR)


@pytest.mark.parametrize("title", TITLES)
def test_straight_lines_of_a_mark_have_no_points_between(title: str) -> None:
    for path in re.findall(r'<path d="(M[^AV"]+)"', chapter_mark(title, COLOUR)):
        places = [piece.split()[0] for piece in path[1:].split("L")]
        assert not any(len({*places[at : at + 3]}) == 1 for at in range(len(places) - 2))
