"""Page numbering: folios as they are printed, and the page labels of the file that match them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Numbering(StrEnum):
    """Numbering styles by their names in a page label dictionary (ISO 32000-1, 12.4.2)."""

    ROMAN = "r"
    ARABIC = "D"


@dataclass(frozen=True, slots=True)
class PageLabel:
    """From one page on, how pages are numbered.

    Attributes:
        page_index: the first page it holds for, from 0.
        numbering: roman or arabic figures.
        first_page_number: of that page.
    """

    page_index: int
    numbering: Numbering
    first_page_number: int


def folio(page_number: int, numbering: Numbering) -> str:
    """Write a page number as it is printed: `folio(12, Numbering.ROMAN) == "xii"`."""
    if numbering is Numbering.ARABIC:
        return str(page_number)
    figures = []
    rest = page_number
    for value, letters in _ROMAN:
        count, rest = divmod(rest, value)
        figures.append(letters * count)
    return "".join(figures)
