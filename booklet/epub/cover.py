"""The cover picture: the composition of every cover, drawn as SVG and rendered to pixels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, LayoutError, Severity
from booklet.epub.content import CoverPicture
from booklet.theme.compose_cover import compose_cover
from booklet.theme.cover import EBOOK_PAGE, Cover, CoverStyle
from booklet.theme.cover_svg import cover_svg
from booklet.theme.fallbacks import fallbacks_for, is_drawn
from booklet.theme.typefaces import advance_widths, font_files

if TYPE_CHECKING:
    from booklet.book import Book
    from booklet.theme.book_strings import BookStrings

_PAPER = "#fbf8f2"
_SIGNS_NAMED = 8


def draw_cover(book: Book, strings: BookStrings) -> CoverPicture:
    """Draw the cover, and say what it shows.

    Raises:
        LayoutError: when a font family is not installed.
    """
    config, labels = book.config, strings.labels
    cover = compose_ebook_cover(book, strings)
    said = [f"{labels['cover']}: {strings.title}"]
    said += [words for words in (strings.subtitle, strings.author) if words]
    shown = config.cover_alt if cover.art_kind == "picture" else labels["cover_picture"]
    return CoverPicture(
        svg=draw_ebook_cover(book, cover),
        alt=" ".join(f"{words.rstrip('.')}." for words in (", ".join(said), shown) if words),
        headings=config.fonts.headings,
        text=config.fonts.text,
        missing_signs=missing_signs(cover),
    )


def compose_ebook_cover(book: Book, strings: BookStrings) -> Cover:
    """Compose the e-book's cover; it names no edition.

    Raises:
        LayoutError: when a font family is not installed.
    """
    config = book.config
    style = CoverStyle(
        design=config.cover,
        accent=config.colours.accent,
        headings=config.fonts.headings,
        text=config.fonts.text,
        is_right_to_left=strings.direction == "rtl",
        logo=(book.logo.width, book.logo.height) if book.logo else None,
    )
    return compose_cover(replace(strings.cover_text, edition=""), EBOOK_PAGE, style)


def draw_ebook_cover(book: Book, cover: Cover) -> str:
    """Draw the e-book's cover as SVG."""
    pictures = {"logo": book.logo, "picture": book.cover_picture}
    return cover_svg(cover, _PAPER, {name: one for name, one in pictures.items() if one})


def missing_signs(cover: Cover) -> str:
    """List the signs of a cover that none of our typefaces has, each once."""
    missing: dict[str, None] = {}
    for block in cover.blocks:
        words = "".join(block.lettering.lines)
        families = fallbacks_for(frozenset(words), block.family) or (block.family,)
        known = [advance_widths(family, bold=block.bold) for family in families]
        for sign in words:
            if is_drawn(sign) and not any(sign in each for each in known):
                missing[sign] = None
    return "".join(missing)


def about_missing_signs(signs: str) -> Finding:
    """Say that a cover has signs that come from another typeface, if this machine has one."""
    named = " ".join(signs[:_SIGNS_NAMED]) + (" …" if len(signs) > _SIGNS_NAMED else "")
    return Finding(
        "E703",
        Severity.WARNING,
        f"the cover has signs that the book's typefaces lack: {named}; a typeface of this machine "
        "is used for them, where it has one",
        "Look at the e-book's cover. For the same cover on every machine write them in another "
        "way, or choose a typeface that has them in booklet.toml.",
    )


def render_cover(cover: CoverPicture) -> bytes:
    """Render a cover as a PNG file; the same cover gives the same bytes.

    Only a cover with signs that the book's typefaces lack depends on the fonts of the machine.

    Raises:
        LayoutError: when a typeface is missing, or the picture on it cannot be drawn.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - slow to import, and only e-books need it

    own = cover.headings, cover.text
    try:
        shown = frozenset(cover.svg)
        with font_files(*own, *fallbacks_for(shown, *own), characters=shown) as fonts:
            drawn = svg_to_bytes(
                svg_string=cover.svg,
                width=cover.width,
                height=cover.height,
                skip_system_fonts=not cover.missing_signs,
                font_files=fonts,
                font_family=cover.headings,
                sans_serif_family=cover.headings,
                serif_family=cover.text,
            )
    except ValueError as error:
        raise LayoutError(
            f"the cover of the e-book cannot be drawn: {error}",
            hint="Look at the logo and the picture of the cover: save them again as PNG or JPEG.",
        ) from error
    return bytes(drawn)
