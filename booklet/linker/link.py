"""Link the fragments of a book into one PDF.

Sections are placed one after the other, and each gets the object numbers of what it imports; what
belongs to the whole book is written anew: page tree, structure tree, parent tree, names, outline,
labels and metadata. Nothing is rendered here, and what a section holds is never parsed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.common.language import Language
from booklet.common.pdf_literals import point_literal, string_literal
from booklet.linker.metadata import information, xmp_packet
from booklet.linker.section import DOCUMENT, PAGES
from booklet.linker.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from booklet.linker.fragment import Bookmark, Destination, Fragment, PageSection
    from booklet.linker.metadata import Properties
    from booklet.linker.page_labels import PageLabel
    from booklet.linker.section import Section


def link(
    fragments: Sequence[Fragment],
    fonts: Sequence[Section],
    labels: Iterable[PageLabel],
    properties: Properties,
) -> bytes:
    """Link fragments into one tagged PDF (PDF/UA-1 and PDF/A-3a), the same bytes each time.

    Args:
        fragments: in the order of their pages; at least one.
        fonts: the sections of all fonts that the fragments draw with.
        labels: where a numbering begins, by page index in the whole book.
        properties: what the file says about itself.
    """
    return _Linker(fragments, fonts).link(labels, properties)


@dataclass(slots=True)
class OutlineItem:
    """A bookmark with those below it."""

    bookmark: Bookmark
    children: list[OutlineItem] = field(default_factory=list)


def build_outline(bookmarks: Iterable[Bookmark]) -> list[OutlineItem]:
    """Put bookmarks below the nearest earlier one of a lower level; skipped levels close up."""
    roots: list[OutlineItem] = []
    path: list[OutlineItem] = []
    for bookmark in bookmarks:
        item = OutlineItem(bookmark)
        while path and path[-1].bookmark.level >= bookmark.level:
            path.pop()
        (path[-1].children if path else roots).append(item)
        path.append(item)
    return roots


@dataclass(frozen=True, slots=True)
class _NumberedFragment:
    """A fragment with the numbers of its first object and of its first key in the parent tree."""

    fragment: Fragment
    base: int
    first_key: int

    @property
    def content(self) -> PageSection:
        return self.fragment.content

    def number(self, index: int) -> int:
        return self.base + index

    def destination(self, destination: Destination) -> bytes:
        """Write an explicit destination (12.3.2.2)."""
        page = self.number(self.content.pages[destination.page_index])
        return b"[%d 0 R/XYZ %b %b 0]" % (
            page,
            point_literal(destination.x),
            point_literal(destination.y),
        )


class _Linker:
    """Reserves object numbers for all sections, then writes them."""

    def __init__(self, fragments: Sequence[Fragment], fonts: Sequence[Section]) -> None:
        self.writer = Writer()
        self.catalogue, self.pages, self.tree, self.document, self.owners = map(
            self.writer.reserve, [1] * 5
        )
        self.symbols = {DOCUMENT: self.document, PAGES: self.pages}
        self.common: list[tuple[Section, int]] = []
        shared = (section for fragment in fragments for section in fragment.content.shared)
        for section in (*fonts, *shared):
            self._define(section)
        self.placed: list[_NumberedFragment] = []
        self.next_key = 0
        for fragment in fragments:
            base = self.writer.reserve(fragment.content.section.size)
            self.placed.append(_NumberedFragment(fragment, base, self.next_key))
            self.next_key += fragment.content.section.key_count
        self.objects: dict[int, bytes] = {}

    def _define(self, section: Section) -> None:
        """Reserve numbers for a section, unless another one has defined its symbols already."""
        if section.exports.keys() <= self.symbols.keys():
            return
        base = self.writer.reserve(section.size)
        self.common.append((section, base))
        self.symbols.update((name, base + index) for name, index in section.exports.items())

    def link(self, labels: Iterable[PageLabel], properties: Properties) -> bytes:
        for section, base in self.common:
            self.writer.write_section(section, base, 0, self.symbols)
        for placed in self.placed:
            section = placed.content.section
            self.writer.write_section(section, placed.base, placed.first_key, self.symbols)
        self._write_trees()
        self.objects[self.catalogue] = b"<<%b>>" % b"".join(self._catalogue(labels, properties))
        about = self._add(
            b"<<%b>>"
            % b"".join(
                b"%b%b" % (name.encode(), string_literal(value))
                for name, value in information(properties).items()
            )
        )
        self.writer.write_objects(self.objects)
        return self.writer.finish(self.catalogue, about)

    def _add(self, value: bytes) -> int:
        number = self.writer.reserve(1)
        self.objects[number] = value
        return number

    def _write_trees(self) -> None:
        """Write the roots of pages, structure (14.7.2) and owners of content (14.7.4.4)."""
        pages = [each.number(each.content.page_tree) for each in self.placed]
        page_count = sum(each.fragment.page_count for each in self.placed)
        elements = [each.number(index) for each in self.placed for index in each.content.elements]
        owners = [each.number(each.content.owners) for each in self.placed]
        self.objects[self.pages] = b"<</Type/Pages/Count %d/Kids%b>>" % (page_count, _array(pages))
        self.objects[self.tree] = (
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (self.document, self.owners, self.next_key)
        )
        self.objects[self.document] = b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>" % (
            self.tree,
            _array(elements),
        )
        self.objects[self.owners] = b"<</Kids%b>>" % _array(owners)

    def _catalogue(self, labels: Iterable[PageLabel], properties: Properties) -> Iterator[bytes]:
        first = self.placed[0]
        packet = self.writer.reserve(1)
        self.writer.write_stream(packet, b"/Type/Metadata/Subtype/XML", xmp_packet(properties))
        yield b"/Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R" % (self.pages, self.tree)
        yield b"/Lang%b" % string_literal(properties.language)
        is_leftward = Language(properties.language).direction == "rtl"
        yield b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true%b>>" % (
            b"/Direction/R2L" if is_leftward else b""
        )
        yield b"/OutputIntents[%d 0 R]" % first.number(first.content.output_intent)
        yield b"/Names<</Dests %d 0 R>>" % self._write_names()
        yield b"/PageLabels<</Nums[%b]>>" % b" ".join(map(_label, labels))
        yield b"/Metadata %d 0 R" % packet
        if outline := self._write_outline():
            yield b"/Outlines %d 0 R/PageMode/UseOutlines" % outline

    def _write_names(self) -> int:
        """Name every id of the book, so that links lead across fragments (12.3.2.3)."""
        destinations: dict[str, bytes] = {}
        for placed in self.placed:
            for name, destination in placed.fragment.anchors.items():
                if name not in destinations:
                    destinations[name] = placed.destination(destination)
        pairs = (
            string_literal(name) + destinations[name]
            for name in sorted(destinations, key=_name_bytes)
        )
        return self._add(b"<</Names[%b]>>" % b" ".join(pairs))

    def _write_outline(self) -> int | None:
        """Write the outline of the whole book (12.3.3)."""
        bookmarks = []
        destinations = []
        for placed in self.placed:
            for bookmark in placed.fragment.bookmarks:
                bookmarks.append(bookmark)
                destinations.append(placed.destination(bookmark.destination))
        if not bookmarks:
            return None
        root = self.writer.reserve(1)
        entries, count = self._write_items(root, build_outline(bookmarks), iter(destinations))
        self.objects[root] = b"<</Type/Outlines%b/Count %d>>" % (entries, count)
        return root

    def _write_items(
        self, parent: int, items: Sequence[OutlineItem], destinations: Iterator[bytes]
    ) -> tuple[bytes, int]:
        """Write the items below a parent.

        Returns:
            Entries for the parent, and how many items show while it is open.
        """
        first = self.writer.reserve(len(items))
        last = first + len(items) - 1
        shown = 0
        for number, item in enumerate(items, first):
            title = string_literal(item.bookmark.label)
            entry = b"/Title%b/Parent %d 0 R/Dest%b" % (title, parent, next(destinations))
            if number > first:
                entry += b"/Prev %d 0 R" % (number - 1)
            if number < last:
                entry += b"/Next %d 0 R" % (number + 1)
            shown += 1
            if item.children:
                below, count = self._write_items(number, item.children, destinations)
                entry += b"%b/Count %d" % (below, count if item.bookmark.is_open else -count)
                shown += count if item.bookmark.is_open else 0
            self.objects[number] = b"<<%b>>" % entry
        return b"/First %d 0 R/Last %d 0 R" % (first, last), shown


def _array(numbers: Iterable[int]) -> bytes:
    return b"[%b]" % b" ".join([b"%d 0 R" % number for number in numbers])


def _label(label: PageLabel) -> bytes:
    """Write one entry of the page labels (12.4.2)."""
    style = label.numbering.encode()
    return b"%d<</S/%b/St %d>>" % (label.page_index, style, label.first_page_number)


def _name_bytes(name: str) -> bytes:
    """Encode a name as its string is: name trees are sorted by bytes (7.9.6)."""
    return name.encode() if name.isascii() else ("\ufeff" + name).encode("utf-16-be")
