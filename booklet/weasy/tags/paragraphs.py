"""Paragraphs: put text into them, join what pages have split, and remove empty elements."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from booklet.weasy.tags.structure import Mark, Node

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from booklet.weasy.tags.context import RepairContext
    from booklet.weasy.tags.structure import Kid

_GROUPS = frozenset({"Art", "BlockQuote", "Div", "Document", "Part", "Sect"})
_HOLDERS = _GROUPS | {"LBody", "Note", "TD", "TH"}
_INLINE = frozenset({"Code", "Formula", "Figure", "Link", "Note", "Quote", "Reference", "Span"})
_KEPT_EMPTY = frozenset({"TD", "TH"})  # a table needs all its cells


def make_paragraphs(document: Node, _context: RepairContext) -> None:
    """Put text that stands straight in a grouping element, or beside blocks, into a paragraph."""
    for node in document.walk():
        runs = [(is_inline, list(run)) for is_inline, run in groupby(node.kids, _is_inline)]
        is_all_text = len(runs) == 1 and runs[0][0]
        if node.role not in (_GROUPS if is_all_text else _HOLDERS):
            continue
        if is_all_text and node.role == "Div" and not _is_pictures(node.kids):
            node.role = "P"
            continue
        node.kids = [
            kid
            for is_inline, run in runs
            for kid in ([Node("P", run)] if is_inline and not _is_pictures(run) else run)
        ]


def _is_inline(kid: Kid) -> bool:
    return not isinstance(kid, Node) or kid.role in _INLINE


def _is_pictures(kids: Iterable[Kid]) -> bool:
    return all(isinstance(kid, Node) and kid.role == "Figure" for kid in kids)


def prune(document: Node, context: RepairContext) -> None:
    """Remove elements without content: boxes that only draw a rule or a frame."""
    for node in document.nodes:
        prune(node, context)
    document.kids = [kid for kid in document.kids if not _is_empty(kid)]


def _is_empty(kid: Kid) -> bool:
    return isinstance(kid, Node) and not kid.kids and kid.role not in _KEPT_EMPTY


def merge_text(document: Node, _context: RepairContext) -> None:
    """Let text belong to its element straight, without a `Span` for each line."""
    for node in document.walk():
        node.kids = [each for kid in node.kids for each in _text(kid)]


def _text(kid: Kid) -> list[Kid]:
    if isinstance(kid, Node) and kid.box is None and kid.role == "Span" and not kid.entries:
        return [each for each in kid.kids if isinstance(each, Mark)]
    return [kid]


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
