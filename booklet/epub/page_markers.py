"""The pages of the printed edition, marked in the e-book's documents (EPUB 3.3, 5.4.2.4; D.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.xhtml import escape
from booklet.epub.content import PageTarget
from booklet.epub.text_positions import read_text_positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from booklet.common.page_map import PageMap, PrintedPage, TextPosition
    from booklet.epub.content import ContentDocument
    from booklet.epub.text_positions import Position

_MARK = (
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
        place: in the document's text; None for the end of its text.
    """

    folio: str
    file_name: str
    identifier: str
    place: TextPosition | None

    @property
    def target(self) -> PageTarget:
        """The page's line in the page list."""
        return PageTarget(self.folio, f"{self.file_name}#{self.identifier}")


def plan_page_markers(
    documents: Sequence[ContentDocument], page_map: PageMap
) -> tuple[PageMarker, ...]:
    """Find the place of every page that prints its number.

    A page that begins with what only paper shows starts at the next text that screens show; when
    its chapter has none, at the chapter's end.

    Args:
        documents: in reading order.
        page_map: of the printed edition.
    """
    return tuple(_Planner(documents, page_map).plan())


def insert_page_markers(
    document: ContentDocument, marks: Iterable[PageMarker], page_map: PageMap
) -> ContentDocument:
    """Put the markers of pages into a document; `marks` are those of `plan_page_markers`."""
    own = [mark for mark in marks if mark.file_name == document.file_name]
    if not own:
        return document
    positions = read_text_positions(document.xhtml.encode())
    pieces = []
    done = 0
    for mark in own:
        found = positions.find(mark.place, page_map.ids) if mark.place else None
        position = found or positions.end
        byte = max(done, position.byte)
        pieces += [positions.source[done:byte], _draw(mark, position).encode()]
        done = byte
    pieces.append(positions.source[done:])
    return replace(document, xhtml=b"".join(pieces).decode())


def _draw(mark: PageMarker, position: Position) -> str:
    """Write a marker; between blocks it must stay with what comes after it on every screen."""
    return _MARK.format(
        alone=f' class="{ALONE}"' if position.is_between_blocks else "",
        folio=escape(mark.folio),
        identifier=escape(mark.identifier),
    )


@dataclass(frozen=True, slots=True)
class _Reached:
    """How far the pages have come: the document's number and where in it, and the place."""

    where: tuple[int, Position]
    place: TextPosition | None


class _Planner:
    """Goes through the pages in order; a place never lies before that of the page before."""

    def __init__(self, documents: Sequence[ContentDocument], page_map: PageMap) -> None:
        self.pages = page_map.pages
        self.known = page_map.ids
        self.files = [document.file_name for document in documents]
        self.positions = [read_text_positions(document.xhtml.encode()) for document in documents]
        self.homes: dict[str, int] = {}
        self.taken = [set(one.ids) for one in self.positions]
        for number, positions in enumerate(self.positions):
            for identifier in positions.ids:
                self.homes.setdefault(identifier, number)

    def plan(self) -> Iterator[PageMarker]:
        """Yield a mark for each page with a folio that has a place."""
        waiting: list[PrintedPage] = []
        last: _Reached | None = None
        for position, page in enumerate(self.pages):
            if page.folio:
                waiting.append(page)
            found = self._first_place(page)
            if found is not None:
                last = found if last is None or last.where < found.where else last
            elif last is not None and self._ends_division(position):
                number = last.where[0]
                last = _Reached((number, self.positions[number].end), None)
            else:
                continue
            for one in waiting:
                yield self._mark(one, last)
            waiting.clear()

    def _first_place(self, page: PrintedPage) -> _Reached | None:
        """Find the first of a page's places that an e-book's document has."""
        for place in page.positions:
            number = self.homes.get(place.id)
            if number is not None:
                position = self.positions[number].find(place, self.known)
                if position is not None:
                    return _Reached((number, position), place)
        return None

    def _ends_division(self, position: int) -> bool:
        after = self.pages[position + 1 : position + 2]
        return not after or after[0].division != self.pages[position].division

    def _mark(self, page: PrintedPage, reached: _Reached) -> PageMarker:
        number = reached.where[0]
        identifier = f"page-{page.folio}"
        while identifier in self.taken[number]:
            identifier += "-starts"
        self.taken[number].add(identifier)
        return PageMarker(page.folio, self.files[number], identifier, reached.place)
