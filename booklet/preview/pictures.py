"""Draw pages as pictures, each once, with the renderer that browsers show PDF files with."""

from __future__ import annotations

import io
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import pypdfium2

from booklet.linker.page_digests import digest_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.linker.fragment import PageSection
    from booklet.scheduling.resolve_page_numbers import ResolvedPages

_MOST_PICTURES = 200
_AROUND = 20
"""Characters that are read on either side of a point."""
_TOLERANCE = 8
"""Points by which a click may miss a character."""

_QUICKEST = 1
"""The level of compression: the picture travels from one program of a computer to another."""

PDFIUM_LOCK = Lock()
"""PDFium is not thread-safe."""


class PageDigester:
    """Makes digests of the pages of a book that changes little from one time to the next."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._known: dict[int, tuple[PageSection, tuple[str, ...]]] = {}

    def digest(self, resolved: ResolvedPages) -> tuple[str, ...]:
        """Make a digest of what each page shows, in the order of the pages."""
        before, self._known = self._known, {}
        for fragment in resolved.fragments:
            content = fragment.content
            known = before.get(id(content))  # kept with the digests, so no other has its id
            self._known[id(content)] = known or (content, digest_pages(content))
        return tuple(
            digest
            for fragment in resolved.fragments
            for digest in self._known[id(fragment.content)][1]
        )


class DrawnBook:
    """A linked PDF whose pages can be drawn.

    Attributes:
        sizes: the width and height of each page, in points.
    """

    def __init__(self, pdf: bytes) -> None:
        """Open a PDF."""
        with PDFIUM_LOCK:
            self._document = pypdfium2.PdfDocument(pdf)
            self.sizes = tuple(
                self._document.get_page_size(index) for index in range(len(self._document))
            )

    def draw(self, page_index: int, scale: float) -> bytes:
        """Draw a page as PNG.

        Args:
            page_index: from 0.
            scale: pixels for each point.
        """
        with PDFIUM_LOCK:
            page = self._document[page_index]
            try:
                bitmap = page.render(scale=scale)
                image = bitmap.to_pil()
            finally:
                page.close()
        drawn = io.BytesIO()
        image.save(drawn, "PNG", compress_level=_QUICKEST)
        return drawn.getvalue()

    def read_at(self, page_index: int, x: float, y: float) -> str:
        """Read the words around a point of a page; "" where there are none.

        Args:
            page_index: from 0.
            x: points from the left edge.
            y: points from the top edge.
        """
        with PDFIUM_LOCK:
            page = self._document[page_index]
            try:
                text = page.get_textpage()
                found = text.get_index(x, page.get_height() - y, _TOLERANCE, _TOLERANCE)
                if found is None:
                    return ""
                begin = max(0, found - _AROUND)
                return str(text.get_text_range(begin, 2 * _AROUND))
            finally:
                page.close()

    def close(self) -> None:
        """Give its memory back."""
        with PDFIUM_LOCK:
            self._document.close()


@dataclass(slots=True)
class PictureStore:
    """Pictures by what they show, as long as anybody may ask for them."""

    _sources: dict[str, tuple[DrawnBook, int]] = field(default_factory=dict)
    _drawn: OrderedDict[tuple[str, float], bytes] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def offer(self, pages: Mapping[str, tuple[DrawnBook, int]]) -> None:
        """Offer pages for drawing, in the place of all that were offered before."""
        with self._lock:
            gone = {id(book): book for book, _ in self._sources.values()}
            self._sources = dict(pages)
            for book, _ in self._sources.values():
                gone.pop(id(book), None)
        for book in gone.values():
            book.close()

    def get(self, digest: str, scale: float) -> bytes | None:
        """Return a picture as PNG; None when there is no such page."""
        key = digest, scale
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
            if digest not in self._sources:
                return None
            book, index = self._sources[digest]
            drawn = book.draw(index, scale)
            self._drawn[key] = drawn
            while len(self._drawn) > _MOST_PICTURES:
                self._drawn.popitem(last=False)
        return drawn

    def read_at(self, digest: str, x: float, y: float) -> str:
        """Read the words around a point of a page; see `DrawnBook.read_at`."""
        with self._lock:
            if digest not in self._sources:
                return ""
            book, index = self._sources[digest]
            return book.read_at(index, x, y)

    def sources(self) -> dict[str, tuple[DrawnBook, int]]:
        """Return what is offered: by digest, the PDF and the index of the page in it."""
        with self._lock:
            return dict(self._sources)
