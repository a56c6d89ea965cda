"""Reflect: questions, and on paper lines to answer on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.box import box, ruled_lines
from booklet.components.component import MINUTES, PRIORITY, Component, Option, SessionStep
from booklet.components.component_use import ComponentContext, ComponentUse, Family
from booklet.components.fields import text_field

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEFAULT_LINES = 4


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    lines = ruled_lines(use.number("lines", DEFAULT_LINES))
    return [box(use, context, [*xhtml.detach_content(use.body), lines])]


def _on_a_page(use: ComponentUse, context: ComponentContext) -> list[Element]:
    """Put a field under each question, or one at the end where they are no list."""
    body = xhtml.detach_content(use.body)
    if not use.number("lines", DEFAULT_LINES):
        return [box(use, context, body)]
    lists = [part for part in body if not isinstance(part, str) and part.tag in {"ul", "ol"}]
    questions = [item for one in lists for item in one]
    for number, question in enumerate(questions, 1):
        name = f"{use.id}-question-{number}"
        words = element("div", {"id": name}, *xhtml.detach_content(question))
        xhtml.append(question, [words, text_field(_field_id(question, words, name), name)])
    if not questions:
        body.append(text_field(f"{use.id}-answer", f"{use.id}-title"))
    return [box(use, context, body)]


def _field_id(question: Element, words: Element, name: str) -> str:
    """Call a field after its question's own words: an answer goes where its question goes."""
    found = (one.get("id", "") for one in (question, *words))
    return f"{next(filter(None, found), name)}-answer"


REFLECT = Component(
    "reflect",
    (Option("lines", 0, 40), MINUTES, PRIORITY),
    family=Family.THINK,
    print=_on_paper,
    web=_on_a_page,
    step=SessionStep(minutes=5, listed="items"),
)
