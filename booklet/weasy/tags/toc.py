"""The contents page: `TOC` with one `TOCI` for each entry (ISO 32000-1, 14.8.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.tags.structure import Node

if TYPE_CHECKING:
    from booklet.weasy.tags.context import RepairContext
    from booklet.weasy.tags.structure import Kid


def repair_contents(document: Node, _context: RepairContext) -> None:
    """Make a table of contents of the lists in `<nav role="doc-toc">`."""
    for node in document.walk():
        if node.tag == "nav" and "doc-toc" in node.attribute("role").split():
            for below in node.walk():
                _make_entries(below)


def _make_entries(node: Node) -> None:
    if node.role == "L":
        node.role = "TOC"
        node.attributes.pop("List", None)
    elif node.role == "LI":
        node.role = "TOCI"
        node.kids = [each for kid in node.kids for each in _entry(kid)]


def _entry(kid: Kid) -> list[Kid]:
    """Lift an entry out of its list item's body; its link becomes a reference."""
    if not isinstance(kid, Node):
        return [Node("P", [kid])]
    if kid.role == "LBody":
        return [each for below in kid.kids for each in _entry(below)]
    return [Node("Reference", [kid])] if kid.role == "Link" else [kid]
