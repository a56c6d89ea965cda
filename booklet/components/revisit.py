"""Revisit: when to come back to one's plans, with real dates when the session's day is known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.box import box, write_on
from booklet.components.component import MINUTES, PRIORITY, Component, Option, SessionStep
from booklet.components.component_use import ComponentContext, ComponentUse, Family

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.common.language import Language

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


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    return [
        box(use, context, [*xhtml.detach_content(use.body), _dates(use, context, is_paper=True)])
    ]


def _on_screen(use: ComponentUse, context: ComponentContext) -> list[Element]:
    return [
        box(use, context, [*xhtml.detach_content(use.body), _dates(use, context, is_paper=False)])
    ]


def _dates(use: ComponentUse, context: ComponentContext, *, is_paper: bool) -> Element:
    dates = element("ul", {"class": "revisit-dates"})
    for weeks in use.options.get("weeks", DEFAULT_WEEKS):
        when = context.phrase(say_weeks(weeks, context.language), "weeks_on")
        if context.session is not None:
            day = context.language.long_date(context.session + timedelta(weeks=weeks), weekday=True)
            line = element("li", {}, when, ": ", context.phrase(day))
        elif is_paper:
            label = element("span", {"class": "revisit-label"}, when, ":")
            line = element("li", {}, label, " ", write_on())
        else:
            line = element("li", {}, when)
        dates.append(line)
    return dates


def say_weeks(weeks: int, language: Language) -> str:
    """Say "Two weeks on"; numbers are spelt out in English only."""
    is_spelt_out = language.base == "en" and weeks <= len(_NUMBERS)
    number = _NUMBERS[weeks - 1].capitalize() if is_spelt_out else ""
    return language.count("week_on", "weeks_on", weeks, written=number)


REVISIT = Component(
    "revisit",
    (Option("weeks", 1, 104, repeatable=True), MINUTES, PRIORITY),
    family=Family.DO,
    print=_on_paper,
    ebook=_on_screen,
    step=SessionStep(priority=1, listed="lines"),
    may_be_empty=True,
    is_usually_empty=True,
)
