"""Links: one element for each link, one annotation for each line of it, with words for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.weasy.tags.context import text_of
from booklet.weasy.tags.structure import LinkArea, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.weasy.tags.context import RepairContext

_SMALLEST = 0.5  # points: what is narrower cannot be clicked


def repair_links(document: Node, _context: RepairContext) -> None:
    """Give every piece of a link a single annotation that covers all of it.

    WeasyPrint adds one for each box inside a link too, such as emphasis or a leader.
    """
    for piece in _outermost_links(document):
        areas = [leaf for leaf in piece.leaves() if isinstance(leaf, LinkArea)]
        for node in piece.walk():
            node.kids = [kid for kid in node.kids if not isinstance(kid, LinkArea)]
            if node.role == "Link":
                node.role = "Span"
        if areas and (rectangle := _cover(areas)):
            area = areas[0]
            area.annotation["Rect"] = pydyf.Array(rectangle)
            if piece.element is not None and (text := text_of(piece.element)):
                area.annotation["Contents"] = pydyf.String(text)
            piece.role = "Link"
            piece.kids.insert(0, area)


def _outermost_links(node: Node) -> Iterator[Node]:
    for kid in node.nodes:
        if kid.role == "Link" or any(isinstance(each, LinkArea) for each in kid.kids):
            yield kid
        else:
            yield from _outermost_links(kid)


def _cover(areas: Iterable[LinkArea]) -> tuple[float, ...] | None:
    """Find the smallest rectangle around all areas; none when it could not be seen."""
    rectangles = [area.annotation["Rect"] for area in areas]
    horizontal = [x for rectangle in rectangles for x in rectangle[::2]]
    vertical = [y for rectangle in rectangles for y in rectangle[1::2]]
    left, right, bottom, top = min(horizontal), max(horizontal), min(vertical), max(vertical)
    if right - left < _SMALLEST or top - bottom < _SMALLEST:
        return None
    return tuple(round(each, 3) for each in (left, bottom, right, top))
