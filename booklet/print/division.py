"""What is typeset in one go: the front matter, a chapter, a page of notes, the back matter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Partition(StrEnum):
    """The three parts every book has (EPUB Structural Semantics, document partitions)."""

    FRONT_MATTER = "front_matter"
    BODY_MATTER = "body_matter"
    BACK_MATTER = "back_matter"


MOST_SHORT_PAGES = 24
"""Pages of a booklet that needs no second title page."""


@dataclass(frozen=True, slots=True)
class Division:
    """One unit of typesetting: it depends on no other division's text, only on page numbers.

    Attributes:
        name: unique in the book: `front-matter`, a chapter's slug, `back-matter`.
        title: for progress and messages.
        partition: front matter is numbered in roman figures, the rest in arabic.
        html: a whole HTML document without style sheets. Links to other places in the book are
            `<a href="#ID">`; where the style sheet prints `target-counter(attr(href), page)`, the
            folio of that place appears, whichever division it is in.
        source: the file its text comes from, relative to the project; "" when it is our own.
        own_words: what only this copy of the book says in it; empty when other copies have the same
            text. Nothing of such a division is kept in the cache.
        is_one_page: whether it is meant to be one page as it comes, so that copyfitting has nothing
            to decide.
        lines: the line of `source` that each block with an id begins on, by the block's id.
        style: CSS for this division alone, which comes after the book's.
        closer: the same content as `html`, set closer and closer, for where `together` asks for it.
        together: the ids of what should begin on one page; of the forms of a division the first is
            taken that grants it, or else the closest.
        most_pages: that are of use: one that comes out longer is not drawn; 0 for any number.
    """

    name: str
    title: str
    partition: Partition
    html: str
    source: str = ""
    own_words: tuple[str, ...] = ()
    is_one_page: bool = False
    lines: tuple[tuple[str, int], ...] = ()
    style: str = ""
    closer: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    most_pages: int = 0


@dataclass(frozen=True, slots=True)
class PrintBook:
    """A book made ready for typesetting.

    Attributes:
        divisions: in reading order.
        notes_page: one page, set wherever a page would stay empty: before a recto that must open
            a division, and before the back cover until the paper is full; None leaves no gap to
            fill, as on a sheet of its own.
        back_cover: one page, always the last; None for none.
        gap_page: one page to sum up what was read, in the place of a page of notes before a recto
            that must open a division; None for a page of notes there, too.
        stylesheet: the CSS for all of them; it names resources by their `booklet:` addresses.
        resources: every font and picture by its address, such as `booklet:font/Literata.ttf` or
            `booklet:picture/map-3f2a9c.png`; nothing else can be loaded while pages are set.
        title: of the document, for the PDF's metadata.
        author: "" when there is none.
        language: a BCP 47 tag: `en-GB`.
        description: one sentence, or "".
        keywords: what the book is about.
        identifier: the book's `urn:`.
        modified: the only date that goes into the file.
        page_multiple: 4 for folded sheets, 2 for leaves, 1 when any number of pages will do.
        opens_on_recto: whether every chapter begins on a right-hand page; where the numbering
            begins anew, a division does in any case.
        first_page_number: the first number in arabic figures.
        copyfit: whether lines to write on, pictures and page breaks are chosen so that pages are
            full and few.
        pages_on_a_sheet: of paper, both sides printed.
        is_grey: whether everything on its pages is black, white or grey.
        short_front_matter: stands in the place of the division of the same name when the book then
            has no more than `MOST_SHORT_PAGES`; None where its length makes no difference.
        accent: its colour, as style sheet, HTML and drawings name it: `#rrggbb`; "" for none.
    """

    divisions: tuple[Division, ...]
    notes_page: Division | None
    back_cover: Division | None
    stylesheet: str
    resources: Mapping[str, bytes]
    title: str
    author: str
    language: str
    description: str
    keywords: tuple[str, ...]
    identifier: str
    modified: date
    page_multiple: int = 4
    opens_on_recto: bool = True
    first_page_number: int = 1
    gap_page: Division | None = None
    copyfit: bool = False
    pages_on_a_sheet: int = 4
    is_grey: bool = False
    short_front_matter: Division | None = None
    accent: str = ""
