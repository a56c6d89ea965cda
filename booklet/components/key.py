"""Key: the line to remember, as a pull quote without a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.component import Component
from booklet.components.component_use import ComponentContext, ComponentUse, Family

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _render(use: ComponentUse, _: ComponentContext) -> list[Element]:
    """Make an aside; words beside the name are part of the quote, not a title."""
    opening = [element("p", {}, *xhtml.detach_content(use.title))] if use.title is not None else []
    aside = element("aside", {"class": "component key", "id": use.id})
    xhtml.append(aside, [*opening, *xhtml.detach_content(use.body)])
    return [aside]


KEY = Component(
    "key",
    family=Family.PLAIN,
    print=_render,
    ebook=_render,
    is_read_along=True,
    epub_type="pullquote",
    role="doc-pullquote",
)
