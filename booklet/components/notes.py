"""Notes: lines for one's own words on paper, nothing at all on screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.box import box, boxed, is_blank, ruled_lines
from booklet.components.component import Component, Option
from booklet.components.component_use import ComponentContext, ComponentUse, Family
from booklet.components.fields import text_field

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEFAULT_LINES = 8


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    is_page = "page" in use.options
    count = context.lines_per_page if is_page else use.number("lines", DEFAULT_LINES)
    body = [*xhtml.detach_content(use.body), ruled_lines(count)]
    made = box(use, context, body, classes="notes-page" if is_page else "")
    if is_page:
        made.set("data-run-on", "")  # below a few lines that would stand alone on the page before
    return [made]


def _on_screen(use: ComponentUse, context: ComponentContext) -> list[Element]:
    """Leave out an empty box; words an author put into it are kept."""
    return [] if is_blank(use.body) else boxed(use, context)


def _on_a_page(use: ComponentUse, context: ComponentContext) -> list[Element]:
    field = text_field(f"{use.id}-text", f"{use.id}-title")
    return [box(use, context, [*xhtml.detach_content(use.body), field])]


NOTES = Component(
    "notes",
    (Option("lines", 1, 60), Option("page")),
    family=Family.THINK,
    print=_on_paper,
    ebook=_on_screen,
    web=_on_a_page,
    may_be_empty=True,
    is_usually_empty=True,
)
