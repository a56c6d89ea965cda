"""What a component is: a name, its options, its label, and what it becomes in each medium.

This module holds no component; each has a file of its own beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from booklet.language import Language


class Medium(StrEnum):
    """Where a chapter is going to be read."""

    PRINT = "print"
    EBOOK = "ebook"


@dataclass(frozen=True, slots=True)
class ComponentContext:
    """What components may know of the book around them.

    Attributes:
        slug: the chapter's, the prefix of every id.
        language: for labels and dates.
        session: the day of the training session, if it is known.
        aims: from the chapter's metadata, as plain text; shown at the start of the chapter unless
            it has an `[!aims]` box of its own.
        lines_per_page: how many ruled lines fill a page of notes.
    """

    slug: str
    language: Language
    session: date | None = None
    aims: tuple[str, ...] = ()
    lines_per_page: int = 19
