"""What planning a book's pages needs to know of it: names, lengths and links, but no text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.weasy.html_links import find_links

if TYPE_CHECKING:
    from booklet.print.division import Division, Partition, PrintBook
    from booklet.weasy.html_links import Links


@dataclass(frozen=True, slots=True)
class DivisionSummary:
    """A division without its HTML.

    Attributes:
        name: unique in the book; each page of notes gets one of its own.
        title: for progress and messages.
        partition: of the book.
        source: the file its text comes from; "" when it is our own.
        document: the name of the division whose HTML is rendered: all pages of notes share one.
        length: characters of HTML.
        links: its ids, what it refers to, and the files it shows.
    """

    name: str
    title: str
    partition: Partition
    source: str
    document: str
    length: int
    links: Links


@dataclass(frozen=True, slots=True)
class BookSummary:
    """A print book without its text; the attributes are those of `PrintBook`."""

    divisions: tuple[DivisionSummary, ...]
    notes_page: DivisionSummary | None
    back_cover: DivisionSummary | None
    page_multiple: int
    opens_on_recto: bool
    first_page_number: int
    gap_page: DivisionSummary | None = None


def summarise(book: PrintBook) -> BookSummary:
    """Read what there is to know of each division."""
    return BookSummary(
        divisions=tuple(map(summarise_division, book.divisions)),
        notes_page=summarise_division(book.notes_page) if book.notes_page else None,
        back_cover=summarise_division(book.back_cover) if book.back_cover else None,
        page_multiple=book.page_multiple,
        opens_on_recto=book.opens_on_recto,
        first_page_number=book.first_page_number,
        gap_page=summarise_division(book.gap_page) if book.gap_page else None,
    )


def summarise_division(division: Division) -> DivisionSummary:
    """Read what there is to know of one division."""
    return DivisionSummary(
        name=division.name,
        title=division.title,
        partition=division.partition,
        source=division.source,
        document=division.name,
        length=len(division.html),
        links=find_links(division.html),
    )
