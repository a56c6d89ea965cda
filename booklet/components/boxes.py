"""Boxes that show what their author wrote, in order, and differ only in style.

Action has a table to fill in (who does what by when), discuss a protocol for talking together, step
by step and timed, example something that happened, try something small to do at once. The five
alerts are those that GitHub knows, so that a text written there makes sense here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.component import (
    MINUTES,
    PRIORITY,
    Component,
    ComponentContext,
    ComponentUse,
    Family,
    box,
    boxed,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _action(use: ComponentUse, context: ComponentContext) -> list[Element]:
    for table in use.body.iter("table"):
        xhtml.add_class(table, "action-table")
    return boxed(use, context)


def _discuss(use: ComponentUse, context: ComponentContext) -> list[Element]:
    for child in use.body:
        if child.tag == "ol":
            xhtml.add_class(child, "steps")
    return boxed(use, context)


def _alert(use: ComponentUse, context: ComponentContext) -> list[Element]:
    return [box(use, context, xhtml.detach_content(use.body), classes="example")]


ACTION = Component("action", (MINUTES, PRIORITY), family=Family.DO, print=_action, ebook=_action)
DISCUSS = Component(
    "discuss", (MINUTES, PRIORITY), family=Family.TALK, print=_discuss, ebook=_discuss
)
EXAMPLE = Component("example")
TRY = Component("try", (MINUTES, PRIORITY), family=Family.DO)
ALERTS = tuple(
    Component(name, print=_alert, ebook=_alert)
    for name in ("note", "tip", "important", "warning", "caution")
)
