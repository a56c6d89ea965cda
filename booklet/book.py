"""The book: chapters put in order, with what holds them together.

Front matter, chapters and back matter, the contents, links that lead from one chapter to another,
one list of terms, one store of pictures. A book knows nothing of paper or screens.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import unicodedata
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote

from booklet.errors import Finding, Place, Severity
from booklet.markup.references import places, rewrite_references
from booklet.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from booklet.config import Config
    from booklet.manuscript import Manuscript
    from booklet.manuscript.pictures import Picture
    from booklet.markup.chapter import Chapter

UNDATED = dt.date(2000, 1, 1)
"""The date of a book whose sources name none; the same sources must give the same files."""

_NAMESPACE = uuid.UUID("5a5a4f50-3c6e-4d0e-9b0d-3f8f6f4b7c11")


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

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters in reading order, whatever part they are in."""
        return tuple(chapter for part in self.parts for chapter in part.chapters)


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
    home_of = {identifier: c.slug for c in chapters for identifier in _ids(c)}
    resolver = _Resolver(chapters, home_of)
    linked = {chapter.slug: resolver.link(chapter) for chapter in chapters}
    terms, term_findings = _gather_terms(chapters)
    title = _title(config, manuscript, chapters)
    return Book(
        config=config,
        title=title,
        slug=_slug(title),
        identifier=_identifier(config, title),
        modified=_newest(config, chapters),
        parts=tuple(
            BookPart(part.title, tuple(linked[source.slug] for source in part.sources))
            for part in manuscript.parts
        ),
        terms=terms,
        answers=tuple(
            Answers(chapter, chapter.answers_html)
            for chapter in linked.values()
            if chapter.answers_html
        ),
        pictures=MappingProxyType(dict(pictures)),
        home_of=MappingProxyType(home_of),
        findings=(
            *manuscript.findings,
            *(finding for chapter in chapters for finding in chapter.findings),
            *resolver.findings,
            *findings,
            *_same_titles(chapters),
            *term_findings,
        ),
    )


def _ids(chapter: Chapter) -> Iterator[str]:
    """Name every place in a chapter that a link may lead to; its answers are its own."""
    yield chapter.slug
    if chapter.answers_html:
        yield f"{chapter.slug}-answers"
    for html in (chapter.html, chapter.answers_html):
        yield from places(html)


class _Resolver:
    """Turns links as authors write them into links to ids, and remembers those that fail."""

    def __init__(self, chapters: Sequence[Chapter], home_of: Mapping[str, str]) -> None:
        self._home_of = home_of
        self._slug_of = {posixpath.basename(c.path): c.slug for c in chapters}
        self._names = {c.slug: c.title for c in chapters}
        for chapter in chapters:
            self._names.update(places(chapter.html))
        self.findings: list[Finding] = []

    def link(self, chapter: Chapter) -> Chapter:
        """Resolve the links of one chapter; a link that leads nowhere becomes plain text."""
        if not chapter.references:
            return chapter
        targets: dict[str, str] = {}
        for reference in chapter.references:
            target = self._target(reference.target, chapter.slug)
            targets[reference.target] = target
            if not target:
                self.findings.append(self._broken(reference.target, chapter, reference.place))
        return replace(
            chapter,
            html=rewrite_references(chapter.html, lambda one: self._named(targets.get(one, ""))),
            answers_html=rewrite_references(
                chapter.answers_html, lambda one: self._named(targets.get(one, ""))
            ),
            references=tuple(
                replace(reference, target=targets[reference.target])
                for reference in chapter.references
                if targets[reference.target]
            ),
        )

    def _named(self, target: str) -> tuple[str, str] | None:
        """Add the words that a link without any gets; None when it leads nowhere."""
        return (target, self._names.get(target, "")) if target else None

    def _target(self, written: str, own_slug: str) -> str:
        """Find the id a link means; "" when there is none."""
        path, _, fragment = unquote(written).partition("#")
        slug = self._slug_of.get(posixpath.basename(path), "") if path else own_slug
        if not fragment:
            return slug
        candidates = [f"{slug}-{fragment}", fragment] if slug else []
        return next(
            (one for one in candidates if self._home_of.get(one) == slug),
            fragment if not path and fragment in self._home_of else "",
        )

    def _broken(self, written: str, chapter: Chapter, place: Place) -> Finding:
        path, _, fragment = unquote(written).partition("#")
        name = posixpath.basename(path)
        if path and name not in self._slug_of:
            problem = f"the link leads to '{path}', which is no chapter of this book"
            hint = did_you_mean(name, self._slug_of) + "Link to a chapter by the name of its file."
        else:
            slug = self._slug_of.get(name, chapter.slug)
            inside = [
                one.removeprefix(f"{slug}-")
                for one, home in self._home_of.items()
                if home == slug and one != slug
            ]
            problem = f"the link leads to '#{fragment}', which is not there"
            hint = (
                did_you_mean(fragment, inside)
                + "Rules are #rule-1, #rule-2 …; a heading is its words with hyphens."
            )
        return Finding("B401", Severity.WARNING, problem, hint, place)


def _gather_terms(chapters: Iterable[Chapter]) -> tuple[tuple[Term, ...], tuple[Finding, ...]]:
    """Make one glossary; where two chapters explain a term differently, the first one counts."""
    found: dict[str, tuple[str, Chapter]] = {}
    findings = []
    for chapter in chapters:
        for short, long in chapter.terms:
            first, home = found.setdefault(short, (long, chapter))
            if first != long:
                findings.append(_two_meanings(short, first, home, long, chapter))
    ordered = sorted(found, key=lambda short: (short.casefold(), short))
    slugs = Counter[str]()
    terms = []
    for short in ordered:
        slug = _slug(short)
        slugs[slug] += 1
        number = f"-{slugs[slug]}" if slugs[slug] > 1 else ""
        terms.append(Term(short, found[short][0], f"term-{slug}{number}"))
    return tuple(terms), tuple(findings)


def _two_meanings(short: str, first: str, home: Chapter, long: str, chapter: Chapter) -> Finding:
    return Finding(
        "B403",
        Severity.WARNING,
        f"'{short}' is explained as '{long}' here, but as '{first}' in {home.path}",
        "Use the same words in both; the glossary shows the first.",
        Place(chapter.path),
    )


def _same_titles(chapters: Iterable[Chapter]) -> Iterator[Finding]:
    first: dict[str, Chapter] = {}
    for chapter in chapters:
        other = first.setdefault(chapter.title.casefold(), chapter)
        if other is not chapter:
            yield Finding(
                "B402",
                Severity.WARNING,
                f"'{chapter.title}' is also the title of {other.path}",
                "Give one of them another title, so that the contents can be told apart.",
                Place(chapter.path),
            )


def _title(config: Config, manuscript: Manuscript, chapters: Sequence[Chapter]) -> str:
    if config.title:
        return config.title
    if len(chapters) == 1:
        return chapters[0].title
    words = re.sub(r"[-_\s]+", " ", manuscript.folder_name).strip()
    return words[:1].upper() + words[1:] or "Booklet"


def _slug(title: str) -> str:
    """Make a title fit for file names on every system."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "booklet"


def _identifier(config: Config, title: str) -> str:
    if config.identifier:
        return config.identifier
    if config.isbn:
        return f"urn:isbn:{config.isbn}"
    told = "\n".join((title, *config.authors, config.language))
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, told)}"


def _newest(config: Config, chapters: Iterable[Chapter]) -> dt.date:
    dates = [chapter.metadata.date for chapter in chapters]
    return max((day for day in (config.date, *dates) if day), default=UNDATED)
