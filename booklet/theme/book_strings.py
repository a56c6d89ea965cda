"""What a book says about itself, the same words on paper and on screen.

Covers, title page, imprint, the page on how to use the book: their sentences are made here once;
the templates put them where they belong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.components import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.book import Book
    from booklet.theme.editions import Edition

LABELS = {
    "answers": "Answers",
    "ask_for_large_print": "For this booklet in large print, ask whoever gave it to you.",
    "booklet_page": "Page {first} of the booklet",
    "booklet_pages": "Pages {first}–{last} of the booklet",
    "chapter": "Reflection",
    "contents": "Contents",
    "cover": "Cover",
    "cover_picture": "A thumbprint drawn as arches around a small door",
    "front_matter": "Front matter",
    "glossary": "Glossary",
    "how_to_use": "How to use this booklet",
    "identifier": "Identifier",
    "imprint": "About this edition",
    "landmarks": "Landmarks",
    "logo": "Logo",
    "next_step": "My next step",
    "notes": "Notes",
    "owner_date": "Date of our session",
    "owner_hope": "What I hope to take away",
    "owner_name": "This copy belongs to",
    "owner_school": "School",
    "own_rule": "A rule of our own",
    "pages": "Pages",
    "part": "Part",
    "pocket": "Pocket guide",
    "qr": "QR code",
    "rule_cards": "Rule cards",
    "side": "Side",
    "start": "Start of the text",
    "typefaces": "Set in",
    "version": "Version",
}
"""The fixed words of the layout in English; `[labels]` in booklet.toml may say them otherwise."""

_COMPONENT = re.compile(r' data-component="([\w-]+)"')  # words have no such quotation marks
_PRIVATE = {component.name for component in COMPONENTS if component.is_private}
_RULES = re.compile(r'<ol[^>]*class="[^"]*\brules\b')


@dataclass(frozen=True, slots=True)
class BookStrings:
    """The sentences of front and back matter; "" where a book does not say.

    Attributes:
        title: the book's.
        subtitle: the line below it.
        series: the series it belongs to.
        author: all authors, as one line.
        publisher: the school or trust that gives it out.
        description: one or two sentences for the back.
        date_line: the date in the book's language: "1 September 2026".
        version_line: "Version 1.0".
        rights: who may copy it.
        large_print: how to ask for large print; "" in large print itself.
        cover_line: the author's few words for the top of the cover.
        edition_line: which edition this is: "Large print"; "" for the booklet as it is.
        edition_note: whom this edition is for.
        logo_alt: what to say for the logo: whose it is.
        identifier: the book's `urn:`.
        typefaces_line: which typefaces it is set in.
        address: where the book is to be had, with its scheme.
        address_line: the same as one types it.
        language: a BCP 47 tag.
        direction: "ltr" or "rtl".
        components: the names of the components that the chapters use.
        labels: the fixed words of the layout, by name, in the book's language.
    """

    title: str
    subtitle: str
    series: str
    author: str
    publisher: str
    description: str
    date_line: str
    version_line: str
    rights: str
    large_print: str
    cover_line: str
    edition_line: str
    edition_note: str
    logo_alt: str
    identifier: str
    typefaces_line: str
    address: str
    address_line: str
    language: str
    direction: str
    components: frozenset[str]
    labels: Mapping[str, str]


def book_strings_of(book: Book, edition: Edition | None = None) -> BookStrings:
    """Put together what `book` says about itself.

    Args:
        book: finished.
        edition: for paper; None for the e-book.
    """
    config, language = book.config, book.config.speech
    labels = {name: language.label(name, english) for name, english in LABELS.items()}
    typefaces = (config.fonts.text, config.fonts.headings)
    if edition:
        typefaces = (edition.text_font, edition.heading_font)
    return BookStrings(
        title=book.title,
        subtitle=config.subtitle,
        series=config.series,
        author=config.author,
        publisher=config.publisher,
        description=config.description,
        date_line=language.long_date(config.date) if config.date else "",
        version_line=f"{labels['version']} {config.version}" if config.version else "",
        rights=config.rights,
        large_print=""
        if edition and edition.is_large_print
        else config.large_print or labels["ask_for_large_print"],
        cover_line=config.cover_line,
        edition_line=edition.title if edition else "",
        edition_note=edition.description if edition else "",
        logo_alt=": ".join(filter(None, (labels["logo"], config.publisher))),
        identifier=book.identifier,
        typefaces_line=f"{labels['typefaces']} {' · '.join(dict.fromkeys(typefaces))}",
        address=config.address,
        address_line=config.address.split("://", 1)[-1].rstrip("/"),
        language=config.language,
        direction=language.direction,
        components=components_in(book),
        labels=labels,
    )


def components_in(book: Book) -> frozenset[str]:
    """Name the components that readers meet; `rules` and metadata's aims among them."""
    found: set[str] = set()
    for chapter in book.chapters:
        found.update(_COMPONENT.findall(chapter.html))
        if _RULES.search(chapter.html):
            found.add("rules")
        if chapter.metadata.aims:
            found.add("aims")
    return frozenset(found - _PRIVATE)
