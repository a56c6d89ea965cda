"""Handouts: one reflection on its own, as the booklet has it (A5) or set anew for a sheet of A4."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.product_paths import STANDARD
from booklet.print.chapter_pages import builder_of, chapter_division, chapter_marks
from booklet.print.single_sheet import print_alone
from booklet.theme.book_strings import book_strings_of
from booklet.theme.editions import find_edition
from booklet.theme.style_bundle import style_bundle_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.print.division import PrintBook
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

SIDES_OF_A_SHEET = 2

_A4 = "a4-handout"
_COLUMN_ON_A4 = 249.0  # points
_LINES_ON_A4 = 29
_LEAST_FOR_ANSWERS = 3
_LONG_BOXES = "ol.rules > li.rule, .audit, .discuss, .try, .quiz, .example"


@dataclass(frozen=True, slots=True)
class Density:
    """How close an A4 handout is set.

    Attributes:
        text_size: in points.
        line_height: from line to line, in sizes of the type.
        most_lines: how many ruled lines a box for notes has at most, and one of questions if these
            are not too few for an answer.
        parts_boxes: whether rules and long boxes may go on in the next column.
    """

    text_size: float
    line_height: float
    most_lines: int
    parts_boxes: bool = False


DENSITIES = (
    Density(10.2, 1.4, 60),
    Density(9.8, 1.38, 60),
    Density(9.4, 1.36, 60),
    Density(9.4, 1.36, 8),
    Density(9.4, 1.36, 8, parts_boxes=True),
    Density(9.2, 1.34, 6, parts_boxes=True),
    Density(9.0, 1.34, 4, parts_boxes=True),
    Density(9.0, 1.34, 2, parts_boxes=True),
)
"""What an A4 handout may be set in, from ease to the closest that still reads well."""


@dataclass(frozen=True, slots=True)
class BookletPages:
    """Where a reflection stands in the booklet.

    Attributes:
        first: the number on its first page.
        last: the number on its last page.
        filled: how many of them there are, those that are half full counted as half.
        folios: the booklet's folio for everything in the booklet that has an id.
    """

    first: int
    last: int
    filled: float
    folios: Mapping[str, str]


_FIRST_TRIED = ((5.5, 0), (6.3, 2), (7.0, 5))
"""Which density is tried first: up to so many pages of the booklet, as far as they are filled. Most
reflections end up there, or beside it."""


def choose_density(fits: Callable[[Density], bool], filled_pages: float) -> Density:
    """Choose the loosest density that fits a sheet, or the loosest of all when none does.

    Closer never takes more room. Each time a handout is set costs as much as its pages in the
    booklet, so the search begins with what is likely, then tries its neighbour, then halves.

    Args:
        fits: sets a handout so close, and says whether it fits a sheet.
        filled_pages: of the reflection in the booklet, those that are half full counted as half.
    """
    first, last = 0, len(DENSITIES)
    tried = next((place for most, place in _FIRST_TRIED if filled_pages <= most), last - 1)
    is_neighbour = True
    while first < last:
        if fits(DENSITIES[tried]):
            last = tried
            tried -= 1
        else:
            first = tried + 1
            tried += 1
        if not is_neighbour:
            tried = (first + last) // 2
        is_neighbour = False
    return DENSITIES[last] if last < len(DENSITIES) else DENSITIES[0]


def lay_out_a5_handout(print_book: PrintBook, chapter: Chapter, pages: BookletPages) -> PrintBook:
    """Take a reflection out of the booklet, with the page numbers it has there.

    Args:
        print_book: the whole booklet.
        chapter: the reflection.
        pages: where it stands in the booklet.
    """
    return replace(
        print_book,
        divisions=tuple(
            replace(division, html=print_page_numbers(division.html, pages.folios))
            for division in print_book.divisions
            if division.name == chapter.slug
        ),
        notes_page=None,
        back_cover=None,
        title=chapter.title,
        author=chapter.metadata.author or print_book.author,
        description=chapter.metadata.subtitle,
        keywords=chapter.metadata.tags or print_book.keywords,
        identifier=f"{print_book.identifier}#{chapter.slug}-A5",
        page_multiple=1,
        opens_on_recto=False,
        first_page_number=pages.first,
    )


def lay_out_a4_handout(
    book: Book, layouts: Layouts, chapter: Chapter, pages: BookletPages, density: Density
) -> PrintBook:
    """Set a reflection in two columns on A4.

    Args:
        book: that it is from.
        layouts: where templates and style sheets come from.
        chapter: the reflection.
        pages: where it stands in the booklet, which the head of every side says.
        density: how close it is set.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    edition = _edition_of(book, density)
    base = _edition_of(book, DENSITIES[0])
    print_book = _lay_out_alone(book, layouts, chapter, edition, base=base)
    (division,) = print_book.divisions
    side = book_strings_of(book.publication).labels["side"]
    said = (f"--booklet-pages: {_quoted(booklet_pages(book, pages))}", f"--side: {_quoted(side)}")
    rules = [
        division.style,
        f"@page {{ {'; '.join(said)} }}",
        _without_lines_after(".notes", density.most_lines),
        _without_lines_after(".reflect", max(density.most_lines, _LEAST_FOR_ANSWERS)),
    ]
    if density.parts_boxes:
        rules.append(f"{_LONG_BOXES} {{ break-inside: auto }}")
    html = print_page_numbers(division.html, pages.folios)
    return replace(print_book, divisions=(replace(division, html=html, style="\n".join(rules)),))


def _without_lines_after(box: str, count: int) -> str:
    """Leave out the lines to write on in a kind of box, after the first so many."""
    return f"{box} .ruled-line:nth-child(n + {count + 1}) {{ display: none }}"


def _lay_out_alone(
    book: Book, layouts: Layouts, chapter: Chapter, edition: Edition, *, base: Edition
) -> PrintBook:
    """Lay a chapter out by itself, with the style sheet of an edition that differs only in lengths.

    These are the chapter's own style: so one style sheet is prepared for all densities.
    """
    builder = builder_of(book, layouts, edition)
    author = chapter.metadata.author or builder.strings.author
    number = book.chapters.index(chapter) + 1 if len(book.chapters) > 1 else 0
    own_words = book.own_words.get(chapter.slug, ())
    division = chapter_division(builder, chapter, number, own_words)
    style_bundle = style_bundle_of(
        base,
        builder.layouts,
        html=[division.html],
        pictures=book.pictures.values(),
        logo=book.logo,
        original_size=book.config.pictures.original_size,
        drawings=chapter_marks([chapter], edition),
    )
    alone = print_alone(
        replace(division, style=tokens_of(edition, style_bundle.fallbacks)),
        book,
        edition,
        style_bundle,
        title=chapter.title,
        name=f"{chapter.slug}-{edition.trim_size}",
    )
    return replace(
        alone,
        author=author,
        description=chapter.metadata.subtitle,
        keywords=chapter.metadata.tags or tuple(book.config.subjects),
    )


def _edition_of(book: Book, density: Density) -> Edition:
    standard = find_edition(STANDARD, book.config)
    return standard.model_copy(
        update={
            "folders": (_A4, *standard.folders),
            "trim_size": "A4",
            "measure": _COLUMN_ON_A4,
            "text_size": density.text_size,
            "line_height": density.line_height,
            "lines_per_page": _LINES_ON_A4,
            "page_multiple": SIDES_OF_A_SHEET,
            "chapters_open_on_recto": False,
        }
    )


def booklet_pages(book: Book, pages: BookletPages) -> str:
    """Say which pages of the booklet a handout covers: "Pages 1–8 of the booklet"."""
    labels = book_strings_of(book.publication).labels
    said = labels["booklet_page" if pages.first == pages.last else "booklet_pages"]
    return said.replace("{first}", str(pages.first)).replace("{last}", str(pages.last))


# What is read is a finished document: a project may have written the template's part of it, with
# links of its own. All other bytes stay, so that lines break as they do in the booklet.
_LINK = re.compile(r'<a\b[^<>]*?\bhref="#(?P<id>[^"]*)"[^<>]*>(?P<words>.*?)</a>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')


def print_page_numbers(html: str, folios: Mapping[str, str]) -> str:
    """Turn every link to a place outside a document into text with the page it is on.

    The words take the room they have in the booklet, so that lines break where they did.

    Args:
        html: the document, as templates write it.
        folios: the booklet's folio for everything in it that has an id.
    """
    here = set(_ID.findall(html))

    def rewrite(link: re.Match[str]) -> str:
        if link["id"] in here:
            return link[0]
        folio = folios.get(link["id"])
        page = f' data-page="{xhtml.escape(folio)}"' if folio else ""
        return f'<span class="cross-reference"{page}>{link["words"]}</span>'

    return _LINK.sub(rewrite, html)


def _quoted(words: str) -> str:
    """Write words as a string of CSS (CSS Values 4, 5.4)."""
    safe = words.replace("\\", r"\5c ").replace('"', r"\22 ").replace("\n", " ")
    return f'"{safe}"'
