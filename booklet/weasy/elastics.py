"""How much smaller or larger something may be for copyfitting: lines to write on, pictures, rows.

Where it can, a size changes in steps of the grid of the text's lines, so that the lines of facing
pages stay side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from booklet.copyfit.flow import Elastic

SMALLEST_PICTURE = 0.7
_CLEARLY_SMALLER = 0.85
"""Of a picture: one that misses the measure by less than that looks like a mistake."""

LARGEST_BESIDE = 4 / 3
"""Of a picture with its caption beside it, whose width is ours: half of the measure becomes a third
to two thirds."""
LOWEST_ROW, HIGHEST_ROW = 0.67, 1.35
"""Of a row to write in: 15 mm become 10 to 20."""

_FEWEST_LINES, _MOST_LINES = 0.6, 1.5
"""Of the lines to write on that an author asks for."""
_MOST_LINES_TO_FILL = 12
"""More lines than were asked for, where lines only fill a page."""

_NEXT_TO_NOTHING = 1.0
"""CSS pixels that are no step."""

_ON_GRID = 0.01
"""By how much of a line a height may miss the grid."""


@dataclass(frozen=True, slots=True)
class LinesToWriteOn:
    """Lines to write on: their pieces, the height of one, and how many there are.

    Attributes:
        stems: beginnings of sentences with a line of their own, which are always there.
        fills: whether they only fill a page and may be left out.
    """

    first: int
    last: int
    height: float
    count: int
    stems: int
    fills: bool

    def elastic(self, place: int, line_height: float) -> Elastic:
        """Say how many there may be; `place` is that of the element around them."""
        fewest = ceil((self.count + self.stems) * _FEWEST_LINES) - self.stems
        most = floor((self.count + self.stems) * _MOST_LINES) - self.stems
        if self.fills:
            fewest, most = 0, self.count + _MOST_LINES_TO_FILL
        counts = range(min(self.count, max(0, fewest)), max(self.count, most) + 1)
        # Two lines to write on take three of the grid: an odd number is filled up to whole ones.
        steps = [(count - self.count) * self.height for count in counts]
        is_on_grid = abs(2 * self.height / line_height - 3) < _ON_GRID
        onto = [ceil(step / line_height - _ON_GRID) * line_height for step in steps]
        changes = onto if is_on_grid else steps
        return Elastic(
            element=place,
            first=self.first,
            last=self.last,
            is_lines=True,
            sizes=tuple(counts),
            heights=tuple(self.count * self.height + change for change in changes),
            asked=counts.index(self.count),
            fills=self.fills,
            spaces=tuple(
                round(change - step, 2) for change, step in zip(changes, steps, strict=True)
            ),
        )


@dataclass(frozen=True, slots=True)
class Resizable:
    """A picture or a row to write in.

    Attributes:
        element: its place in the document.
        piece: that it is, or that it stands in.
        height: that it has.
        least: that it may have.
        most: that it may have.
        is_picture: whether it is either as large as asked for or clearly smaller.
    """

    element: int
    piece: int
    height: float
    least: float
    most: float
    is_picture: bool = False

    def elastic(self, step: float) -> Elastic:
        """Say which heights it may have."""
        down = int((self.height - self.least) / step + _ON_GRID)
        up = int((self.most - self.height) / step + _ON_GRID)
        steps = [round(self.height + step * number, 2) for number in range(-down, up + 1)]
        asked, least = steps[down], round(self.least, 2)
        if self.is_picture:
            smaller = [one for one in steps if one <= _CLEARLY_SMALLER * self.height]
            steps = [*smaller, *steps[down:]]
        # As small as it may be, also where that is no step: it is what saves a page.
        heights = (least, *steps) if steps[0] - least > _NEXT_TO_NOTHING else tuple(steps)
        return Elastic(
            element=self.element,
            first=self.piece,
            last=self.piece,
            is_lines=False,
            sizes=heights,
            heights=heights,
            asked=heights.index(asked),
        )
