"""Lists: every item has its label and its body (ISO 32000-1, 14.8.4.3.3); contents are `TOC`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.tags.structure import Kid, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.tags.context import RepairContext

_NUMBERINGS = {
    "circle": "Circle",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "disc": "Disc",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "lower-roman": "LowerRoman",
    "square": "Square",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "upper-roman": "UpperRoman",
}


def repair_lists(document: Node, context: RepairContext) -> None:
    """Put labels beside bodies, nested lists into their items, and say how items are numbered."""
    for node in reversed([each for each in document.walk() if each.role == "L"]):
        if node.tag == "dl":
            node.kids = list(_definitions(node))
        else:
            node.kids = list(_items(node, context))
            _number(node)
    for node in document.walk():
        if node.role not in {"L", "LI"}:
            for stray in node.nodes:
                if stray.role in {"LBody", "LI"}:
                    stray.role = "Div"


def _items(node: Node, context: RepairContext) -> list[Node]:
    items: list[Node] = []
    for kid in node.kids:
        if isinstance(kid, Node) and kid.role == "L" and items:
            _nest(kid, items[-1], context)
        elif isinstance(kid, Node) and kid.role == "LI":
            items.append(_item(kid))
        else:
            items.append(Node("LI", [Node("LBody", [kid])]))
    return items


def _item(item: Node) -> Node:
    """Split an item into its label, from a marker or from `::before`, and its body."""
    labels = [*_extract(item, "li::marker"), *_extract(item, "li::before")]
    body = Node("LBody", _content(item), box=item.box)
    body.kids[:0] = labels[1:]
    item.kids = [body]
    if labels:
        labels[0].role = "Lbl"
        item.kids.insert(0, labels[0])
    return item


def _extract(item: Node, tag: str) -> Iterator[Node]:
    """Remove generated content from an item, also from boxes that only wrap its text; yield it."""
    for kid in item.nodes:
        if kid.element is not item.element:
            continue
        if kid.tag == tag:
            item.kids.remove(kid)
            yield kid
        elif kid.tag == item.tag:
            yield from _extract(kid, tag)


def _content(item: Node) -> list[Kid]:
    """Dissolve the body that WeasyPrint made, and a box that wraps all of the item's text."""
    kids = [
        each
        for kid in item.kids
        for each in (_content(kid) if isinstance(kid, Node) and _is_body(kid, item) else [kid])
    ]
    only = kids[0] if len(kids) == 1 else None
    if isinstance(only, Node) and only.element is item.element and only.tag == item.tag:
        return only.kids
    return kids


def _is_body(kid: Node, item: Node) -> bool:
    return kid.role in {"LBody", "LI"} and kid.element is item.element


def _nest(nested: Node, item: Node, context: RepairContext) -> None:
    """Put a nested list where the HTML has it: WeasyPrint leaves it behind its item."""
    body = item.nodes[-1]
    order = context.order_of(nested.element, 0)
    for position, kid in enumerate(body.kids):
        if isinstance(kid, Node) and context.order_of(kid.element, 0) > order:
            body.kids.insert(position, nested)
            return
    body.kids.append(nested)


def _number(node: Node) -> None:
    """Say how items are numbered, where they have labels (14.8.5.5)."""
    if not any(kid.role == "Lbl" for item in node.nodes for kid in item.nodes):
        return
    style = None if node.box is None else node.box.style["list_style_type"]
    named = _NUMBERINGS.get(style) if isinstance(style, str) else None
    unnamed = "Decimal" if node.tag == "ol" else "Disc"
    node.attributes["List"] = {"ListNumbering": f"/{named or unnamed}"}


def _definitions(node: Node) -> Iterator[Node]:
    """Make one item of each term with its definitions: the term is the label."""
    item = Node("LI")
    for part in _terms(node):
        has_body = bool(item.nodes) and item.nodes[-1].role == "LBody"
        if part.tag == "dt" and has_body:
            yield item
            item = Node("LI")
            has_body = False
        content = _content(part)
        if part.tag == "dt":
            item.kids.append(Node("Lbl", content, box=part.box, entries=part.entries))
        elif has_body:
            item.nodes[-1].kids.append(Node("Div", content, entries=part.entries))
        else:
            item.kids.append(Node("LBody", content, box=part.box, entries=part.entries))
    if item.kids:
        yield item


def _terms(node: Node) -> Iterator[Node]:
    """Yield terms and definitions, also from the groups that HTML allows around them."""
    for kid in node.nodes:
        if kid.role == "Div":
            yield from _terms(kid)
        else:
            yield kid


def repair_contents(document: Node, _context: RepairContext) -> None:
    """Make `TOC` of the lists in `<nav role="doc-toc">`, `TOCI` of their items (14.8.4.2)."""
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
