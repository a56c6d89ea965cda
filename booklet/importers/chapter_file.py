"""The file of an imported chapter: metadata, a line on where it came from, the text. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.wording import quote
from booklet.importers.write_markdown import write_markdown

if TYPE_CHECKING:
    from booklet.importers.document import Document

_MARK = re.compile(
    r"^<!-- Imported from (?P<identity>.*) \((?P<digest>[0-9a-f]{12})\) -->\n\n?", re.MULTILINE
)
_LOOKED_AT = 4_000
"""Characters at the start of a chapter in which the line stands."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a chapter came from.

    Attributes:
        identity: of the text it was imported from.
        is_as_imported: whether nobody has changed it since.
    """

    identity: str
    is_as_imported: bool


def write_chapter_file(document: Document, *, author: str = "", language: str = "") -> str:
    """Write a chapter.

    Args:
        document: ready to be written.
        author: of the booklet; a chapter names only another one.
        language: of the booklet, likewise.
    """
    facts = [f"title: {quote(document.title)}"] if document.title else []
    if document.standfirst:
        facts.append(f"standfirst: {quote(document.standfirst)}")
    if document.author and document.author != author:
        facts.append(f"author: {quote(document.author)}")
    if document.date is not None:
        facts.append(f"date: {document.date.isoformat()}")
    if document.language and document.language.split("-")[0] != (language or "en").split("-")[0]:
        facts.append(f"language: {document.language}")
    if document.tags:
        facts.append(f"tags: [{', '.join(map(quote, document.tags))}]")
    head = "---\n" + "".join(f"{fact}\n" for fact in facts) + "---\n\n" if facts else ""
    text = write_markdown(document.blocks, document.notes)
    return f"{head}<!-- Imported from {document.identity} ({_digest(head + text)}) -->\n\n{text}"


def clean_identity(document: Document) -> str:
    """Name a text so that it is known again: as its source does, by its address, or by its title.

    Of a file without a title only the name is taken: its folders are nobody else's business. A
    remark in HTML ends at `-->` (HTML, 13.1.6), so nothing of the kind is in the name.
    """
    file_name = re.split(r"[/\\]", document.path)[-1]
    said = document.identity or document.address or f"'{document.title or file_name}'"
    return " ".join(re.sub(r"-{2,}", "-", said).replace(">", "").split())[:300]


def origin_of(chapter: str) -> Origin | None:
    """Tell where a chapter was imported from; None when its author wrote it here."""
    found = _MARK.search(chapter[:_LOOKED_AT])
    if found is None:
        return None
    rest = chapter[: found.start()] + chapter[found.end() :]
    return Origin(found["identity"], _digest(rest) == found["digest"])


def without_origin(chapter: str) -> str:
    """Take the line off a chapter that says where it came from."""
    return _MARK.sub("", chapter, count=1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()[:12]
