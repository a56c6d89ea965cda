"""Alerts: the five callouts GitHub knows, so that a text written there makes sense here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.component import Component, ComponentContext, ComponentUse, box

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _render(use: ComponentUse, context: ComponentContext) -> list[Element]:
    return [box(use, context, xhtml.content(use.body), classes="example")]


ALERTS = tuple(
    Component(name, print=_render, ebook=_render)
    for name in ("note", "tip", "important", "warning", "caution")
)
