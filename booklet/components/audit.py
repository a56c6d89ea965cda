"""Audit: statements to score from one to five."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element, name_set
from booklet.components.component import (
    MINUTES,
    PRIORITY,
    Component,
    ComponentContext,
    ComponentUse,
    Family,
    boxed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

SCALE = ("1", "2", "3", "4", "5")


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    _add_scales(use, lambda: [element("span", {"class": "audit-circle"}, one) for one in SCALE])
    return boxed(use, context)


def _on_screen(use: ComponentUse, context: ComponentContext) -> list[Element]:
    _add_scales(use, lambda: [" ".join(SCALE)])
    return boxed(use, context)


def _add_scales(use: ComponentUse, make_scale: Callable[[], Iterable[Element | str]]) -> None:
    """Split every item of the box's own lists into a statement and its scale."""
    for statements in [child for child in use.body if child.tag in {"ul", "ol"}]:
        xhtml.add_class(statements, "audit")
        for item in statements:
            xhtml.add_class(item, "audit-row")
            statement = _statement(item)
            scale = element("span", {"class": "audit-scale"}, *make_scale())
            xhtml.append(item, [statement, " ", scale])


def _statement(item: Element) -> Element:
    """Take the words out of an item; a single paragraph gives up its own element."""
    inner = xhtml.detach_content(item)
    elements = [part for part in inner if not isinstance(part, str)]
    if len(elements) == 1 and elements[0].tag == "p":
        inner = xhtml.detach_content(elements[0])
    has_blocks = any(not isinstance(part, str) and part.tag in _BLOCKS for part in inner)
    return element("div" if has_blocks else "span", {"class": "audit-statement"}, *inner)


_BLOCKS = name_set("p ul ol dl table div blockquote pre section figure aside")

AUDIT = Component("audit", (MINUTES, PRIORITY), family=Family.DO, print=_on_paper, ebook=_on_screen)
