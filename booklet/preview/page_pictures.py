"""Draw pages as pictures, each once, with the renderer that browsers show PDF files with.

A page is drawn from a PDF of its division alone, which is linked when somebody looks at it: what a
page shows does not depend on the others, and a long book takes a while to be linked.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from booklet.linker.page_digests import digest_pages
from booklet.preview.pdfium import DrawnPdf

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from booklet.linker.fragment import Fragment, PageSection

_MOST_PICTURES = 200
_MOST_OPEN = 16
"""PDFs that stay open; that of a division has its fonts with it, some 300 kB."""


class DrawnPages:
    """Pages of one PDF, which is made when one of them is looked at.

    Attributes:
        digests: of what each page shows; two pages with the same look the same.
        sizes: the width and height of each page, in points.
    """

    def __init__(
        self,
        digests: tuple[str, ...],
        sizes: tuple[tuple[float, float], ...],
        make: Callable[[], bytes],
    ) -> None:
        """Take pages, and what makes their PDF."""
        self.digests, self.sizes = digests, sizes
        self._make = make
        self._opened: DrawnPdf | None = None
        self._lock = Lock()

    def draw(self, page_index: int, scale: float) -> bytes:
        """Draw a page; see `DrawnPdf.draw`."""
        with self._lock:
            return self._open().draw(page_index, scale)

    def read_at(self, page_index: int, x: float, y: float) -> str:
        """Read the words around a point of a page; see `DrawnPdf.read_at`."""
        with self._lock:
            return self._open().read_at(page_index, x, y)

    def release(self) -> None:
        """Give memory back until a page is looked at again."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _open(self) -> DrawnPdf:
        if self._opened is None:
            self._opened = DrawnPdf(self._make())
        return self._opened


@dataclass(slots=True)
class PictureStore:
    """Pictures by what they show, as long as anybody may ask for them."""

    _drawable: dict[tuple[object, ...], DrawnPages] = field(default_factory=dict)
    _sources: dict[str, tuple[DrawnPages, int]] = field(default_factory=dict)
    _open: OrderedDict[DrawnPages, None] = field(default_factory=OrderedDict)
    _drawn: OrderedDict[tuple[str, float], bytes] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(
        self, fragments: Sequence[Fragment], link: Callable[[Fragment], bytes]
    ) -> tuple[DrawnPages, ...]:
        """Take the pages of divisions, beside all that are there.

        Args:
            fragments: one for each division.
            link: makes a PDF of one of them.
        """
        named = {_name_content(one.content): one for one in fragments}
        new: dict[tuple[object, ...], DrawnPages] = {
            name: DrawnPages(digest_pages(one.content), one.page_sizes, partial(link, one))
            for name, one in named.items()
            if name not in self._drawable
        }
        self._offer(new, named)
        return tuple(self._drawable[_name_content(one.content)] for one in fragments)

    def take_file(self, pdf: bytes) -> DrawnPages:
        """Take the pages of a finished PDF, beside all that are there."""
        digest = sha256(pdf).hexdigest()
        if (digest,) not in self._drawable:
            opened = DrawnPdf(pdf)
            digests = tuple(f"{digest}-{index}" for index in range(len(opened.sizes)))
            pages = DrawnPages(digests, opened.sizes, lambda: pdf)
            opened.close()
            self._offer({(digest,): pages}, [(digest,)])
        return self._drawable[digest,]

    def _offer(
        self, new: Mapping[tuple[object, ...], DrawnPages], named: Iterable[tuple[object, ...]]
    ) -> None:
        with self._lock:
            self._drawable |= new
            for pages in (self._drawable[name] for name in named):
                for index, digest in enumerate(pages.digests):
                    self._sources[digest] = pages, index

    def keep(self, digests: Collection[str]) -> None:
        """Forget all pages but these."""
        with self._lock:
            self._sources = {name: self._sources[name] for name in digests}
            kept = {pages for pages, _ in self._sources.values()}
            gone = {*self._drawable.values()} - kept
            self._drawable = {name: one for name, one in self._drawable.items() if one in kept}
            for pages in gone:
                self._open.pop(pages, None)
        for pages in gone:
            pages.release()

    def get(self, digest: str, scale: float) -> bytes | None:
        """Return a picture as PNG; None when there is no such page."""
        key = digest, scale
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        found = self._find(digest)
        if found is None:
            return None
        pages, index = found
        drawn = pages.draw(index, scale)
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > _MOST_PICTURES:
                self._drawn.popitem(last=False)
        self._tidy(pages)
        return drawn

    def read_at(self, digest: str, x: float, y: float) -> str:
        """Read the words around a point of a page; see `DrawnPdf.read_at`."""
        found = self._find(digest)
        if found is None:
            return ""
        pages, index = found
        words = pages.read_at(index, x, y)
        self._tidy(pages)
        return words

    def _find(self, digest: str) -> tuple[DrawnPages, int] | None:
        with self._lock:
            return self._sources.get(digest)

    def _tidy(self, pages: DrawnPages) -> None:
        """Close what has not been looked at for longest, and what has gone meanwhile."""
        with self._lock:
            surplus = [pages]
            if pages in self._drawable.values():
                self._open[pages] = None
                self._open.move_to_end(pages)
                surplus = [*self._open][:-_MOST_OPEN]
            for one in surplus:
                self._open.pop(one, None)
        for one in surplus:
            one.release()


def _name_content(content: PageSection) -> tuple[int, ...]:
    """Name pages by the objects they consist of, as long as somebody holds them."""
    section = content.section
    return id(section.objects), *(id(stream.content) for stream in section.streams)
