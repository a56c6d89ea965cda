"""Resolve where links of imported texts lead: to other chapters, to the web, or nowhere. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from booklet.common.addresses import is_inside, may_be_linked
from booklet.importers.document import (
    Definition,
    Figure,
    Heading,
    List,
    Paragraph,
    Quote,
    Table,
    Text,
    Verbatim,
)
from booklet.importers.losses import Loss, LossKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from booklet.importers.document import Block, Document, Inline


def resolve_links(document: Document, chapters: Mapping[str, str], own: str) -> Document:
    """Resolve the links of a text.

    Args:
        document: with the addresses of its source.
        chapters: the names of chapters' files, by the bare addresses of their texts.
        own: the name of this chapter's file.

    Returns:
        The text; a link that leads nowhere is taken off its words and listed.
    """
    losses: list[Loss] = []

    def resolve(text: Text, line: int) -> Text:
        address = text.address.strip()
        if not address or address.startswith("#"):
            return replace(text, address="")
        if is_inside(address) and document.address:
            address = urljoin(document.address, address)
        elif address.startswith("//"):
            address = f"https:{address}"
        name = chapters.get(bare_address(address))
        if name is not None and name != own:
            return replace(text, address=name)
        if is_inside(address) or not may_be_linked(address):
            losses.append(Loss(LossKind.LINK, "", line, address[:300]))
            return replace(text, address="")
        return replace(text, address=address)

    blocks = tuple(_with_links(block, resolve) for block in document.blocks)
    notes = tuple(
        replace(note, blocks=tuple(_with_links(block, resolve) for block in note.blocks))
        for note in document.notes
    )
    return replace(document, blocks=blocks, notes=notes).losing(*losses)


def bare_address(address: str) -> str:
    """Write a web address so that two ways to write it are equal."""
    bare = address.strip().partition("#")[0].lower()
    return (
        bare.removeprefix("http:")
        .removeprefix("https:")
        .removeprefix("//")
        .removeprefix("www.")
        .rstrip("/")
    )


def _with_links(block: Block, resolve: Callable[[Text, int], Text]) -> Block:
    def inlines(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(resolve(one, block.line) if isinstance(one, Text) else one for one in content)

    match block:
        case Paragraph() | Heading():
            return replace(block, content=inlines(block.content))
        case List():
            items = tuple(tuple(_with_links(one, resolve) for one in item) for item in block.items)
            return replace(block, items=items)
        case Quote() | Definition():
            inner = replace(block, blocks=tuple(_with_links(one, resolve) for one in block.blocks))
            if isinstance(inner, Definition):
                inner = replace(inner, terms=tuple(map(inlines, inner.terms)))
            return inner
        case Table():
            rows = tuple(tuple(inlines(cell) for cell in row) for row in block.rows)
            return replace(block, rows=rows, caption=inlines(block.caption))
        case Figure():
            return replace(block, caption=inlines(block.caption))
        case Verbatim() | _:
            return block
