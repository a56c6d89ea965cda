"""Whether two PDFs of one book say the same: text, links, bookmarks and page numbers.

Our book has a cover and other matter that a plain build lacks, and pages of notes where the other
has blank ones; so pages are compared from the first chapter on, and against blank ones nothing is.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the body.

    Attributes:
        text: as `pdftotext` reads it.
        targets: of its links inside the book, in reading order: pages, from 0 at the first chapter;
            a link in several pieces counts once.
    """

    text: str
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The chapters of a book.

    Attributes:
        pages: from the first chapter's on.
        bookmarks: title and page, from 0 at the first chapter.
    """

    pages: tuple[Page, ...]
    bookmarks: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sameness:
    """How two bodies compare.

    Attributes:
        page_count: how many pages were compared.
        differing_texts: pages, from 1, whose text is not the same, to the letter.
        differing_links: pages, from 1, whose links do not lead to the same pages.
        differing_bookmarks: how many bookmarks only one of the two has.
    """

    page_count: int
    differing_texts: tuple[int, ...]
    differing_links: tuple[int, ...]
    differing_bookmarks: int

    def __str__(self) -> str:
        """Say it in a line."""
        if not (self.differing_texts or self.differing_links or self.differing_bookmarks):
            return f"the same on all {self.page_count} pages"
        return (
            f"of {self.page_count} pages {len(self.differing_texts)} differ in text and "
            f"{len(self.differing_links)} in links; {self.differing_bookmarks} bookmarks differ"
        )


def compare(ours: Path, plain: Path, *, first_title: str) -> Sameness:
    """Compare two PDFs page by page.

    Args:
        ours: with pages of notes where the other has blank pages.
        plain: the one without anything after the last chapter.
        first_title: of the chapter with which both bodies begin.
    """
    one, other = read_body(ours, first_title), read_body(plain, first_title)
    shown = [
        (number, mine, theirs)
        for number, (mine, theirs) in enumerate(zip(one.pages, other.pages, strict=False), 1)
        if theirs.text.strip()
    ]
    missing = range(len(one.pages) + 1, len(other.pages) + 1)
    return Sameness(
        page_count=len(shown) + len(missing),
        differing_texts=(*(n for n, a, b in shown if a.text != b.text), *missing),
        differing_links=tuple(n for n, a, b in shown if a.targets != b.targets),
        differing_bookmarks=len(set(one.bookmarks) ^ set(other.bookmarks)),
    )


def read_body(path: Path, first_title: str) -> Body:
    """Read a PDF's pages from the bookmark of its first chapter on.

    Raises:
        ValueError: when it has no such bookmark.
    """
    with pikepdf.open(path) as pdf:
        numbers: dict[object, int] = {page.objgen: n for n, page in enumerate(pdf.pages)}
        named = {
            str(name): numbers[destination[0].objgen] for name, destination in _destinations(pdf)
        }
        with pdf.open_outline() as outline:
            marks = [(item.title, _page_of(item, numbers, named)) for item in _walk(outline.root)]
        starts = [page for title, page in marks if title == first_title]
        if not starts:
            raise ValueError(f"{path} has no bookmark '{first_title}'")
        start = starts[0]
        targets = [_targets(page, numbers, named) for page in pdf.pages]
    texts = _read_texts(path)
    return Body(
        pages=tuple(
            Page(text, tuple(target - start for target in found))
            for text, found in zip(texts[start:], targets[start:], strict=True)
        ),
        bookmarks=tuple((title, page - start) for title, page in marks if page >= start),
    )


def _read_texts(path: Path) -> list[str]:
    """Read each page's text; `pdftotext` ends every page with a form feed."""
    command = ["pdftotext", str(path), "-"]
    finished = subprocess.run(command, capture_output=True, check=True)
    return finished.stdout.decode().split("\f")[:-1]


def _walk(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _walk(item.children)


def _destinations(pdf: pikepdf.Pdf) -> Iterator[tuple[object, pikepdf.Object]]:
    """List named destinations (ISO 32000-2, 12.3.2.4)."""
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    waiting = [names["/Dests"]] if "/Dests" in names else []
    while waiting:
        node = waiting.pop()
        waiting.extend(node.get("/Kids", []))
        listed = list(node.get("/Names", []))
        for name, destination in list(pairwise(listed))[::2]:
            yield (
                name,
                destination["/D"] if isinstance(destination, pikepdf.Dictionary) else destination,
            )


def _page_of(item: pikepdf.OutlineItem, numbers: dict[object, int], named: dict[str, int]) -> int:
    if item.destination is not None:
        return _resolve(item.destination, numbers, named)
    return _resolve((item.action or pikepdf.Dictionary())["/D"], numbers, named)


def _resolve(destination: object, numbers: dict[object, int], named: dict[str, int]) -> int:
    if isinstance(destination, pikepdf.Array):
        return numbers[destination[0].objgen]
    return named[str(destination)]


def _targets(page: pikepdf.Page, numbers: dict[object, int], named: dict[str, int]) -> list[int]:
    """List the pages that a page's links lead to; a broken link's pieces follow each other."""
    found = []
    for link in page.get("/Annots", []):
        destination = link.get("/Dest", link.get("/A", pikepdf.Dictionary()).get("/D"))
        if destination is not None:
            found.append(_resolve(destination, numbers, named))
    return [page for page, _ in groupby(found)]
