"""The checks of texts: those of a book in one tuple, those of a chapter in another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from booklet.check.counting import find_wrong_counts, find_wrong_times
from booklet.check.privacy import (
    find_birth_dates,
    find_emails,
    find_phone_numbers,
    find_pupil_numbers,
)
from booklet.check.pupil_names import find_names
from booklet.check.readability import (
    find_acronyms,
    find_doubled_words,
    find_empty_descriptions,
    find_empty_links,
    find_long_sentences,
)
from booklet.check.shape import (
    find_empty_boxes,
    find_foreign_marks,
    find_long_leads,
    find_odd_lengths,
    find_typed_headings,
)
from booklet.common.cache import remember

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from booklet.check.checked_book import CheckedBook, CheckedChapter
    from booklet.common.cache import Cache
    from booklet.common.errors import Finding
    from booklet.config import Config

BOOK_CHECKS: tuple[Callable[[CheckedBook], Iterator[Finding]], ...] = (
    find_acronyms,
    find_odd_lengths,
    find_names,
)

CHAPTER_CHECKS: tuple[Callable[[CheckedChapter], Iterator[Finding]], ...] = (
    find_doubled_words,
    find_wrong_counts,
    find_wrong_times,
    find_long_sentences,
    find_empty_links,
    find_empty_descriptions,
    find_empty_boxes,
    find_foreign_marks,
    find_typed_headings,
    find_pupil_numbers,
    find_emails,
)

_DIALLED_IN = "GB"
"""The country of telephone numbers in a book whose language names none."""


def check_texts(book: CheckedBook, cache: Cache | None = None) -> Iterator[Finding]:
    """Read a book's texts as a colleague would, and for what tells too much about people.

    Args:
        book: to be checked.
        cache: keeps what was found in each chapter alone.
    """
    config = book.book.config
    this_year = book.book.modified.year
    settings = f"{config.language} {config.labels!r} {config.fonts.headings} {this_year}"
    for of_book in BOOK_CHECKS:
        yield from of_book(book)
    for chapter in book.chapters:
        check = partial(_check_chapter, chapter, config, this_year)
        yield from remember(cache, f"findings in {chapter.source!r} {settings}", tuple, check)


def _check_chapter(chapter: CheckedChapter, config: Config, this_year: int) -> tuple[Finding, ...]:
    region = config.book_language.locale.territory or _DIALLED_IN
    return (
        *(finding for of_chapter in CHAPTER_CHECKS for finding in of_chapter(chapter)),
        *find_long_leads(chapter, config),
        *find_phone_numbers(chapter, region),
        *find_birth_dates(chapter, this_year),
    )
