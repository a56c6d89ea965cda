"""Pieces: join what lines and pages have broken apart into one element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.tags.structure import Node

if TYPE_CHECKING:
    from collections.abc import Hashable

    from booklet.weasy.tags.context import RepairContext

_REPEATED = frozenset({"TFoot", "THead"})


def merge_split_elements(document: Node, _context: RepairContext) -> None:
    """Join neighbours that stand for the same HTML element.

    Cells of a row and columns of a page lie between the pieces of one another, so pieces of an
    element are joined wherever they are among their siblings. The head of a table, which is
    repeated on each page, is kept once; the repetition is an artifact.
    """
    for node in document.walk():
        kept: list[object] = []
        pieces: dict[Hashable, Node] = {}
        for kid in node.kids:
            if not isinstance(kid, Node) or kid.element is None:
                kept.append(kid)
                continue
            key = (kid.element, kid.tag, kid.role)
            first = pieces.get(key)
            if first is None or (kid.element is node.element and kept[-1] is not first):
                pieces[key] = kid
                kept.append(kid)
            elif kid.role not in _REPEATED:
                first.kids.extend(kid.kids)
        node.kids = kept  # type: ignore[assignment]  # the kids it had, fewer
