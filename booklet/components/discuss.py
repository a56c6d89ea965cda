"""Discuss: a protocol for talking together, step by step and timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.component import MINUTES, Component, ComponentContext, ComponentUse, boxed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _render(use: ComponentUse, context: ComponentContext) -> list[Element]:
    for child in use.body:
        if child.tag == "ol":
            xhtml.add_class(child, "steps")
    return boxed(use, context)


DISCUSS = Component("discuss", (MINUTES,), print=_render, ebook=_render)
