"""Choose which of the texts that were read become chapters, and in which order. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from booklet.importers.document import Status
from booklet.importers.losses import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.importers.document import Document


class Order(StrEnum):
    """How chapters are put in order."""

    DATE = "date"
    MENU = "menu"
    FILE = "file"


class Include(StrEnum):
    """What is left out unless it is asked for."""

    DRAFTS = "drafts"
    PRIVATE = "private"
    PROTECTED = "protected"
    TRASH = "trash"
    OTHERS = "others"
    COMMENTS = "comments"


_ASKED_FOR_BY = {
    Status.DRAFT: Include.DRAFTS,
    Status.PRIVATE: Include.PRIVATE,
    Status.PROTECTED: Include.PROTECTED,
    Status.TRASH: Include.TRASH,
    Status.OTHER: Include.OTHERS,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What an author wants of an export; an empty field asks for everything.

    Attributes:
        only: words of titles; one of them is enough.
        since: the first day.
        until: the last day.
        tags: categories or tags; one of them is enough.
        include: what is otherwise left out.
        order: of the chapters.
    """

    only: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    tags: tuple[str, ...] = ()
    include: frozenset[Include] = frozenset()
    order: Order = Order.DATE


def choose(
    documents: Iterable[Document], choice: Choice
) -> tuple[tuple[Document, ...], tuple[LeftOut, ...]]:
    """Choose texts.

    Returns:
        Those that become chapters, in order, and the others.
    """
    chosen: list[Document] = []
    left_out: list[LeftOut] = []
    for document in documents:
        kind = "page" if document.is_page else "text"
        name = f"the {kind} '{document.title or document.path}'"
        option = _ASKED_FOR_BY.get(document.status)
        if not (document.blocks or document.standfirst):
            left_out.append(LeftOut(f"{name} (there is no text in it)", len(document.words)))
        elif not _is_asked_for(document, choice):
            left_out.append(LeftOut(f"{name} (not asked for)", len(document.words)))
        elif option is not None and option not in choice.include:
            hint = f"--include {option}"
            left_out.append(LeftOut(f"{name} ({document.status.value})", len(document.words), hint))
        else:
            chosen.append(document)
    return _in_order(chosen, choice.order), tuple(left_out)


def _is_asked_for(document: Document, choice: Choice) -> bool:
    title, tags = document.title.casefold(), {tag.casefold() for tag in document.tags}
    day = document.date
    return (
        (not choice.only or any(words.casefold() in title for words in choice.only))
        and (not choice.tags or any(tag.casefold() in tags for tag in choice.tags))
        and (choice.since is None or (day is not None and day >= choice.since))
        and (choice.until is None or (day is not None and day <= choice.until))
    )


def _in_order(documents: Sequence[Document], order: Order) -> tuple[Document, ...]:
    """Sort texts; those of one day, and those without a day, keep the order of their file."""
    if order is Order.DATE and all(document.date for document in documents):
        return tuple(sorted(documents, key=lambda one: one.date or dt.date.min))
    if order is Order.MENU:
        return tuple(sorted(documents, key=lambda one: one.order))
    return tuple(documents)
