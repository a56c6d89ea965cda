"""Paragraphs: put text into them, and remove empty elements."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from booklet.weasy.tags.structure import Mark, Node

if TYPE_CHECKING:
    from collections.abc import Iterable

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
