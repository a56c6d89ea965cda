"""One file with the pages of all copies, for the copier alone, and the list of what is in it.

The file has no tags, bookmarks or links, and what copies share is in it once. The pages of each
copy are a multiple of four, so that no sheet has pages of two people. The list says which file is
for which row, and no names unless they were asked for, so that it can be handed to whoever prints.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.pdf_literals import string_literal
from booklet.linker.section import PAGES
from booklet.linker.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from booklet.linker.section import Section
    from booklet.linker.untagged_pages import UntaggedPages

PAGES_OF_A_SHEET = 4

_HEADS = ("line", "file", "edition", "pages", "sheets of A4", "first page", "last page")


class JoinedFile:
    """Takes one copy after the other; what it is made of is kept by digests."""

    def __init__(self) -> None:
        self.page_count = 0
        self._writer = Writer()
        self._catalogue, self._pages = self._writer.reserve(1), self._writer.reserve(1)
        self._nodes: list[int] = []
        self._fonts: dict[str, Mapping[str, int]] = {}
        self._shared: dict[str, int] = {PAGES: self._pages}
        self._placed: dict[str, list[int]] = {}
        self._objects: dict[int, bytes] = {}

    def add(self, divisions: Iterable[UntaggedPages], fonts: Iterable[tuple[str, Section]]) -> None:
        """Add a copy.

        Args:
            divisions: its pages, in order.
            fonts: that it is drawn with, each with its digest.
        """
        symbols = dict(self._shared)
        for digest, font in fonts:
            symbols |= self._place_font(digest, font)
        node = self._writer.reserve(1)
        pages: list[bytes] = []
        media_box = b""
        for untagged in divisions:
            pages += untagged.write_pages(self._place(untagged, symbols), node)
            media_box = untagged.media_box
        blank = b"<</Type/Page/Parent %d 0 R/MediaBox[%b]/Resources<<>>>>" % (node, media_box)
        pages += [blank] * (-len(pages) % PAGES_OF_A_SHEET)
        first = self._writer.reserve(len(pages))
        self._objects.update(enumerate(pages, first))
        self._objects[node] = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (
            self._pages,
            len(pages),
            _references(range(first, first + len(pages))),
        )
        self._nodes.append(node)
        self.page_count += len(pages)

    def finish(self, title: str) -> bytes:
        """Write the file."""
        self._objects[self._pages] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (
            self.page_count,
            _references(self._nodes),
        )
        self._objects[self._catalogue] = (
            b"<</Type/Catalog/Pages %d 0 R/ViewerPreferences<</DisplayDocTitle true"
            b"/PrintScaling/None>>>>" % self._pages
        )
        about = self._writer.reserve(1)
        self._objects[about] = b"<</Title%b>>" % string_literal(title)
        self._writer.write_objects(self._objects)
        return self._writer.finish(self._catalogue, about)

    def _place_font(self, digest: str, font: Section) -> Mapping[str, int]:
        if digest not in self._fonts:
            base = self._writer.reserve(font.size)
            self._writer.write_section(font, base, 0, self._shared)
            self._fonts[digest] = {name: base + at for name, at in font.exports.items()}
        return self._fonts[digest]

    def _place(self, untagged: UntaggedPages, symbols: dict[str, int]) -> list[int]:
        """Write what some pages draw, unless it is there; return its table of numbers.

        Where copies have different fonts, the first copy with these pages has drawn them with its
        own, which have all letters of these pages.
        """
        if untagged.digest not in self._placed:
            for section in untagged.shared:
                self._share(section)
            symbols |= self._shared
            base = self._writer.reserve(untagged.section.size)
            self._writer.write_section(untagged.section, base, 0, symbols)
            self._placed[untagged.digest] = untagged.section.numbers(base, 0, symbols)
        return self._placed[untagged.digest]

    def _share(self, section: Section) -> None:
        if not section.exports.keys() <= self._shared.keys():
            base = self._writer.reserve(section.size)
            self._shared.update((name, base + at) for name, at in section.exports.items())
            self._writer.write_section(section, base, 0, self._shared)


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


@dataclass(frozen=True, slots=True)
class CopyRecord:
    """One copy that was made.

    Attributes:
        line: of its row in the list.
        file: its name.
        edition: its name.
        page_count: of the file.
        sheet_count: of A4, both sides printed.
        first_page: in the joined file, from 1.
        last_page: with the blanks that fill its last sheet.
        name: who it is for; "" when nobody asked for it.
    """

    line: int
    file: str
    edition: str
    page_count: int
    sheet_count: int
    first_page: int
    last_page: int
    name: str = ""


def write_record(records: Iterable[CopyRecord]) -> bytes:
    """Write the list as CSV, with the mark by which Excel knows UTF-8."""
    records = list(records)
    has_names = any(record.name for record in records)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([*_HEADS, *(["name"] if has_names else [])])
    for one in records:
        counts = one.page_count, one.sheet_count, one.first_page, one.last_page
        name = [_as_words(one.name)] if has_names else []
        writer.writerow([one.line, one.file, one.edition, *counts, *name])
    return written.getvalue().encode("utf-8-sig")


def _as_words(cell: str) -> str:
    """Keep spreadsheets from taking a name for a formula (CWE-1236)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
