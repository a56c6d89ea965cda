"""Put a book together from its chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.book.book import Book, BookPart
from booklet.book.cross_references import list_link_targets, resolve_references
from booklet.book.distinct_ids import keep_ids_distinct
from booklet.book.glossary import make_glossary
from booklet.book.identity import book_title
from booklet.common.errors import Finding, Place, Severity
from booklet.common.labels import LABEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from booklet.config import Config
    from booklet.manuscript import Manuscript
    from booklet.manuscript.pictures import Picture
    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Chapter

_LEFT_OUT = frozenset({"M112", "M113"})


def make_book(
    config: Config,
    manuscript: Manuscript,
    chapters: Sequence[Chapter],
    pictures: Mapping[str, Picture],
    findings: Iterable[Finding] = (),
) -> Book:
    """Put a book together.

    Args:
        config: the author's settings.
        manuscript: how the chapters are grouped.
        chapters: one for each source of the manuscript, in the same order.
        pictures: by their path in the project.
        findings: of stages that leave none in the values above.
    """
    distinct = keep_ids_distinct(chapters)
    link_targets = list_link_targets(distinct, config.language)
    left_out = {
        one.place.path for one in manuscript.findings if one.code in _LEFT_OUT and one.place
    }
    resolved = [resolve_references(chapter, link_targets, left_out) for chapter in distinct]
    linked = {chapter.slug: chapter for chapter, _ in resolved}
    written = tuple(zip(linked.values(), manuscript.sources, strict=True))
    terms, term_findings = make_glossary(written, link_targets.home_of)
    return Book(
        config=config,
        title=book_title(config, manuscript.folder_name, chapters),
        parts=tuple(
            BookPart(part.title, tuple(linked[source.slug] for source in part.sources))
            for part in manuscript.parts
        ),
        terms=terms,
        pictures=dict(pictures),
        home_of=dict(link_targets.home_of),
        findings=(
            *manuscript.findings,
            *(finding for chapter in chapters for finding in chapter.findings),
            *(finding for _, broken in resolved for finding in broken),
            *findings,
            *_english_words(config),
            *_same_titles(written),
            *term_findings,
        ),
    )


def _english_words(config: Config) -> Iterator[Finding]:
    """Say that the program's own words are not translated into the book's language."""
    if not config.book_language.has_words and not config.labels.keys() >= LABEL_NAMES:
        name = config.book_language.locale.get_display_name("en")
        yield Finding(
            "B404",
            Severity.WARNING,
            f"the program's own words, such as 'Contents', are in English: nobody has translated "
            f"them into {name} ({config.language}) yet",
            "They are marked as English for screen readers. Say them in your language under "
            "[labels] in booklet.toml, or translate layouts/words/en.toml for everybody.",
            Place("booklet.toml"),
        )


def _same_titles(written: Iterable[tuple[Chapter, Source]]) -> Iterator[Finding]:
    """Warn of chapters that the contents could not tell apart."""
    first: dict[str, str] = {}
    for chapter, source in written:
        other = first.setdefault(" ".join(chapter.title.casefold().split()), chapter.path)
        if other != chapter.path:
            yield Finding(
                "B402",
                Severity.WARNING,
                f"'{chapter.title}' is also the title of {other}",
                "Give one of them another title, so that the contents can be told apart.",
                source.place(source.place_of(chapter.title).line),
            )
