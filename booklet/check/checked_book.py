"""What the checks of texts look at: a chapter in all its forms, and the book around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from booklet.check.prose import Prose, Role, read_prose
from booklet.common.cache import remember

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.book import Book
    from booklet.check.prose import Passage
    from booklet.common.cache import Cache
    from booklet.common.errors import Place
    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Chapter
    from booklet.markup.commonmark.node import Node


@dataclass(frozen=True, slots=True, eq=False)
class CheckedChapter:
    """A chapter to be checked.

    Attributes:
        source: as written.
        chapter: as parsed.
        prose: its words, with their places.
        is_english: whether it is in English; what is said about words is said of English ones.
    """

    source: Source
    chapter: Chapter
    prose: Prose
    is_english: bool

    @property
    def words(self) -> Iterator[Passage]:
        """The passages that are prose: no code and no HTML."""
        return (one for one in self.prose.passages if one.role not in {Role.CODE, Role.HTML})

    def line_of(self, node: Node) -> Place:
        """Name the line that a block begins on."""
        return self.source.place(node.line + self.prose.first_line - 1)


@dataclass(frozen=True, slots=True, eq=False)
class CheckedBook:
    """A book to be checked.

    Attributes:
        book: finished.
        chapters: in reading order.
    """

    book: Book
    chapters: tuple[CheckedChapter, ...]


def prepare_checks(
    book: Book, sources: Iterable[Source], cache: Cache | None = None
) -> CheckedBook:
    """Read the words of every chapter.

    Args:
        book: without errors.
        sources: of its chapters, in reading order.
        cache: keeps what was read.
    """
    language = book.config.book_language
    return CheckedBook(
        book,
        tuple(
            CheckedChapter(
                source,
                chapter,
                remember(cache, f"prose {source!r}", Prose, partial(read_prose, source)),
                language.of(chapter.metadata.language).base == "en",
            )
            for source, chapter in zip(sources, book.chapters, strict=True)
        ),
    )
