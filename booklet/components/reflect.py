"""Reflect: questions, and on paper lines to answer on."""

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
    Option,
    box,
    ruled_lines,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEFAULT_LINES = 4


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    lines = ruled_lines(use.number("lines", DEFAULT_LINES))
    return [box(use, context, [*xhtml.detach_content(use.body), lines])]


REFLECT = Component(
    "reflect", (Option("lines", 0, 40), MINUTES, PRIORITY), family=Family.THINK, print=_on_paper
)
