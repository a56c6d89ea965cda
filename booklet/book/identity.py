"""What a book is called when its author does not say: title, file name, identifier, date."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING

from booklet.common.file_names import to_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.config import Config
    from booklet.markup.chapter import Chapter

UNDATED = dt.date(2000, 1, 1)
"""The date of a book whose sources name none; the same sources must give the same files."""

_NAMESPACE = uuid.UUID("5a5a4f50-3c6e-4d0e-9b0d-3f8f6f4b7c11")


def book_title(config: Config, folder_name: str, chapters: Sequence[Chapter]) -> str:
    """Choose the title: the author's, or the only chapter's, or the folder's name made readable."""
    if config.title:
        return config.title
    if len(chapters) == 1:
        return chapters[0].title
    words = " ".join(re.sub(r"[-_]+", " ", folder_name).split())
    return words[:1].upper() + words[1:] or "Booklet"


def file_slug(title: str) -> str:
    """Make a title fit for file names on every system."""
    slug = re.sub(r"[^a-z0-9]+", "-", to_ascii(title).lower()).strip("-")
    return slug[:60].strip("-") or "booklet"


def book_identifier(config: Config, title: str) -> str:
    """Choose the identifier: the author's, or the ISBN, or one made for the book.

    It stays the same between builds and on every machine (RFC 9562, 5.5), and changes with title,
    authors and language.
    """
    if config.identifier:
        return config.identifier
    if config.isbn:
        return f"urn:isbn:{config.isbn}"
    source = "\n".join((title, *config.authors, config.language))
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, source)}"


def newest_date(config: Config, chapters: Iterable[Chapter]) -> dt.date:
    """Find the newest date that the sources name: the clock has no say in what is built."""
    dates = (config.date, *(chapter.metadata.date for chapter in chapters))
    return max((day for day in dates if day), default=UNDATED)
