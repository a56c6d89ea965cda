"""If–then: a plan in three stems, "If … then I will … so that …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.box import box, write_on
from booklet.components.component import MINUTES, PRIORITY, Component, SessionStep
from booklet.components.component_use import ComponentContext, ComponentUse, Family
from booklet.components.fields import labelled_field

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

STEMS = ("if", "then", "so_that")


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    stems: list[Element | str] = []
    for name in STEMS:
        words = context.phrase(context.label(name), name)
        label = element("span", {"class": "stem-label"}, words)
        stems += [
            element("div", {"class": "stem"}, label, write_on()),
            element("div", {"class": "ruled-line"}),
        ]
    return [box(use, context, [*xhtml.detach_content(use.body), *stems])]


def _on_screen(use: ComponentUse, context: ComponentContext) -> list[Element]:
    stem = " ".join(f"{context.label(name)} …" for name in STEMS)
    text = element("p", {"class": "stem-text"}, context.phrase(stem, STEMS[0]))
    return [box(use, context, [*xhtml.detach_content(use.body), text])]


def _on_a_page(use: ComponentUse, context: ComponentContext) -> list[Element]:
    stems = [
        labelled_field(
            f"{use.id}-{name.replace('_', '-')}",
            context.phrase(f"{context.label(name)} …", name),
            classes="stem-label",
        )
        for name in STEMS
    ]
    stays = context.phrase(context.label("typed_stays"), "typed_stays")
    note = element("p", {"class": "field-note"}, stays)
    return [box(use, context, [*xhtml.detach_content(use.body), *stems, note])]


IFTHEN = Component(
    "ifthen",
    (MINUTES, PRIORITY),
    family=Family.DO,
    print=_on_paper,
    ebook=_on_screen,
    web=_on_a_page,
    step=SessionStep(minutes=5, priority=1),
    may_be_empty=True,
)
