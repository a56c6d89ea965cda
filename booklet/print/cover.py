"""Covers on paper: the composition of a booklet's cover and of a pocket guide's.

`layouts/print/cover-parts.html` draws both: the words as text, the art as a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.theme.artwork import cover_art
from booklet.theme.compose_cover import compose_cover
from booklet.theme.cover import POCKET_PAGE, Cover, CoverStyle, CoverText, cover_page_of

if TYPE_CHECKING:
    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.theme.book_strings import BookStrings
    from booklet.theme.editions import Edition

ART = "booklet:art/cover.svg"
"""The address of the drawing on the cover."""


def cover_of(book: Book, strings: BookStrings, edition: Edition) -> Cover:
    """Compose the cover of an edition.

    Raises:
        LayoutError: when a font family is not installed.
    """
    logo = (book.logo.width, book.logo.height) if book.logo else None
    return compose_cover(
        strings.cover_text,
        cover_page_of(edition.trim_size, edition.text_size),
        _style_of(book, strings, edition, logo),
    )


def pocket_cover_of(book: Book, strings: BookStrings, edition: Edition, chapter: Chapter) -> Cover:
    """Compose the cover of a chapter's pocket guide; the booklet's title stands above it.

    Raises:
        LayoutError: when a font family is not installed.
    """
    return compose_cover(
        CoverText(
            title=chapter.title,
            line=strings.title,
            author=chapter.metadata.author or strings.author,
        ),
        POCKET_PAGE,
        _style_of(book, strings, edition, None),
    )


def cover_drawings(cover: Cover) -> dict[str, str]:
    """Draw what a cover shows besides pictures, by its address."""
    return (
        {ART: cover_art(cover.art_colour)} if cover.art and cover.art_kind == "thumbprint" else {}
    )


def _style_of(
    book: Book, strings: BookStrings, edition: Edition, logo: tuple[float, float] | None
) -> CoverStyle:
    return CoverStyle(
        design=book.config.cover,
        accent=edition.accent,
        headings=edition.heading_font,
        text=edition.text_font,
        is_sparing=edition.greyscale,
        is_right_to_left=strings.direction == "rtl",
        logo=logo,
    )
