"""The emblem's geometry."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from booklet.theme.emblem import HEIGHT, RIDGE_WIDTH, door, svg_path, thumbprint


def test_every_ridge_stays_inside_the_emblems_box() -> None:
    half = RIDGE_WIDTH / 2
    for ridge in thumbprint():
        assert all(half * 0.9 <= x <= 1 - half * 0.9 for x, _ in ridge.points)
        assert all(half * 0.9 <= y <= HEIGHT - half * 0.9 for _, y in ridge.points)


def test_ridges_never_touch_one_another() -> None:
    ridges = thumbprint()
    for number, ridge in enumerate(ridges):
        for other in ridges[number + 1 :]:
            gap = min(
                hypot(x - u, y - v) for x, y in ridge.points[::3] for u, v in other.points[::3]
            )
            assert gap > RIDGE_WIDTH * 1.4


def test_lines_are_fine_enough_to_look_like_curves() -> None:
    for ridge in thumbprint():
        assert max(hypot(c - a, d - b) for (a, b), (c, d) in pairwise(ridge.points)) < 0.03


def test_the_door_stands_on_the_ground_inside_the_innermost_arch() -> None:
    ys = [y for _, y in door()]
    assert max(ys) == HEIGHT
    assert min(ys) > min(y for _, y in thumbprint()[-1].points)


def test_an_outline_is_written_as_an_svg_path() -> None:
    assert svg_path(((0.0, 0.5), (1.0, 0.25)), scale=100) == "M0.00 50.00L100.00 25.00"
