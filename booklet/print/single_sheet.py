"""A document of one template, set like the booklet: notes and sheets that are no part of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from booklet.common.product_paths import STANDARD
from booklet.print.division import Division, Partition, PrintBook
from booklet.theme.book_strings import book_strings_of
from booklet.theme.editions import find_edition
from booklet.theme.style_bundle import style_bundle_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.book import Book
    from booklet.theme.editions import Edition
    from booklet.theme.style_bundle import StyleBundle
    from booklet.theme.templates import Layouts


def lay_out_single_sheet(
    book: Book,
    layouts: Layouts,
    template: str,
    title: str,
    *,
    style: str,
    drawings: Mapping[str, str] = MappingProxyType({}),
    text_size: float | None = None,
    **values: Any,  # noqa: ANN401 - a template takes any value
) -> PrintBook:
    """Lay out a document that stands by itself.

    Args:
        book: that it is about.
        layouts: where templates and style sheets come from.
        template: its file in `layouts`, such as `print/test-sheet.html`; its name is the
            document's.
        title: of the document.
        style: the style sheet besides those of a booklet.
        drawings: that the style sheet or the template names, by their addresses.
        text_size: in points; None for that of the booklet.
        values: for the template, besides `matter`, `title`, `partition` and `running_head`.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    name = template.rpartition("/")[2].removesuffix(".html")
    edition = find_edition(STANDARD, book.config)
    if text_size is not None:
        edition = edition.model_copy(update={"text_size": text_size})
    strings = book_strings_of(book.publication, edition)
    html = layouts.render(
        template, matter=strings, title=title, partition=name, running_head="", **values
    )
    style_bundle = style_bundle_of(
        edition,
        layouts,
        style,
        html=[html],
        pictures=book.pictures.values(),
        logo=book.logo,
        drawings=drawings,
    )
    division = Division(name, title, Partition.BODY_MATTER, html)
    return print_alone(
        division, book, edition, style_bundle, title=f"{book.title} – {title}", name=name
    )


def print_alone(
    division: Division,
    book: Book,
    edition: Edition,
    style_bundle: StyleBundle,
    *,
    title: str,
    name: str,
) -> PrintBook:
    """Make a document of one division, on as many pages as it takes.

    Args:
        division: with all its content.
        book: that it is about.
        edition: in which it is set.
        style_bundle: of the document.
        title: of the document.
        name: tells its identifier from the book's.
    """
    strings = book_strings_of(book.publication, edition)
    return PrintBook(
        divisions=(division,),
        notes_page=None,
        back_cover=None,
        stylesheet=style_bundle.stylesheet,
        resources=style_bundle.resources,
        title=title,
        author=strings.author,
        language=strings.language,
        description="",
        keywords=(),
        identifier=f"{book.identifier}#{name}",
        modified=book.modified,
        page_multiple=1,
        opens_on_recto=False,
        is_grey=edition.greyscale,
    )
