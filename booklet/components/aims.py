"""Aims: what a session is for, in a box at the opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.xhtml import element
from booklet.components.box import box
from booklet.components.component import Component
from booklet.components.component_use import ComponentContext, ComponentUse, Family

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

AIMS = Component("aims", family=Family.PLAIN, epub_type="learning-objective")


def aims_from_metadata(context: ComponentContext) -> Element:
    """Make the box from the aims in a chapter's metadata."""
    label = context.label(AIMS.name)
    use = ComponentUse(AIMS.name, label, f"{context.slug}-aims-1", None, {}, element("div"))
    return box(use, context, [element("ul", {}, *(element("li", {}, aim) for aim in context.aims))])
