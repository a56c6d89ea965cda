"""What the parts of a chapter are, said in the vocabularies of EPUB and DPUB-ARIA.

The two agree wherever both have a word (EPUB Structural Semantics 1.1; DPUB-ARIA 1.1). A role is
given only to elements that may carry it (ARIA in HTML).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.xhtml import OPS, SVG, has_class
from booklet.components import COMPONENTS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.components import Component

_EPUB_TYPE = f"{{{OPS}}}type"


def add_semantics(root: Element) -> None:
    """Say of every element below `root` what it is; what is said already stays."""
    for item in root.iter():
        if has_class(item, "component"):
            for component in COMPONENTS:
                if has_class(item, component.name):
                    _say(item, component)
        if item.tag == f"{{{SVG}}}svg":
            _name_drawing(item)
        elif item.tag == "table":
            _give_scope(item)


def _say(item: Element, component: Component) -> None:
    if component.epub_type and item.get(_EPUB_TYPE) is None:
        item.set(_EPUB_TYPE, component.epub_type)
    if component.role and item.get("role") is None:
        item.set("role", component.role)


def _name_drawing(item: Element) -> None:
    """Let a drawing in the text be one image with the name its own title gives."""
    title = item.findtext(f"{{{SVG}}}title", "").strip()
    if title:
        item.attrib.setdefault("role", "img")
        item.attrib.setdefault("aria-label", title)


def _give_scope(table: Element) -> None:
    """Tell which cells a header speaks for: its column in the head, its row elsewhere."""
    head = table.find("thead")
    columns = set(head.iter("th")) if head is not None else set()
    for cell in table.iter("th"):
        if cell.get("scope") is None:
            cell.set("scope", "col" if cell in columns else "row")
