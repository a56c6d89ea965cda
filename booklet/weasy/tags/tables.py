"""Tables: header cells say what they head, under identifiers that are unique in the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.weasy.tags.context import RepairContext
    from booklet.weasy.tags.structure import Node


def repair_tables(document: Node, context: RepairContext) -> None:
    """Give header cells their scope, and an identifier that follows from the HTML."""
    for node in document.walk():
        if node.role != "TH" or node.element is None:
            continue
        node.attributes.setdefault("Table", {})["Scope"] = _scope(node.element, context)
        if identifier := node.entries.get("ID"):
            # Data cells name their headers by these same objects.
            identifier.string = f"{context.name}-th-{context.order[node.element]}"


def _scope(element: Element, context: RepairContext) -> str:
    """Say what a header cell heads, as HTML does where the author does not."""
    declared = element.get("scope", "").lower()
    if declared.startswith("row"):
        return "/Row"
    if declared.startswith("col"):
        return "/Column"
    row = context.parents[element]
    if row[0] is element and any(cell.tag == "td" for cell in row):
        return "/Row"
    return "/Column"
