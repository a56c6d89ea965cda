"""What an edition may set: in its own `edition.toml`, and again in `[editions.NAME]`.

Every token may be left out; what is left out comes from the edition it is based on. An author may
change how an edition looks, but not what it is: whether it holds facilitators' notes, for example,
is said by its folder alone.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from booklet.config.table import Table
from booklet.config.values import Claim, Colour, PaperColour, Text, refusal

_TRIM_SIZES = ("A4", "A5")
_MULTIPLES = (1, 2, 4)


def as_points(value: object) -> float:
    """Read a size of type: `18`, or `"18 pt"`."""
    written = re.fullmatch(r"(\d+(?:\.\d+)?)\s*pt", value) if isinstance(value, str) else None
    return _between(float(written[1]) if written else value, 6, 72, "18, or '18 pt'")


def as_line_height(value: object) -> float:
    """Read the distance from line to line, in sizes of the type."""
    return _between(value, 1, 3, "1.5, for one and a half times the size of the type")


def as_line_count(value: object) -> int:
    """Read how many ruled lines fill a page."""
    return round(_between(value, 1, 60, "19"))


def _between(value: object, least: float, most: float, example: str) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not least <= float(value) <= most:  # type: ignore[arg-type]  # a number
        raise refusal(f"cannot be '{value}'", f"Write a number from {least} to {most}: {example}.")
    return float(value)  # type: ignore[arg-type]  # a number


def as_page_multiple(value: object) -> int:
    """Read into what groups pages are filled up: by pages, leaves or folded sheets."""
    if value not in _MULTIPLES or isinstance(value, bool):
        raise refusal(
            f"cannot be '{value}'",
            "Write 4 for folded sheets, 2 for paper printed on both sides, 1 for one side.",
        )
    return next(one for one in _MULTIPLES if one == value)


def as_page_size(value: object) -> str:
    """Read the size of an edition's pages."""
    if value not in _TRIM_SIZES:
        raise refusal(f"cannot be '{value}'", "The pages of an edition are 'A4' or 'A5'.")
    return str(value)


Points = Annotated[float, BeforeValidator(as_points)]
LineHeight = Annotated[float, BeforeValidator(as_line_height)]
LineCount = Annotated[int, BeforeValidator(as_line_count)]
PageMultiple = Annotated[int, BeforeValidator(as_page_multiple)]
PageSize = Annotated[str, BeforeValidator(as_page_size)]


class EditionSettings(Table):
    """What `[editions.NAME]` in booklet.toml may change.

    Attributes:
        title: what people call it: "Large print"; printed on the cover.
        description: one sentence on whom it is for and what it is set in.
        accent: its colour, in the place of the booklet's.
        text_font: its typeface for reading.
        heading_font: its typeface for headings and labels.
        text_size: of running text, in points.
        line_height: from line to line, in sizes of the type.
        lines_per_page: how many ruled lines fill a page of notes.
        page_multiple: 4 for folded sheets, 2 for leaves, 1 for single sides.
        chapters_open_on_recto: whether every chapter begins on a right-hand page.
        screen_paper: the colour of the page in a second file that is for screens; "" for none.
    """

    title: Text | None = None
    description: Text | None = None
    accent: Colour | None = None
    text_font: Text | None = None
    heading_font: Text | None = None
    text_size: Points | None = None
    line_height: LineHeight | None = None
    lines_per_page: LineCount | None = None
    page_multiple: PageMultiple | None = None
    chapters_open_on_recto: Claim | None = None
    screen_paper: PaperColour | None = None


class EditionTokens(EditionSettings):
    """What an edition's own `edition.toml` may say.

    Attributes:
        based_on: the edition whose tokens and files it inherits.
        trim_size: of its pages; its `print/page.css` draws them.
        smallest_text_size: what no author may go below, in points.
        includes_facilitator: whether it prints facilitators' notes and the answers beside a quiz.
        greyscale: whether everything in it, pictures too, is black, grey and white.
    """

    based_on: Text | None = None
    trim_size: PageSize | None = None
    smallest_text_size: Points | None = None
    includes_facilitator: Claim | None = None
    greyscale: Claim | None = None
