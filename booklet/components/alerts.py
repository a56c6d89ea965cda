"""Alerts: the five callouts GitHub knows, so that a text written there makes sense here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.component import Component, ComponentContext, Use, box

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _realise(use: Use, context: ComponentContext) -> list[Element]:
    return [box(use, context, xhtml.content(use.body), classes="example")]


ALERTS = tuple(
    Component(label.lower(), label, print=_realise, ebook=_realise)
    for label in ("Note", "Tip", "Important", "Warning", "Caution")
)
