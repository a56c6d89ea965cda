"""The book as a value: chapters in order, with what holds them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from booklet.common.errors import Finding
    from booklet.config import Config
    from booklet.manuscript.pictures import Picture
    from booklet.markup.chapter import Chapter


@dataclass(frozen=True, slots=True)
class BookPart:
    """A run of chapters under one heading; a book without parts has a single one without title.

    Attributes:
        title: "" when the chapters stand for themselves.
        chapters: in reading order.
    """

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary.

    Attributes:
        short: the abbreviation: "MAT".
        long: what it stands for: "multi-academy trust".
        id: of the entry in the glossary.
    """

    short: str
    long: str
    id: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one chapter's quiz, gathered at the back.

    Attributes:
        chapter: the chapter they belong to.
        html: a well-formed fragment; its ids are linked both ways with the questions.
    """

    chapter: Chapter
    html: str


@dataclass(frozen=True, slots=True)
class Book:
    """Everything both outputs start from, finished.

    Attributes:
        config: the author's settings: title, language, date and the rest.
        title: as on the cover; from the settings, or from the only chapter, or the folder's name.
        slug: the title in file names.
        identifier: stable between builds: a `urn:uuid:` or a `urn:isbn:`.
        modified: the newest date the sources name; the same sources give the same date.
        parts: the chapters, grouped.
        terms: the glossary, sorted.
        answers: in chapter order.
        pictures: by their path in the project folder.
        home_of: which chapter (slug) an id belongs to.
        findings: everything found so far, in reading order.
        logo: of the school or trust, for cover and title page.
    """

    config: Config
    title: str
    slug: str
    identifier: str
    modified: dt.date
    parts: tuple[BookPart, ...]
    terms: tuple[Term, ...]
    answers: tuple[Answers, ...]
    pictures: Mapping[str, Picture]
    home_of: Mapping[str, str]
    findings: tuple[Finding, ...]
    logo: Picture | None = None

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters in reading order, whatever part they are in."""
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    def foreign_language(self, chapter: Chapter) -> str:
        """Return the tag of a chapter's language; "" when it is the book's."""
        tag = chapter.metadata.language
        return tag if tag != self.config.language else ""
