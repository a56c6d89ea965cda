"""Facilitator: what the person who leads the session needs to know, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.components.box import boxed
from booklet.components.component import MINUTES, Component
from booklet.components.component_use import ComponentContext, ComponentUse, Family

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _set_aside(use: ComponentUse, context: ComponentContext) -> list[Element]:
    """Make an aside of it, for the margin; asked only for the facilitator's edition."""
    boxes = boxed(use, context)
    for item in boxes:
        item.tag = "aside"
    return boxes


def _leave_out(_: ComponentUse, __: ComponentContext) -> list[Element]:
    return []


FACILITATOR = Component(
    "facilitator",
    (MINUTES,),
    family=Family.PLAIN,
    print=_set_aside,
    ebook=_leave_out,
    is_private=True,
)
