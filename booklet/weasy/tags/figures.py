"""Pictures: those that mean something say so in words, the rest are artifacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.weasy.internals import boxes
from booklet.weasy.page_boxes import POINTS_PER_PIXEL
from booklet.weasy.tags.context import text_of
from booklet.weasy.tags.structure import Node

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.weasy.protocols import Box
    from booklet.weasy.tags.context import RepairContext

_SVG_TITLE = "{http://www.w3.org/2000/svg}title"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"


def repair_figures(document: Node, context: RepairContext) -> None:
    """Describe pictures and formulas, and leave decoration out of the tree."""
    for node in document.walk():
        node.kids = [
            kid for kid in node.kids if not (isinstance(kid, Node) and _is_decoration(kid, context))
        ]
        for kid in node.nodes:
            if kid.box is not None and isinstance(kid.box, boxes.ReplacedBox):
                _describe(kid, kid.box, context)
            elif kid.tag == _MATH:
                _make_formula(kid)


def _is_decoration(node: Node, context: RepairContext) -> bool:
    element = node.element
    if element is None:
        return False
    if (node.box is not None and node.box.is_leader) or element.get("aria-hidden") == "true":
        return True
    if not isinstance(node.box, boxes.ReplacedBox):
        return False
    if element.get("role") in {"presentation", "none"} or element.get("alt") == "":
        return True
    if _alternative_text(element):
        return False
    source = element.get("src") or element.get("data") or "data:"
    shown = "a drawing or picture" if source.startswith("data:") else f"'{source}'"
    context.diagnostics.note(
        "T608",
        f"{shown} has no alternative text",
        "Say in a few words what it shows, between the square brackets of the image; leave them "
        "empty only when it is mere decoration.",
    )
    return True


def _alternative_text(element: Element) -> str:
    title = element.find(_SVG_TITLE)
    candidates = (
        element.get("alt"),
        element.get("aria-label"),
        title.text if title is not None else None,
        element.get("title"),
    )
    return next((" ".join(text.split()) for text in candidates if text and text.strip()), "")


def _describe(node: Node, box: Box, context: RepairContext) -> None:
    """Give a picture its alternative text and its place on the page (ISO 32000-1, 14.8.5.4.3)."""
    node.role = "Figure"
    node.entries["Alt"] = pydyf.String(
        "" if node.element is None else _alternative_text(node.element)
    )
    page_index = next(node.leaves()).page_index
    top = context.page_heights[page_index]
    left, right = box.content_box_x(), box.content_box_x() + box.width
    upper, lower = box.content_box_y(), box.content_box_y() + box.height
    corners = (
        left * POINTS_PER_PIXEL,
        top - lower * POINTS_PER_PIXEL,
        right * POINTS_PER_PIXEL,
        top - upper * POINTS_PER_PIXEL,
    )
    node.attributes["Layout"] = {"BBox": pydyf.Array(round(each, 3) for each in corners)}


def _make_formula(node: Node) -> None:
    """A formula is read as its alternative text; its letters are content without structure."""
    text = node.attribute("alttext")
    if not text and node.element is not None:
        text = text_of(node.element)
    node.role = "Formula"
    node.entries["Alt"] = pydyf.String(text)
    node.kids = list(node.leaves())
