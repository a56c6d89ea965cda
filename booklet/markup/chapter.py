"""What one Markdown file becomes: a finished value that every output starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from booklet.common.errors import Finding, Place
    from booklet.manuscript.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter.

    Attributes:
        level: 2 to 6; level 1 is the chapter's own title.
        id: unique in the book.
        text: as plain text.
    """

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link from a chapter to a place in the book.

    Attributes:
        target: the id that is linked to, once resolved by `make_book`; before that the link as
            written: `#rule-2` or `02-summer.md#rule-2`.
        place: where it was written.
    """

    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class PictureUse:
    """A place where a chapter shows a picture.

    Attributes:
        path: the picture's file, relative to the project folder, with forward slashes.
        alt: the text for people who do not see it; None when the author gave none, "" when the
            picture is decoration.
        place: where it was written.
    """

    path: str
    alt: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter, finished: pure text and numbers, the same for every output.

    Attributes:
        slug: unique in the book; the prefix of every id in the chapter.
        path: its source, relative to the project folder.
        metadata: what the author said about it.
        title: as plain text.
        title_html: with its emphasis, well-formed.
        html: the body as a well-formed XHTML fragment without the title. Components stand in it
            as `<section data-component="reflect" data-options="lines-4">`, to be realised for a
            medium by `booklet.components.realise`; links to other places in the book are
            `<a href="#ID">`; pictures are `<img src="PATH">` with the path relative to the
            project folder.
        answers_html: the answers to its quiz, a fragment like `html`; "" when there are none.
        headings: in reading order.
        places: what can be linked to, in reading order, as (id, name); a link without words calls
            it by its name: a heading's words, "Rule 2", "Figure 1"; "" when it has none. What is
            for facilitators only is not there.
        references: links to places in the book.
        pictures: pictures it shows.
        terms: abbreviations it explains, as (short form, long form), in order of definition.
        findings: what the author should know about it.
    """

    slug: str
    path: str
    metadata: Metadata
    title: str
    title_html: str
    html: str
    answers_html: str
    headings: tuple[Heading, ...]
    places: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...]
    pictures: tuple[PictureUse, ...]
    terms: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
