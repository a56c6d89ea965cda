"""Roles: the standard structure type of every HTML element (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.weasy.internals import boxes
from booklet.weasy.tags.structure import Kid, Node

if TYPE_CHECKING:
    from booklet.weasy.tags.context import RepairContext

_ROLES = {
    "abbr": "Span",
    "b": "Span",
    "cite": "Span",
    "code": "Code",
    "dfn": "Span",
    "em": "Span",
    "figcaption": "Caption",
    "i": "Span",
    "kbd": "Code",
    "main": "Part",
    "mark": "Span",
    "menu": "L",
    "pre": "P",
    "q": "Quote",
    "samp": "Code",
    "strong": "Span",
    "var": "Span",
}
# `repair_lists` makes labels of the numbers of rules later.
_KEPT = {*_ROLES, "li::before"}
# Roles that WeasyPrint or an earlier repair has given for good.
_FINAL = frozenset(
    (
        *("Art", "BlockQuote", "Caption", "Document", "Figure", "Formula", "Link", "Note", "P"),
        *("H1", "H2", "H3", "H4", "H5", "H6", "L", "LBody", "LI", "Lbl", "Reference", "Sect"),
        *("Table", "TBody", "TD", "TFoot", "TH", "THead", "TR"),
    )
)
_GROUPS = frozenset({"Art", "BlockQuote", "Div", "Document", "LBody", "LI", "Note", "Part", "Sect"})


def mark_languages(document: Node, context: RepairContext) -> None:
    """Name the language of whatever is not in the language of what it stands in."""

    def mark(node: Node, inherited: str) -> None:
        own = inherited
        if node.element is not None:
            own = context.languages.get(node.element, inherited)
        if own.lower() != inherited.lower():
            node.entries["Lang"] = pydyf.String(own)
        for kid in node.nodes:
            mark(kid, own)

    mark(document, context.language)


def assign_roles(document: Node, _context: RepairContext) -> None:
    """Give every element its role, and dissolve boxes that stand for nothing of their own."""
    document.kids = [each for kid in document.kids for each in _assign(kid, document)]


def _assign(kid: Kid, parent: Node) -> list[Kid]:
    """Assign the role of one kid; return it, or what it dissolves into."""
    if not isinstance(kid, Node):
        return [kid]
    is_anonymous = kid.element is not None and _is_same_element(kid, parent)
    if is_anonymous and kid.role not in {"LBody", "LI"}:
        kid.role = "Div" if parent.role in _GROUPS else "Span"
    elif kid.role not in _FINAL:
        kid.role = _role(kid)
    if kid.tag == "abbr" and (expansion := kid.attribute("title")):
        kid.entries["E"] = pydyf.String(expansion)
    kid.kids = [each for below in kid.kids for each in _assign(below, kid)]
    says_nothing = kid.role == "Span" and not kid.entries and kid.tag not in _KEPT
    only_wraps = is_anonymous and all(below.role == "Figure" for below in kid.nodes)
    if says_nothing or (only_wraps and len(kid.nodes) == len(kid.kids)):
        return kid.kids
    return [kid]


def _is_same_element(kid: Node, parent: Node) -> bool:
    return kid.element is parent.element and kid.tag == parent.tag


def _role(node: Node) -> str:
    if role := _ROLES.get(node.tag):
        return role
    if node.box is None or "::" in node.tag or isinstance(node.box, boxes.InlineLevelBox):
        return "Span"
    return "Span" if node.role == "Span" else "Div"
