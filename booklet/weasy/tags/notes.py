"""Footnotes: set at the foot of the page, read where they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.weasy.internals import boxes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.weasy.tags.context import RepairContext
    from booklet.weasy.tags.structure import Node


def place_notes(document: Node, context: RepairContext) -> None:
    """Move each footnote behind its call: `Reference`, then `Note` (ISO 32000-1, 14.8.4.4)."""
    notes: dict[Element | None, Node] = {}
    for area in [node for node in document.nodes if isinstance(node.box, boxes.FootnoteAreaBox)]:
        document.kids.remove(area)
        for piece in area.nodes:
            _label(piece)
            whole = _begun(piece, notes)
            if whole is not None:
                whole.kids.extend(piece.kids)
                continue
            piece.role = "Note"
            piece.entries["ID"] = pydyf.String(f"{context.name}-note-{len(notes) + 1}")
            notes[piece.element] = piece
    for node in document.walk():
        for call in node.nodes:
            if call.tag.endswith("::footnote-call") and call.element in notes:
                call.role = "Reference"
                node.kids.insert(node.kids.index(call) + 1, notes.pop(call.element))
    document.kids.extend(notes.values())


def _begun(piece: Node, notes: dict[Element | None, Node]) -> Node | None:
    """Find the note that a piece is the rest of, where it is: it may go on on the next page."""
    if piece.element is None:
        return None
    beginning = piece.element.get("data-note-of")
    if beginning is None:
        return notes.get(piece.element)
    return next(
        (
            note
            for element, note in reversed(notes.items())
            if element is not None and element.get("id", "") == beginning
        ),
        None,
    )


def _label(note: Node) -> None:
    for node in note.walk():
        if node.tag.endswith("::footnote-marker"):
            node.role = "Lbl"
