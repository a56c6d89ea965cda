"""The grid of the slides: what stands where on each kind of slide, in points.

One table for both outputs: placeholders of the presentation and boxes of the PDF have these places
and sizes. A slide is 13⅓ by 7½ inches (16:9), as PowerPoint has it since 2013.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

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


class Part(StrEnum):
    """What stands in a box of a slide; the value is its name for whoever edits slides."""

    TITLE = "Title"
    KICKER = "Kind"
    TIME = "Time"
    BODY = "Text"
    NUMBER = "Number"
    CODE = "QR code"


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
        left: from the slide's left edge.
        top: from its upper edge.
        width: of the box; text has no margin in it.
        height: of the box.
        size: of the type, and the largest that is tried.
        smallest: to which the type may go down before text is split or cut.
        colour: of the type.
        is_bold: whether the type is bold.
        is_serif: whether it is in the typeface for text; else it is in that for headings.
        at_end: whether it is set to the right.
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
    """A drawn line of a layout: a filled rectangle, in points."""

    left: float
    top: float
    width: float
    height: float


TOP_BAR = Bar(0, 0, WIDTH, 10)
"""Of every layout that is not dark."""


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
    }
)  # fmt: skip
"""Every kind of slide."""
