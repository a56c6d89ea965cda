"""The smallest words of a drawing are found, however their size is said."""

from __future__ import annotations

import pytest

from booklet.theme.drawing_type import smallest_type


def drawing(inside: str, attributes: str = 'viewBox="0 0 200 100"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


@pytest.mark.parametrize(
    ("inside", "size"),
    [
        ('<text font-size="12">a</text><text font-size="9">b</text>', 9),
        ('<g font-size="12"><text>a</text></g>', 12),
        ('<text style="font: bold 10px/1.2 Arial, sans-serif">a</text>', 10),
        ('<text style="font-size: 6pt">a</text>', 8),
        (
            '<style>.s { font-size: 7px } text { fill: red }</style><text class="s">a</text>',
            7,
        ),
        ('<text font-size="10">a<tspan font-size="50%">b</tspan></text>', 5),
        ('<g transform="scale(0.5)"><text font-size="20">a</text></g>', 10),
        ('<g transform="matrix(2 0 0 2 10 10)"><text font-size="20">a</text></g>', 40),
        ('<text font-size="small">a</text>', 13),
        ("<text>a</text>", 16),
        ('<text font-size="var(--x)">a</text>', 16),
        ('<text font-size="2"> </text><text font-size="11">a</text>', 11),
        ("<rect/>", None),
    ],
)
def test_the_smallest_words_are_found(inside: str, size: float | None) -> None:
    assert smallest_type(drawing(inside), 200, 100) == (pytest.approx(size) if size else None)


def test_a_drawing_that_is_shown_smaller_has_smaller_words() -> None:
    assert smallest_type(drawing('<text font-size="12">a</text>'), 100, 50) == pytest.approx(6)
    assert smallest_type(drawing('<text font-size="12">a</text>', ""), 100, 50) == pytest.approx(12)
