"""What one division becomes: tagged pages that can be joined with those of other divisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.errors import Finding
    from booklet.page_map import PageStart


@dataclass(frozen=True, slots=True)
class Spot:
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
    """One entry of the outline, before it has a place in the tree.

    Attributes:
        level: from 1, as the style sheet's `bookmark-level` says; levels may be skipped.
        label: the text shown.
        spot: where it leads.
        is_open: whether its children show when the file is opened.
    """

    level: int
    label: str
    spot: Spot
    is_open: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """The pages of one division: frozen and picklable.

    Attributes:
        name: of the division; identifiers in the structure tree begin with it.
        pdf: a PDF of these pages alone, with their part of the structure tree.
        page_count: at least 1.
        anchors: where each id stands; page indexes count within the fragment.
        bookmarks: in reading order; page indexes count within the fragment.
        findings: what the author should know about these pages.
        page_starts: where each page starts in the text, for the e-book's page list.
    """

    name: str
    pdf: bytes
    page_count: int
    anchors: Mapping[str, Spot]
    bookmarks: tuple[Bookmark, ...]
    findings: tuple[Finding, ...]
    page_starts: tuple[PageStart, ...] = ()
