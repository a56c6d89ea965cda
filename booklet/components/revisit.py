"""Revisit: when to come back to one's plans, with real dates when the session's day is known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.component import (
    Component,
    ComponentContext,
    Option,
    Use,
    box,
    write_on,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEFAULT_WEEKS = (2, 6)

_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def _on_paper(use: Use, context: ComponentContext) -> list[Element]:
    return [box(use, context, [*xhtml.content(use.body), _dates(use, context, is_paper=True)])]


def _on_screen(use: Use, context: ComponentContext) -> list[Element]:
    return [box(use, context, [*xhtml.content(use.body), _dates(use, context, is_paper=False)])]


def _dates(use: Use, context: ComponentContext, *, is_paper: bool) -> Element:
    dates = element("ul", {"class": "revisit-dates"})
    for weeks in use.options.get("weeks", DEFAULT_WEEKS):
        said = _say_weeks(weeks, context)
        if context.session is not None:
            day = context.session + timedelta(weeks=weeks)
            said += f": {context.language.long_date(day, weekday=True)}"
        line = element("li", {}, context.phrase(said))
        if context.session is None and is_paper:
            xhtml.append(line, [": ", write_on()])
        dates.append(line)
    return dates


def _say_weeks(weeks: int, context: ComponentContext) -> str:
    """Say "Two weeks on"; numbers are spelt out in English only."""
    if weeks == 1:
        return context.label("week_on", "One week on")
    spoken = context.label("weeks_on", "{weeks} weeks on")
    is_english = context.language.base == "en"
    number = _NUMBERS[weeks - 1].capitalize() if is_english and weeks <= len(_NUMBERS) else weeks
    return spoken.replace("{weeks}", str(number))


REVISIT = Component(
    "revisit",
    "Revisit",
    (Option("weeks", 1, 104, repeatable=True),),
    print=_on_paper,
    ebook=_on_screen,
)
