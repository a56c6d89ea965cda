"""The pages of the printed edition, marked in the e-book's documents (EPUB 3.3, 5.4.2.4; D.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.xhtml import escape
from booklet.epub.content import PageTarget
from booklet.epub.document_index import index_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from booklet.common.page_map import PageMap, PrintedPage, TextPosition
    from booklet.epub.content import ContentDocument
    from booklet.epub.document_index import DocumentIndex, InsertionPoint

_MARKER = (
    '<span{alone} epub:type="pagebreak" role="doc-pagebreak" aria-label="{folio}" '
    'id="{identifier}"></span>'
)
ALONE = "page-start"
"""The class of markers that stand between blocks."""


@dataclass(frozen=True, slots=True)
class PageMarker:
    """A page of the printed edition and where it starts in the e-book.

    Attributes:
        folio: as printed.
        file_name: the document.
        identifier: of the marker, unique in its document: `page-12`.
        position: in the document's text; None for the end of its text.
    """

    folio: str
    file_name: str
    identifier: str
    position: TextPosition | None

    @property
    def target(self) -> PageTarget:
        """The page's line in the page list."""
        return PageTarget(self.folio, f"{self.file_name}#{self.identifier}")


def index_documents(
    documents: Iterable[ContentDocument], page_map: PageMap
) -> dict[str, DocumentIndex]:
    """Read documents, so that the starts of pages can be found in them; by file name.

    Raises:
        ValueError: when one is not well-formed.
    """
    known = page_map.ids
    return {one.file_name: index_document(one.xhtml.encode(), known) for one in documents}


def plan_page_markers(
    indexes: Mapping[str, DocumentIndex], page_map: PageMap
) -> tuple[PageMarker, ...]:
    """Find the position of every page that prints its number.

    A page that begins with what only paper shows starts at the next text that screens show; when
    its chapter has none, at the chapter's end.

    Args:
        indexes: of all documents, in reading order.
        page_map: of the printed edition.
    """
    return tuple(_Planner(indexes, page_map.pages).plan())


def insert_page_markers(
    document: ContentDocument,
    indexes: Mapping[str, DocumentIndex],
    markers: Iterable[PageMarker],
) -> ContentDocument:
    """Put the markers of pages into a document.

    Args:
        document: of the e-book.
        indexes: with its own.
        markers: those of `plan_page_markers`, in order.
    """
    index = indexes[document.file_name]
    own = [marker for marker in markers if marker.file_name == document.file_name]
    if not own:
        return document
    pieces = []
    done = 0
    for marker in own:
        found = index.find(marker.position) if marker.position else None
        point = found or index.end
        byte = max(done, point.byte)
        pieces += [index.source[done:byte], _serialise(marker, point).encode()]
        done = byte
    pieces.append(index.source[done:])
    return replace(document, xhtml=b"".join(pieces).decode())


def _serialise(marker: PageMarker, point: InsertionPoint) -> str:
    """Write a marker; between blocks it must stay with what comes after it on every screen."""
    return _MARKER.format(
        alone=f' class="{ALONE}"' if point.is_between_blocks else "",
        folio=escape(marker.folio),
        identifier=escape(marker.identifier),
    )


@dataclass(frozen=True, slots=True)
class _PageStart:
    """Where a page starts in the e-book: the document's number and the point in it."""

    point: tuple[int, InsertionPoint]
    position: TextPosition | None


class _Planner:
    """Goes through the pages in order; no page starts before the one that precedes it."""

    def __init__(self, indexes: Mapping[str, DocumentIndex], pages: Sequence[PrintedPage]) -> None:
        self.pages = pages
        self.files = [*indexes]
        self.indexes = [*indexes.values()]
        self.homes: dict[str, int] = {}
        self.taken = [set(one.ids) for one in self.indexes]
        for number, index in enumerate(self.indexes):
            for identifier in index.ids:
                self.homes.setdefault(identifier, number)

    def plan(self) -> Iterator[PageMarker]:
        """Yield a marker for each page with a folio that starts in the e-book."""
        waiting: list[PrintedPage] = []
        last: _PageStart | None = None
        for page_index, page in enumerate(self.pages):
            if page.folio:
                waiting.append(page)
            found = self._find_start(page)
            if found is not None:
                last = found if last is None or last.point < found.point else last
            elif last is not None and self._ends_division(page_index):
                number = last.point[0]
                last = _PageStart((number, self.indexes[number].end), None)
            else:
                continue
            for one in waiting:
                yield self._make_marker(one, last)
            waiting.clear()

    def _find_start(self, page: PrintedPage) -> _PageStart | None:
        """Find the first of a page's positions that an e-book's document has."""
        for position in page.positions:
            number = self.homes.get(position.id)
            if number is not None:
                point = self.indexes[number].find(position)
                if point is not None:
                    return _PageStart((number, point), position)
        return None

    def _ends_division(self, page_index: int) -> bool:
        after = self.pages[page_index + 1 : page_index + 2]
        return not after or after[0].division != self.pages[page_index].division

    def _make_marker(self, page: PrintedPage, start: _PageStart) -> PageMarker:
        number = start.point[0]
        identifier = f"page-{page.folio}"
        while identifier in self.taken[number]:
            identifier += "-starts"
        self.taken[number].add(identifier)
        return PageMarker(page.folio, self.files[number], identifier, start.position)
