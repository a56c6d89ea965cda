"""The book as a value: chapters in order, with what holds them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.book.identity import book_identifier, file_slug, newest_date
from booklet.components import COMPONENTS, ComponentContext

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from booklet.common.errors import Finding
    from booklet.components.chart_canvas import DrawingStyle
    from booklet.config import Config
    from booklet.manuscript.metadata import Metadata
    from booklet.manuscript.pictures import Picture
    from booklet.markup.chapter import Chapter


_PRIVATE = {component.name for component in COMPONENTS if component.is_private}


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
class Publication:
    """What a book says about itself: all that covers, imprints and packages need, and no text.

    Attributes:
        config: the author's settings.
        title: as `Book` has it, and so are the next three.
        slug: the title in file names.
        identifier: a `urn:`.
        modified: the newest date of the sources.
        components: the names of the components that readers meet.
    """

    config: Config
    title: str
    slug: str
    identifier: str
    modified: dt.date
    components: frozenset[str]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything both outputs start from, finished.

    Attributes:
        config: the author's settings: title, language, date and the rest.
        title: as on the cover; from the settings, or from the only chapter, or the folder's name.
        parts: the chapters, grouped.
        terms: the glossary, sorted.
        pictures: by their path in the project folder.
        home_of: which chapter (slug) an id belongs to.
        findings: everything found so far, in reading order.
        logo: of the school or trust, for cover and title page.
        cover_picture: for the cover, where its design has one.
        own_words: what only this copy says, by the slug of the chapter that says it.
    """

    config: Config
    title: str
    parts: tuple[BookPart, ...]
    terms: tuple[Term, ...]
    pictures: Mapping[str, Picture]
    home_of: Mapping[str, str]
    findings: tuple[Finding, ...]
    logo: Picture | None = None
    cover_picture: Picture | None = None
    own_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The title in file names."""
        return file_slug(self.title)

    @property
    def identifier(self) -> str:
        """Stable between builds: a `urn:uuid:` or a `urn:isbn:`."""
        return book_identifier(self.config, self.title)

    @property
    def modified(self) -> dt.date:
        """The newest date the sources name; the same sources give the same date."""
        return newest_date(self.config, self.chapters)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters in reading order, whatever part they are in."""
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    @property
    def chapters_with_answers(self) -> tuple[Chapter, ...]:
        """The chapters whose quizzes have answers, which outputs gather at the back."""
        return tuple(chapter for chapter in self.chapters if chapter.has_answers)

    @property
    def publication(self) -> Publication:
        """What the book says about itself; the aims of a chapter's metadata are a component too."""
        used: set[str] = set()
        for chapter in self.chapters:
            used |= chapter.components
            used |= {"aims"} if chapter.metadata.aims else set()
        return Publication(
            config=self.config,
            title=self.title,
            slug=self.slug,
            identifier=self.identifier,
            modified=self.modified,
            components=frozenset(used - _PRIVATE),
        )


def foreign_language(metadata: Metadata, config: Config) -> str:
    """Return the tag of a chapter's language; "" when it is the book's."""
    return metadata.language if metadata.language != config.language else ""


def component_context(
    slug: str, metadata: Metadata, config: Config, drawing: DrawingStyle
) -> ComponentContext:
    """Gather what a chapter's components may know of the book around them, on any medium."""
    return ComponentContext(
        slug=slug,
        language=config.book_language,
        chapter_language=foreign_language(metadata, config),
        session=metadata.session or config.session.date,
        aims=metadata.aims,
        drawing=drawing,
    )
