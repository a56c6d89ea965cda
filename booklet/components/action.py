"""Action: a table to fill in: who does what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.component import MINUTES, Component, ComponentContext, ComponentUse, boxed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _render(use: ComponentUse, context: ComponentContext) -> list[Element]:
    for table in use.body.iter("table"):
        xhtml.add_class(table, "action-table")
    return boxed(use, context)


ACTION = Component("action", (MINUTES,), print=_render, ebook=_render)
