"""Find where in a structure tree a form field belongs: where its element is in the HTML.

Lines and boxes that are only drawn have no element in the tree, so nothing is there to replace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.tags.structure import Node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.weasy.tags.context import RepairContext

_CLOSED = frozenset({"L", "LI", "TBody", "TFoot", "THead", "TOC", "TOCI", "TR", "Table"})
"""Roles that hold certain other elements only (ISO 32000-1, 14.8.4.3)."""


def find_position(tree: Node, element: Element, context: RepairContext) -> tuple[int, ...]:
    """Find the position for a field in the deepest element around it.

    Args:
        tree: repaired.
        element: the first of the HTML elements that the field stands for.
        context: the HTML.

    Returns:
        The index of each kid on the way down, then the index to insert at.
    """
    around = set(context.around(element))
    path: list[int] = []
    node = tree
    while (step := _step(node, element, around, context)) is not None:
        path.append(step)
        kid = node.kids[step]
        if not isinstance(kid, Node):  # never: steps lead to elements
            break
        node = kid
    return (*path, _position(node, element, context))


def _step(node: Node, element: Element, around: set[Element], context: RepairContext) -> int | None:
    """Choose the kid to go down to: one around the field, or one that may hold it."""
    nodes = [(index, kid) for index, kid in enumerate(node.kids) if isinstance(kid, Node)]
    for index, kid in nodes:
        if any(each.element in around for each in _first_named(kid)):
            return index
    if node.role not in _CLOSED:
        return None
    before = [index for index, kid in nodes if _order(kid, context) < context.order[element]]
    bodies = [index for index, kid in nodes if kid.role != "Lbl"]
    candidates = [index for index in before if index in bodies] or bodies
    return candidates[-1] if candidates else None


def _first_named(node: Node) -> Iterator[Node]:
    """Yield a node, or, when repairs added it around others, those inside."""
    if node.element is not None:
        if "::" not in node.tag:  # what style sheets generate stands for no element
            yield node
        return
    for kid in node.nodes:
        yield from _first_named(kid)


def _position(node: Node, element: Element, context: RepairContext) -> int:
    """Choose the index among a node's kids: before whatever comes later in the HTML."""
    order = context.order[element]
    later = (
        index
        for index, kid in enumerate(node.kids)
        if isinstance(kid, Node) and kid.element is not None and _order(kid, context) > order
    )
    before_text = next(
        (index for index, kid in enumerate(node.kids) if not isinstance(kid, Node)),
        len(node.kids),
    )
    is_first = node.element is not None and not _has_text_before(node.element, element)
    end = next(later, len(node.kids))
    return min(end, before_text) if is_first else end


def _order(node: Node, context: RepairContext) -> int:
    """Return the index of a node's element in the HTML; -1 for one that stands for none."""
    orders = (context.order_of(each.element, -1) for each in _first_named(node))
    return next(orders, -1)


def _has_text_before(around: Element, element: Element) -> bool:
    """Say whether an element's text begins before another one inside it."""
    for each in around.iter():
        if each is element:
            return False
        if (each.text or "").strip():
            return True
        is_over = each is not around and (each.tail or "").strip()
        if is_over and not any(inner is element for inner in each.iter()):
            return True
    return False
