"""What a window shows: pages, where blocks stand on them, and what the author should know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.common.errors import Finding
    from booklet.pipelines.preview import PreviewPages
    from booklet.preview.page_pictures import DrawnPages


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page, as a window shows it.

    Attributes:
        digest: of what it shows; two pages with the same look the same.
        folio: as printed.
        source: the file its text comes from, in the project; "" when it is our own.
        division: what it belongs to.
        width: in points.
        height: in points.
    """

    digest: str
    folio: str
    source: str
    division: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """The part of a block on one page, with the line of the source that it begins on.

    Attributes:
        line: from 1.
        page_index: in the book, from 0.
        x: of its left edge; this and the rest are shares of the page's width and height.
        y: of its top edge.
        width: of the page's width.
        height: of the page's height.
    """

    line: int
    page_index: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a window shows of an edition at one moment.

    Attributes:
        number: a later snapshot has a higher one.
        title: of the book.
        pages: in order.
        findings: what the author should know.
        is_old: whether the pages are those of before something went wrong.
        is_settled: whether the pages are those that `pdf` writes.
        is_whole: whether all chapters have been set.
        measure: how long the booklet is, in words.
        done: how many divisions have been set, while the whole book is.
        total: of how many.
    """

    number: int = 0
    title: str = ""
    pages: tuple[ShownPage, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_old: bool = False
    is_settled: bool = False
    is_whole: bool = False
    measure: str = ""
    done: int = 0
    total: int = 0


def list_pages(pages: PreviewPages, drawn: Iterable[DrawnPages]) -> tuple[ShownPage, ...]:
    """List the pages of a book as windows show them.

    Args:
        pages: that were set.
        drawn: their pictures, one for each placement.
    """
    return tuple(
        ShownPage(
            digest,
            placement.folio(index),
            placement.division.source,
            placement.division.name,
            *size,
        )
        for placement, division in zip(pages.resolved.placements, drawn, strict=True)
        for index, (digest, size) in enumerate(zip(division.digests, division.sizes, strict=True))
    )


def exchange(
    listed: Sequence[ShownPage], page_index: int, digests: Sequence[str]
) -> tuple[ShownPage, ...]:
    """Let some pages show something else, from one of them on."""
    after = page_index + len(digests)
    pairs = zip(listed[page_index:after], digests, strict=True)
    new = (replace(page, digest=digest) for page, digest in pairs)
    return (*listed[:page_index], *new, *listed[after:])


def put_in(shown: Sequence[ShownPage], alone: Sequence[ShownPage]) -> tuple[ShownPage, ...]:
    """Put the pages of one chapter in the place of those that are shown of it."""
    name = alone[0].division
    own = [index for index, page in enumerate(shown) if page.division == name]
    first, after = (own[0], own[-1] + 1) if own else (len(shown), len(shown))
    return (*shown[:first], *alone, *shown[after:])


def find_blocks(
    pages: PreviewPages, path: str, shown: Sequence[ShownPage]
) -> tuple[BlockPlace, ...]:
    """Find where the blocks of a chapter stand.

    Args:
        pages: that have the chapter.
        path: of the chapter.
        shown: all pages; those of the chapter among them.

    Returns:
        Places in the order of lines; () when the chapter is not there.
    """
    lines = next((dict(one.lines) for one in pages.book.chapters if one.path == path), {})
    first = next((index for index, page in enumerate(shown) if page.source == path), None)
    resolved = pages.resolved
    fragment = next(
        (
            fragment
            for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True)
            if placement.division.source == path
        ),
        None,
    )
    if fragment is None or first is None:
        return ()
    places = []
    for box in fragment.blocks:
        page_index = first + box.page_index
        if box.id in lines and page_index < len(shown):
            page = shown[page_index]
            shares = (
                box.x / page.width,
                box.y / page.height,
                box.width / page.width,
                box.height / page.height,
            )
            places.append(
                BlockPlace(lines[box.id], page_index, *(round(share, 4) for share in shares))
            )
    return tuple(sorted(places, key=lambda one: (one.line, one.page_index)))
