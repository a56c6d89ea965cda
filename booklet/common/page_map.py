"""Where each printed page starts in the text: the same positions on paper and on screens.

A position is an element with an id and a count of characters into its own text. Characters are
counted without white space and soft hyphens, so that line breaks, indentation and hyphenation
cannot shift it. Text inside another element with an id is that element's own, not this one's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

_SOFT_HYPHEN = "\u00ad"

ONLY_ON_PAPER = frozenset(
    {
        "closing-notes",
        "note-again",
        "reading-link",
        "record-label",
        "ruled-lines",
        "sign-off",
        "stem",
        "write-on",
    }
)
"""Classes of elements whose words screens do not show; the components give them."""

ONLY_ON_SCREENS = frozenset({"note-reference", "partner-advice", "stem-text", "tick-box"})
"""Classes of elements whose words paper does not show."""


class TextPosition(NamedTuple):
    """A position in the text of a book.

    Attributes:
        id: of the nearest element around it that has one.
        offset: characters of that element's own text before it, as `countable_chars` leaves them.
    """

    id: str
    offset: int


class PageStart(NamedTuple):
    """The start of a page in the text, so that it can be found in another medium.

    Attributes:
        positions: where each element with text or a picture on this page begins on it, in reading
            order: the page starts at the first. The others serve outputs that lack the first.
        shows_folio: whether the page prints its number.
    """

    positions: tuple[TextPosition, ...]
    shows_folio: bool


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of the printed edition.

    Attributes:
        folio: as printed; "" when the page shows none: covers, blanks, pages of notes that only
            fill a sheet.
        division: what it belongs to: `front-matter`, a chapter's slug, `back-matter`.
        positions: see `PageStart`.
    """

    folio: str
    division: str
    positions: tuple[TextPosition, ...]


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where the pages of the printed edition start.

    Attributes:
        pages: all of them, in order.
    """

    pages: tuple[PrintedPage, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Every id that a position of some page names."""
        return frozenset(position.id for page in self.pages for position in page.positions)


def countable_chars(text: str) -> str:
    """Drop white space and soft hyphens: what is left is counted in a `TextPosition`."""
    return "".join(text.split()).replace(_SOFT_HYPHEN, "")
