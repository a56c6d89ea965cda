"""Quiz: questions whose answers stand at the back of the book.

A chapter without a quiz keeps its answers, as a box like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.box import box
from booklet.components.component import MINUTES, PRIORITY, Component, SessionStep
from booklet.components.component_use import ComponentContext, ComponentUse, Family

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _render(use: ComponentUse, context: ComponentContext) -> list[Element]:
    body = xhtml.detach_content(use.body)
    if use.link:
        link = element(
            "a",
            {"class": "cross-reference", "href": f"#{use.link}"},
            context.phrase(context.label("answers"), "answers"),
        )
        body.append(element("p", {"class": "quiz-link"}, link))
    return [box(use, context, body)]


QUIZ = Component(
    "quiz",
    (MINUTES, PRIORITY),
    family=Family.THINK,
    print=_render,
    ebook=_render,
    step=SessionStep(minutes=5, priority=3),
    epub_type="assessment",
)
ANSWERS = Component("answers", family=Family.PLAIN)
