"""What an imported text is, wherever it came from: blocks of words, each with its place. Values.

Readers make these values, the modules that understand what authors write change them into new ones,
and `write_markdown` writes them as a chapter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, Flag, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from booklet.importers.losses import Loss


class Style(Flag):
    """How words are set off from those around them."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    STRUCK = auto()
    UNDERLINED = auto()
    RAISED = auto()
    LOWERED = auto()
    MARKED = auto()
    CODE = auto()


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one style.

    Attributes:
        text: without line breaks, and never empty.
        style: bold, italic and so on.
        address: where a click leads, or "".
    """

    text: str
    style: Style = Style.PLAIN
    address: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The place where a footnote is called; `key` is that of the note."""

    key: str


Inline = Text | LineBreak | NoteCall


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `line` is its place in the document, from 1."""

    content: tuple[Inline, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the highest level."""

    level: int
    content: tuple[Inline, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class List:
    """A list.

    Attributes:
        items: each of blocks.
        start: the number of the first item; None for a list of bullets.
        ticks: for a list of boxes to tick, whether each is ticked; else ().
        line: as in `Paragraph`.
    """

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None
    ticks: tuple[bool, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry of a list of definitions: its terms, each a paragraph's words, and its meaning."""

    terms: tuple[tuple[Inline, ...], ...]
    blocks: tuple[Block, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """Text whose blanks and line ends count."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has the same number of cells, and the first row may be its head."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    has_head: bool = False
    caption: tuple[Inline, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands by itself.

    Attributes:
        address: as the source names it; once the pictures are found, the path from the chapter.
        description: for people who do not see it.
        caption: below it.
        is_there: whether the picture's file lies beside the chapter.
        line: as in `Paragraph`.
    """

    address: str
    description: str = ""
    caption: tuple[Inline, ...] = ()
    is_there: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Separator:
    """A line across, between two parts of a text."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Markdown as its author wrote it, without a blank line at either end."""

    markdown: str
    line: int = 0


Block = (
    Paragraph | Heading | List | Quote | Definition | Code | Table | Figure | Separator | Verbatim
)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, called by its key."""

    key: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader wrote below a text on the web: plain words, without any name.

    Attributes:
        text: paragraphs with a blank line between them.
        is_approved: whether everybody could read it, and a person wrote it.
        is_ping: whether the software of another site sent it, because it links to the text.
    """

    text: str
    is_approved: bool
    is_ping: bool = False


class Status(Enum):
    """Whether the public may read a text where it comes from; the value is said to the author."""

    PUBLISHED = "published"
    DRAFT = "a draft"
    PRIVATE = "private"
    PROTECTED = "protected by a password"
    TRASH = "in the bin"
    OTHER = "neither a post nor a page"


@dataclass(frozen=True, slots=True)
class Blog:
    """What an export says about the blog it comes from; every field may be ""."""

    title: str = ""
    author: str = ""
    address: str = ""
    description: str = ""


NO_BLOG = Blog()


@dataclass(frozen=True, slots=True)
class Document:
    """One text: a post, a page, a file.

    Attributes:
        path: the file it came from, as it was named.
        title: as plain text; "" when there is none.
        standfirst: a sentence or two below the title, or "".
        blocks: its text.
        notes: its footnotes, in the order of their calls.
        comments: of its readers, the oldest first.
        words: every word that the source has of it, in order, as `words_of` takes them.
        losses: what has been left out so far.
        identity: tells it from every other text, also when it is imported again.
        unit: what `line` counts: "line" or "paragraph".
        address: where it can be read on the web, or "".
        author: or "".
        date: when it was published, if that is known.
        tags: categories and tags.
        language: a BCP 47 tag, or "".
        order: its place in the menu of the blog.
        status: whether the public may read it.
        is_page: whether it is one of the blog's standing pages.
    """

    path: str
    title: str
    blocks: tuple[Block, ...]
    words: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    comments: tuple[Comment, ...] = ()
    losses: tuple[Loss, ...] = ()
    identity: str = ""
    unit: str = "line"
    standfirst: str = ""
    address: str = ""
    author: str = ""
    date: dt.date | None = None
    tags: tuple[str, ...] = ()
    language: str = ""
    order: int = 0
    status: Status = Status.PUBLISHED
    is_page: bool = False

    def losing(self, *losses: Loss) -> Document:
        """Add to what has been left out."""
        return replace(self, losses=(*self.losses, *losses))


def blocks_in(blocks: Iterable[Block]) -> Iterator[Block]:
    """List blocks and all blocks inside them, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, List):
            for item in block.items:
                yield from blocks_in(item)
        elif isinstance(block, Quote | Definition):
            yield from blocks_in(block.blocks)
