"""Fragments: the tagged pages of one division, which can be linked with those of others.

Values only. `weasy` makes them, `scheduling` keeps them, and `link` writes them. What a long book
has ten thousand of is a `NamedTuple`: pickles of those are read ten times as fast.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from booklet.linker.section import ByteTemplate, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.common.errors import Finding
    from booklet.common.page_map import PageStart
    from booklet.copyfit.flow import Flow
    from booklet.forms.field import FormField


def digest(content: bytes) -> str:
    """Name a file by its content."""
    return sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """The page numbers that a division prints; all else on its pages is the same for any.

    Attributes:
        first: of its first page; odd ones are rectos.
        folios: what to print for each place it refers to, by id; padded where a number must keep
            its width.
    """

    first: int
    folios: tuple[tuple[str, str], ...] = ()

    @property
    def opens_on_recto(self) -> bool:
        """Whether the first page is a right-hand one."""
        return self.first % 2 == 1


class Destination(NamedTuple):
    """A point on a page (ISO 32000-1, 12.3.2 destinations).

    Attributes:
        page_index: from 0, within the fragment or the book.
        x: points from the left edge.
        y: points from the bottom edge.
    """

    page_index: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One entry of the outline, not yet part of a tree.

    Attributes:
        level: from 1, as the style sheet's `bookmark-level` says; levels may be skipped.
        label: the text shown.
        destination: where it leads.
        is_open: whether its children show when the file is opened.
    """

    level: int
    label: str
    destination: Destination
    is_open: bool


@dataclass(frozen=True, slots=True)
class PageFault:
    """A fault that a typographer sees on a page.

    Attributes:
        code: of the finding it becomes.
        page_index: from 0, within the fragment.
        problem: what is wrong, and the words it is at.
        hint: what an author can do.
    """

    code: str
    page_index: int
    problem: str
    hint: str


class BlockBox(NamedTuple):
    """The part of a block that stands on one page.

    Attributes:
        id: of the block.
        page_index: from 0, within the fragment.
        x: points from the left edge of the page.
        y: points from its top edge.
        width: in points, with padding and border.
        height: in points, with padding and border.
    """

    id: str
    page_index: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FontUse:
    """What a division draws with one font.

    Attributes:
        symbol: of the font in the book: the same font has the same in all divisions.
        resource_name: what content streams call it.
        file: of the font, by its `digest`.
        index: of the font in this file.
        settings: all other attributes that WeasyPrint gives it.
        widths: in thousandths of its size, by glyph.
        to_unicode: the text of each glyph.
        missing: glyphs that stand for characters it lacks, by code point.
    """

    symbol: str
    resource_name: str
    file: str
    index: int
    settings: Mapping[str, Any]
    widths: Mapping[int, float]
    to_unicode: Mapping[int, str]
    missing: Mapping[int, int]


class PrintedNumber(NamedTuple):
    """A page number in a content stream that can be exchanged for another of the same length.

    Attributes:
        target: the id it refers to; "" for the number of the page it stands on.
        stream: the index of the stream in its section.
        offset: where its glyphs begin in the content, decoded, in bytes.
        number: what is printed.
        figures: the glyphs of 0 to 9 as they are written there.
    """

    target: str
    stream: int
    offset: int
    number: int
    figures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PageSection:
    """Pages and their part of the structure tree; integers are indexes of objects in `section`.

    Attributes:
        section: what belongs to these pages alone.
        shared: what other divisions may have too: pictures, colour profiles.
        pages: the pages, in order.
        page_tree: the node of the page tree that holds them.
        elements: the structure elements right below the document's.
        owners: the leaf of the parent tree for these pages.
        output_intent: what their colours mean.
        numbers: page numbers that can be exchanged.
        fixed_numbers: the targets of page numbers that cannot.
        contents: the content streams of the pages, in order.
    """

    section: Section
    shared: tuple[Section, ...]
    pages: tuple[int, ...]
    page_tree: int
    elements: tuple[int, ...]
    owners: int
    output_intent: int
    numbers: tuple[PrintedNumber, ...] = ()
    fixed_numbers: frozenset[str] = frozenset()
    contents: tuple[int, ...] = ()


NO_PAGES = PageSection(
    section=Section(size=0, objects=ByteTemplate(b"", ()), indexes=(), streams=(), exports={}),
    shared=(),
    pages=(),
    page_tree=0,
    elements=(),
    owners=0,
    output_intent=0,
)
"""What a division that was only measured gives."""


@dataclass(frozen=True, slots=True)
class LayoutStart:
    """Where a page starts, and what its layout begins with, as WeasyPrint has it.

    Attributes:
        element: the innermost element that is begun or gone on with, by its position in document
            order; -1 when layout cannot begin here again.
        inner: the path inside of this element.
        resume_at: the path from the root of the tree of boxes.
        next_page: the kind of break before it, and the name of the page.
        right_page: whether it is a right-hand one.
        state: of counters.
        strings: what named strings were set to last.
    """

    element: int
    inner: str
    resume_at: Any
    next_page: Mapping[str, Any]
    right_page: bool
    state: Any
    strings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LayoutStarts:
    """Where the pages of a division start; `weasy/partial_layout.py` begins from there again.

    Attributes:
        looks: a digest of each element, in document order.
        kinds: a digest of what kind of element each is.
        starts: one for each page.
        page_sizes: of the first page, for lengths that are relative to it.
        first_page_number: with which they were laid out.
    """

    looks: tuple[bytes, ...]
    kinds: tuple[bytes, ...]
    starts: tuple[LayoutStart, ...]
    page_sizes: Mapping[str, Any]
    first_page_number: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """The pages of one division: frozen, picklable, and not yet numbered.

    Attributes:
        name: of the division; identifiers in the structure tree begin with it.
        content: the pages with their structure.
        page_count: at least 1.
        anchors: where each id stands; page indexes count within the fragment.
        bookmarks: in reading order; page indexes count within the fragment.
        findings: what the author should know about these pages.
        page_starts: where each page starts in the text, for the e-book's page list.
        faults: of typography, by page.
        fonts: what is drawn with each font; fonts are embedded when the book is linked.
        font_files: by digest, those that are not among the book's resources.
        fields: of a form; page indexes and element indexes count within the fragment.
        filled: how much of each page is filled, from 0 to 1.
        page_sizes: the width and height of each page, in points.
        blocks: where each block with an id stands, in reading order.
        layout: where the pages start; None when layout cannot begin there again.
        part_from: the index in the division of the first page, when these are only those of its
            pages that an edit has changed; else None.
        flow: what was measured, when nothing else was wanted; there is no page then.
    """

    name: str
    content: PageSection
    page_count: int
    anchors: Mapping[str, Destination]
    bookmarks: tuple[Bookmark, ...]
    findings: tuple[Finding, ...]
    page_starts: tuple[PageStart, ...] = ()
    faults: tuple[PageFault, ...] = ()
    fonts: tuple[FontUse, ...] = ()
    font_files: Mapping[str, bytes] = field(default_factory=dict)
    fields: tuple[FormField, ...] = ()
    filled: tuple[float, ...] = ()
    page_sizes: tuple[tuple[float, float], ...] = ()
    blocks: tuple[BlockBox, ...] = ()
    layout: LayoutStarts | None = field(default=None, compare=False)
    part_from: int | None = None
    flow: Flow | None = None
