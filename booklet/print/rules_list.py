"""All the rules of a booklet on one page: at its back, and on a poster for the staffroom wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.product_paths import STANDARD
from booklet.print.contents import mark_address
from booklet.print.division import Division, Partition
from booklet.print.rules import Rule, rules_of
from booklet.print.single_sheet import print_alone
from booklet.theme.book_strings import book_strings_of
from booklet.theme.chapter_mark import chapter_mark
from booklet.theme.editions import find_edition
from booklet.theme.style_bundle import style_bundle_of

if TYPE_CHECKING:
    from booklet.book import Book
    from booklet.common.language import Language
    from booklet.print.division import PrintBook
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

PAPERS = ("A4", "A3")
"""What posters are printed on."""

POSTER_SIZES = tuple(size / 2 for size in range(60, 15, -1))
"""Sizes of a poster's text in points, the largest first."""

RULES_ID = "all-rules"
"""The id of the list at the back of a booklet."""

CLOSENESS = ("", "close", "close two-columns", "close two-columns small")
"""How the list at the back is set, by classes of `print/matter.css`: at ease, then ever closer."""

_NARROWEST_COLUMN = 14.0
"""Half of the measure that two columns need, in sizes of the type."""

_NAME = "rules-poster"
_STYLE = "print/rules-poster.css"
_LINE_HEIGHT = 1.3


@dataclass(frozen=True, slots=True)
class ChapterRules:
    """A chapter's rules, as a list.

    Attributes:
        id: of the list.
        title: of the chapter.
        href: of the chapter: `#slug`.
        mark: the address of its mark.
        language: of the chapter.
        rules: with their numbers.
    """

    id: str
    title: str
    href: str
    mark: str
    language: Language
    rules: tuple[Rule, ...]


def list_rules(book: Book) -> tuple[ChapterRules, ...]:
    """List the rules of every chapter that has any."""
    language = book.config.book_language
    return tuple(
        ChapterRules(
            f"{chapter.slug}-all-rules",
            chapter.title,
            f"#{chapter.slug}",
            mark_address(chapter),
            language.of(chapter.metadata.language),
            rules_of(book, chapter),
        )
        for chapter in book.chapters
        if chapter.rules
    )


def has_rules_page(book: Book) -> bool:
    """Tell whether a booklet gathers its rules: not where one chapter has them all."""
    return book.config.rules_page and sum(bool(one.rules) for one in book.chapters) > 1


def has_room_for_columns(edition: Edition) -> bool:
    """Tell whether two columns are wide enough to read; if not, the list may take two pages."""
    return edition.measure / 2 >= _NARROWEST_COLUMN * edition.text_size


def lay_out_rules_poster(book: Book, layouts: Layouts, paper: str, text_size: float) -> PrintBook:
    """Lay out a poster with all the rules.

    Args:
        book: that the rules are from.
        layouts: where templates and style sheets come from.
        paper: "A4" or "A3".
        text_size: in points.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    edition = find_edition(STANDARD, book.config).model_copy(
        update={"text_size": text_size, "line_height": _LINE_HEIGHT}
    )
    strings = book_strings_of(book.publication, edition)
    title = f"{strings.title} – {strings.labels['rules_poster']}"
    html = layouts.render(
        "print/rules-poster.html",
        matter=strings,
        title=title,
        partition=f"{_NAME} {paper.lower()}",
        running_head="",
        groups=list_rules(book),
    )
    style_bundle = style_bundle_of(
        edition,
        layouts,
        _STYLE,
        html=[html],
        pictures=(),
        logo=None,
        drawings={
            mark_address(chapter): chapter_mark(chapter.title, edition.accent)
            for chapter in book.chapters
        },
    )
    division = Division(_NAME, title, Partition.BODY_MATTER, html)
    return print_alone(division, book, edition, style_bundle, title=title, name=f"{_NAME}-{paper}")
