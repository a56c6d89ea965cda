"""What one Markdown file becomes: a finished value that every output starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from booklet.common import xhtml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

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


class LinkTarget(NamedTuple):
    """A place in a chapter that can be linked to.

    Attributes:
        id: unique in the book.
        name: what a link without words calls it: a heading's words, "Rule 2"; "" when it has none.
        language: the name's, where it is one of our fixed words; "" for the chapter's own.
    """

    id: str
    name: str
    language: str = ""


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


@dataclass(frozen=True, slots=True, eq=False)
class Chapter:
    """One chapter, finished: the same for every output. Two are equal only when they are one.

    Attributes:
        slug: unique in the book; the prefix of every id in the chapter.
        path: its source, relative to the project folder.
        metadata: what the author said about it.
        title: as plain text.
        title_html: with its emphasis, well-formed.
        body: a `div` that holds the text without its title, as XHTML. Components stand in it as
            `<section data-component="reflect" data-options="lines-4">`, to be rendered for a medium
            by `booklet.components.render_components`; links to other places in the book are
            `<a href="#ID">`; pictures are `<img src="PATH">` with the path relative to the project
            folder. Several outputs share the tree: who changes it changes a copy.
        answers: the answers to its quiz, a tree like `body`; empty when there are none.
        headings: in reading order.
        link_targets: what can be linked to, in reading order; what is for facilitators only is not
            there.
        references: links to other places in the book.
        pictures: pictures it shows.
        terms: abbreviations it explains, as (short form, long form), in order of definition.
        rules: as (id, lead), in reading order.
        components: the names of the components in its body, `rules` among them.
        findings: what the author should know about it.
        lines: the line of the file that each block with an id begins on, by the block's id.
    """

    slug: str
    path: str
    metadata: Metadata
    title: str
    title_html: str
    body: Element
    answers: Element
    headings: tuple[Heading, ...]
    link_targets: tuple[LinkTarget, ...]
    references: tuple[Reference, ...]
    pictures: tuple[PictureUse, ...]
    terms: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    components: frozenset[str]
    findings: tuple[Finding, ...]
    lines: tuple[tuple[str, int], ...] = ()

    @property
    def has_answers(self) -> bool:
        """Whether there are answers to its quiz."""
        return bool(len(self.answers) or self.answers.text)

    @property
    def html(self) -> str:
        """The body as an XHTML fragment, to look at; outputs write the tree when it is finished."""
        return xhtml.serialise_content(self.body)
