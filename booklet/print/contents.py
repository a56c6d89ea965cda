"""The printed contents: their lines and where each leads; page numbers come with the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.theme.book_strings import BookStrings

_MOST_LINES = 60
"""Lines of contents; a longer list would have its chapters only."""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the printed contents.

    Attributes:
        kind: `part`, `chapter`, `matter`, or `inside` for a line below a chapter.
        title: plain text.
        href: `#ID`, or "" for a part.
        partition: "front" when its page is numbered in roman figures.
        children: the rules, or else the headings, of a chapter.
        mark: the address of the chapter's mark; "" for what has none.
        label: the name of the label that the title is; "" for an author's own words.
    """

    kind: str
    title: str
    href: str = ""
    partition: str = ""
    children: tuple[ContentsLine, ...] = ()
    mark: str = ""
    label: str = ""


def printed_contents(
    book: Book, strings: BookStrings, *, with_answers: bool, with_rules: bool = False
) -> tuple[ContentsLine, ...]:
    """List what the printed contents say.

    Args:
        book: finished.
        strings: for the names of front and back matter.
        with_rules: whether all the rules are gathered at the back.
        with_answers: whether the answers to quizzes are gathered at the back.
    """
    return tuple(_lines(book, strings, with_answers=with_answers, with_rules=with_rules))


def _lines(
    book: Book, strings: BookStrings, *, with_answers: bool, with_rules: bool
) -> Iterator[ContentsLine]:
    labels = strings.labels
    if strings.components:
        title = labels["how_to_use"]
        yield ContentsLine("matter", title, "#how-to-use", partition="front", label="how_to_use")
    inside = {chapter.slug: _inside(chapter) for chapter in book.chapters}
    is_short = len(inside) + sum(map(len, inside.values())) <= _MOST_LINES
    for part in book.parts:
        if part.title:
            yield ContentsLine("part", part.title)
        for chapter in part.chapters:
            children = inside[chapter.slug] if is_short else ()
            yield ContentsLine(
                "chapter",
                chapter.title,
                f"#{chapter.slug}",
                children=children,
                mark=mark_address(chapter),
            )
    if with_rules:
        yield ContentsLine("matter", labels["all_rules"], "#all-rules", label="all_rules")
    if with_answers:
        yield ContentsLine("matter", labels["answers"], "#answers", label="answers")
    if book.terms:
        yield ContentsLine("matter", labels["glossary"], "#glossary", label="glossary")


def mark_address(chapter: Chapter) -> str:
    """Name the drawing of a chapter's mark while pages are set."""
    return f"booklet:art/mark-{chapter.slug}.svg"


def _inside(chapter: Chapter) -> tuple[ContentsLine, ...]:
    """List a chapter's rules or, where it has none, its headings of the second level."""
    inside = chapter.rules or [(h.id, h.text) for h in chapter.headings if h.level == 2]  # noqa: PLR2004 - the first below the title
    return tuple(ContentsLine("inside", text, f"#{identifier}") for identifier, text in inside)
