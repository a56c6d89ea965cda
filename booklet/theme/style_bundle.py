"""How one edition of a book looks: its style sheet, and every font and picture that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.theme.artwork import cover_art, mark
from booklet.theme.fonts import find_typefaces
from booklet.theme.greys import in_grey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.book import Book
    from booklet.manuscript.pictures import Picture
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

LOGO = "booklet:art/logo"
"""The address of the school's logo."""

_STYLESHEETS = (
    "print/page.css",
    "print/text.css",
    "print/components.css",
    "print/matter.css",
    "print/edition.css",
    "print/custom.css",
)


@dataclass(frozen=True, slots=True)
class StyleBundle:
    """What the divisions of one edition are dressed in.

    Attributes:
        stylesheet: the CSS for all of them.
        resources: what it and the documents name, by `booklet:` addresses.
    """

    stylesheet: str
    resources: Mapping[str, bytes]


def style_bundle_of(book: Book, edition: Edition, layouts: Layouts, *more: str) -> StyleBundle:
    """Collect an edition's looks.

    Args:
        book: for its pictures and its logo.
        edition: for its tokens.
        layouts: where its style sheets come from.
        more: style sheets besides those of a booklet.

    Raises:
        LayoutError: when a style sheet or a font is missing.
    """
    typefaces = find_typefaces(edition.text_font, edition.heading_font)
    shown = {picture_address(picture): picture for picture in book.pictures.values()}
    if book.logo:
        shown[LOGO] = book.logo
    return StyleBundle(
        stylesheet="\n".join((typefaces.css, _tokens(edition), layouts.css(*_STYLESHEETS, *more))),
        resources={
            **typefaces.files,
            "booklet:art/cover.svg": cover_art(edition.accent).encode(),
            "booklet:art/mark.svg": mark(edition.accent).encode(),
            **{
                address: in_grey(picture) if edition.greyscale else picture.content
                for address, picture in shown.items()
            },
        },
    )


def picture_address(picture: Picture) -> str:
    """Name a chapter's picture while pages are set."""
    return f"booklet:picture/{picture.name}"


def _tokens(edition: Edition) -> str:
    """Write an edition's tokens as custom properties, for text and for margins."""
    leading = round(edition.text_size * edition.line_height, 2)
    properties = (
        f"--accent: {edition.accent}; --ink: #1a1a1a; --quiet: #4d4d4d; --line: #8a8a8a; "
        f'--text-font: "{edition.text_font}"; --heading-font: "{edition.heading_font}"; '
        f'--code-font: "JetBrains Mono"; --text-size: {edition.text_size:g}pt; '
        f"--leading: {leading:g}pt;"
    )
    return f":root {{ {properties} }}\n@page {{ {properties} }}"
