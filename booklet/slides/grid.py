"""The grid of the slides: what stands where on each kind of slide, in points.

One table for both outputs: placeholders of the presentation and boxes of the PDF have these places
and sizes. A slide is 13⅓ by 7½ inches (16:9), as PowerPoint has it since 2013.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, HEIGHT = 960, 540
SMALLEST = 24.0
"""Points: what can be read from the last row."""


class Kind(StrEnum):
    """What a slide is made for; the value is the name of its layout in the presentation."""

    OPENING = "Opening"
    KEY = "Key line"
    RULE = "Rule"
    PAUSE = "Pause"
    LIST = "List"
    PLAN = "Plan"
    CODE = "Code"
    PICTURE = "Picture"
    TABLE = "Table"


class Part(StrEnum):
    """What stands in a box of a slide; the value is its name for whoever edits slides."""

    TITLE = "Title"
    KICKER = "Kind"
    TIME = "Time"
    BODY = "Text"
    NUMBER = "Number"
    CODE = "QR code"
    PICTURE = "Picture"
    TABLE = "Table"


class Colour(StrEnum):
    """The colours of the theme, as presentations call them."""

    INK = "tx1"
    PAPER = "bg1"
    ACCENT = "accent1"


@dataclass(frozen=True, slots=True)
class Box:
    """A place for text or a picture; lengths in points.

    Attributes:
        part: what stands there.
        left: from the slide's left edge; mirrored for scripts that run from right to left.
        top: from its upper edge.
        width: of the box; text has no margin in it.
        height: of the box.
        size: of the type, and the largest that is tried.
        smallest: to which the type may go down before text is split or cut.
        colour: of the type.
        is_bold: whether the type is bold.
        is_serif: whether it is in the typeface for text; else it is in that for headings.
        at_end: whether its text is set to the end of the line.
    """

    part: Part
    left: float
    top: float
    width: float
    height: float
    size: float = SMALLEST
    smallest: float = SMALLEST
    colour: Colour = Colour.INK
    is_bold: bool = False
    is_serif: bool = False
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """The place of a drawn line of a layout, or of a picture behind all else, in points."""

    left: float
    top: float
    width: float
    height: float


TOP_BAR = Bar(0, 0, WIDTH, 10)
"""Of every layout that is not dark."""

MARK, ART = Bar(848, 470, 40, 44), Bar(640, 60, 400, 480)
"""Of the chapter's mark on every slide but the opening, and of the cover's drawing on that."""


@dataclass(frozen=True, slots=True)
class SlideLayout:
    """One kind of slide.

    Attributes:
        boxes: in reading order, the title first.
        bars: lines that are part of the layout.
        is_dark: whether it stands on the accent instead of white.
    """

    boxes: tuple[Box, ...]
    bars: tuple[Bar, ...] = ()
    is_dark: bool = False

    def box(self, part: Part) -> Box | None:
        """Find the box of a part."""
        return next((box for box in self.boxes if box.part is part), None)


_LEFT, _MEASURE = 72, 816
_KICKER = Box(Part.KICKER, _LEFT, 46, 470, 34, colour=Colour.ACCENT, is_bold=True)
_TIME = Box(Part.TIME, 558, 46, 330, 34, colour=Colour.ACCENT, at_end=True)
_TITLE = Box(Part.TITLE, _LEFT, 92, _MEASURE, 102, size=40, smallest=28, is_bold=True)

STEMS_TOP, STEM_HEIGHT = 206, 88
"""Where the stems of a plan begin, and how far each is from the next."""

_STEM_BARS = tuple(
    Bar(_LEFT, STEMS_TOP + number * STEM_HEIGHT - 16, _MEASURE, 1.5) for number in (1, 2, 3)
)

LAYOUTS: Mapping[Kind, SlideLayout] = MappingProxyType(
    {
        Kind.OPENING: SlideLayout(
            (
                Box(Part.TITLE, _LEFT, 128, 560, 186, size=60, smallest=36,
                    colour=Colour.PAPER, is_bold=True),
                Box(Part.KICKER, _LEFT, 60, 590, 34, colour=Colour.PAPER),
                Box(Part.TIME, _LEFT, 424, 590, 68, colour=Colour.PAPER, is_bold=True),
                Box(Part.BODY, _LEFT, 336, 560, 76, size=28, colour=Colour.PAPER),
            ),
            is_dark=True,
        ),
        Kind.KEY: SlideLayout(
            (
                Box(Part.TITLE, _LEFT, 156, _MEASURE, 300, size=54, smallest=28,
                    colour=Colour.ACCENT, is_serif=True),
                _KICKER,
            ),
            (Bar(_LEFT, 124, _MEASURE, 5),),
        ),
        Kind.RULE: SlideLayout(
            (
                Box(Part.TITLE, 264, 142, 624, 310, size=60, smallest=28, is_bold=True),
                _KICKER,
                Box(Part.NUMBER, _LEFT, 96, 180, 230, size=150, smallest=80,
                    colour=Colour.ACCENT, is_serif=True),
            ),
        ),
        Kind.PAUSE: SlideLayout(
            (
                Box(Part.TITLE, _LEFT, 156, _MEASURE, 190, size=66, smallest=36, is_bold=True),
                Box(Part.TIME, _LEFT, 66, _MEASURE, 48, size=36, colour=Colour.ACCENT),
            ),
            (Bar(_LEFT, 124, _MEASURE, 5),),
        ),
        Kind.LIST: SlideLayout(
            (_TITLE, _KICKER, _TIME, Box(Part.BODY, _LEFT, 206, _MEASURE, 272, size=36)),
        ),
        Kind.PLAN: SlideLayout(
            (
                _TITLE,
                _KICKER,
                _TIME,
                Box(Part.BODY, _LEFT, STEMS_TOP, _MEASURE, 3 * STEM_HEIGHT, size=32,
                    colour=Colour.ACCENT, is_bold=True),
            ),
            _STEM_BARS,
        ),
        Kind.CODE: SlideLayout(
            (
                Box(Part.TITLE, _LEFT, 132, 400, 160, size=48, smallest=28, is_bold=True),
                _KICKER,
                Box(Part.BODY, _LEFT, 306, 400, 160, size=28, colour=Colour.ACCENT),
                Box(Part.CODE, 520, 92, 368, 368),
            ),
        ),
        Kind.PICTURE: SlideLayout(
            (
                Box(Part.TITLE, _LEFT, 40, _MEASURE, 72, size=32, smallest=26, is_bold=True),
                Box(Part.PICTURE, _LEFT, 124, 760, 376),
            ),
        ),
        Kind.TABLE: SlideLayout(
            (
                replace(_TITLE, top=84, height=72, size=32, smallest=26),
                _KICKER,
                _TIME,
                Box(Part.TABLE, _LEFT, 168, _MEASURE, 296, size=32),
            ),
        ),
    }
)  # fmt: skip
"""Every kind of slide, for scripts that run from left to right."""

_Placed = TypeVar("_Placed", Box, Bar)


def layout_of(kind: Kind, *, is_leftward: bool) -> SlideLayout:
    """Give the layout of a slide, mirrored for scripts that run from right to left."""
    layout = LAYOUTS[kind]
    return SlideLayout(
        tuple(place(box, is_leftward=is_leftward) for box in layout.boxes),
        tuple(place(bar, is_leftward=is_leftward) for bar in layout.bars),
        layout.is_dark,
    )


def place(one: _Placed, *, is_leftward: bool) -> _Placed:
    """Give a place as it is, or as a mirror shows it."""
    return replace(one, left=WIDTH - one.left - one.width) if is_leftward else one


_MOST_ENLARGED = 1.5
"""Points for a pixel: a small picture becomes no larger than it can be looked at."""


def place_picture(box: Box, width: int, height: int, *, is_drawing: bool, is_leftward: bool) -> Bar:
    """Find the place of a picture in a box that has been mirrored: as large as can be, undistorted.

    Args:
        box: for it.
        width: in pixels, as its height.
        height: the same.
        is_drawing: whether it can be enlarged at will.
        is_leftward: whether lines begin on the right.
    """
    scale = min(box.width / width, box.height / height)
    scale = scale if is_drawing else min(scale, _MOST_ENLARGED)
    across, down = round(width * scale, 2), round(height * scale, 2)
    return Bar(box.left + (box.width - across if is_leftward else 0), box.top, across, down)
