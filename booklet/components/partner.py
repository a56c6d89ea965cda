"""Partner: a colleague signs that the plan was talked through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.box import box, boxed, is_blank, write_on
from booklet.components.component import Component, SessionStep
from booklet.components.component_use import ComponentContext, ComponentUse, Family
from booklet.components.fields import labelled_field

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    line = element("div", {"class": "sign-off"})
    for name in ("name", "date"):
        words = context.phrase(context.label(name), name)
        label = element("span", {"class": "sign-off-label"}, words)
        xhtml.append(line, [label, write_on()])
    return [box(use, context, [*xhtml.detach_content(use.body), line])]


def _on_screen(use: ComponentUse, context: ComponentContext) -> list[Element]:
    if is_blank(use.body):
        words = context.phrase(context.label("partner_advice"), "partner_advice")
        use.body.append(element("p", {"class": "partner-advice"}, words))
    return boxed(use, context)


def _on_a_page(use: ComponentUse, context: ComponentContext) -> list[Element]:
    fields = [
        labelled_field(f"{use.id}-{name}", context.phrase(context.label(name), name), kind=kind)
        for name, kind in (("name", "text"), ("date", "date"))
    ]
    return [box(use, context, [*xhtml.detach_content(use.body), *fields])]


PARTNER = Component(
    "partner",
    family=Family.DO,
    print=_on_paper,
    ebook=_on_screen,
    web=_on_a_page,
    step=SessionStep(),
    may_be_empty=True,
    is_usually_empty=True,
)
