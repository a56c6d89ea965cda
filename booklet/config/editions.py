"""The declaration of an edition: its settings, what each may be, and its default.

An edition's own `edition.toml` says what differs from the edition it is based on, and an author
may change that again in `[editions.NAME]`. An author may change how an edition looks, but not what
it is: whether it holds facilitators' notes, for example, is said by its folder alone.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from booklet.config.values import Boolean, Colour, PaperColour, Table, Text, refusal

_TRIM_SIZES = ("A4", "A5")
_MULTIPLES = (1, 2, 4)


def as_points(value: object) -> float:
    """Read a size of type: `18`, or `"18 pt"`."""
    written = re.fullmatch(r"(\d+(?:\.\d+)?)\s*pt", value) if isinstance(value, str) else None
    return _between(float(written[1]) if written else value, 6, 72, "18, or '18 pt'")


def as_measure(value: object) -> float:
    """Read how wide lines of text are, in points."""
    return _between(value, 100, 600, "323, for 114 mm")


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


def as_type_scale(value: object) -> tuple[float, ...]:
    """Read the seven sizes of type, each in sizes of running text, from notes to covers."""
    steps = value if isinstance(value, (list, tuple)) else ()
    example = f"one of {len(TYPE_SIZES)} numbers: {list(DEFAULT_TYPE_SCALE)}"
    scale = tuple(_between(step, 0.5, 8, example) for step in steps)
    if len(scale) != len(TYPE_SIZES) or list(scale) != sorted(scale):
        raise refusal(
            f"cannot be '{value}'",
            f"Write {len(TYPE_SIZES)} numbers, the smallest first: {list(DEFAULT_TYPE_SCALE)}.",
        )
    return scale


TYPE_SIZES = ("note", "label", "text", "lead", "heading", "title", "display")
"""The sizes of type, the smallest first; style sheets know them as `--note-size` and so on."""

DEFAULT_TYPE_SCALE = (0.82, 0.9, 1.0, 1.2, 1.6, 2.45, 3.25)

Points = Annotated[float, BeforeValidator(as_points)]
Measure = Annotated[float, BeforeValidator(as_measure)]
LineHeight = Annotated[float, BeforeValidator(as_line_height)]
LineCount = Annotated[int, BeforeValidator(as_line_count)]
PageMultiple = Annotated[int, BeforeValidator(as_page_multiple)]
TypeScale = Annotated[tuple[float, ...], BeforeValidator(as_type_scale)]
PageSize = Annotated[str, BeforeValidator(as_page_size)]


class EditionSettings(Table):
    """What `[editions.NAME]` in booklet.toml may change; the defaults are the standard edition's.

    Attributes:
        title: what people call it: "Large print"; printed on the cover; "" for the standard one.
        description: one sentence on whom it is for and what it is set in, or "".
        accent: of numerals, headings and lines, as `#rrggbb`; "" takes the booklet's.
        text_font: its typeface for reading; "" takes the booklet's.
        heading_font: its typeface for headings and labels; "" takes the booklet's.
        text_size: of running text, in points.
        line_height: from line to line, in sizes of the type.
        lines_per_page: how many ruled lines fill a page of notes.
        page_multiple: 4 for folded sheets, 2 for leaves, 1 for single sides.
        chapters_open_on_recto: whether every chapter begins on a right-hand page.
        copyfit: whether lines to write on, pictures and page breaks are chosen so that pages are
            full and few.
        screen_paper: the colour of the page in a second file that is for screens; "" for none.
    """

    title: Text = ""
    description: Text = ""
    accent: Colour = ""
    text_font: Text = ""
    heading_font: Text = ""
    text_size: Points = 10.2
    line_height: LineHeight = 1.4314  # 14.6 points
    lines_per_page: LineCount = 19
    page_multiple: PageMultiple = 4
    chapters_open_on_recto: Boolean = True
    copyfit: Boolean = True
    screen_paper: PaperColour = ""


class EditionDefinition(EditionSettings):
    """What an edition's own `edition.toml` may say: all of the above, and what it is.

    Attributes:
        based_on: the edition whose settings and files it inherits; "" for the standard one.
        type_scale: its seven sizes of type (`TYPE_SIZES`), in sizes of running text.
        trim_size: of its pages; its `print/page.css` draws them.
        measure: how wide its lines of text are, in points: the page less the margins of its
            `print/page.css`. Charts and tables are drawn for this width.
        smallest_text_size: what no author may go below, in points; 0 for any size.
        includes_facilitator: whether it prints facilitators' notes and answers in its margin.
        greyscale: whether everything in it, pictures too, is black, grey and white.
    """

    based_on: Text = ""
    type_scale: TypeScale = DEFAULT_TYPE_SCALE
    trim_size: PageSize = "A5"
    measure: Measure = 323.0
    smallest_text_size: Points = 0.0
    includes_facilitator: Boolean = False
    greyscale: Boolean = False
