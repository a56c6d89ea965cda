"""What a rendering needs: the job, one division with its page numbers, and the shared context."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from booklet.copyfit.flow import NATURAL, Fitting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.linker.fragment import LayoutStarts, PageNumbers


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What the rendering of every division of a book has in common.

    Attributes:
        key: changes whenever anything else here does, so that it can be prepared once.
        stylesheet: the CSS.
        resources: fonts and pictures that the style sheet names, by their `booklet:` addresses.
        language: of the book, for a division that says nothing else.
        is_grey: whether everything on its pages is black, white or grey.
        accent: the colour of the book as the style sheet and drawings name it, `#rrggbb`; "" when
            it has none of its own.
        colourless_key: is the same for contexts that differ in nothing but the accent.
    """

    key: str
    stylesheet: str
    resources: Mapping[str, bytes]
    language: str
    is_grey: bool = False
    accent: str = ""
    colourless_key: str = ""


class Purpose(StrEnum):
    """What a division's pages are wanted for."""

    PRINT = "print"
    MEASURE = "measure"
    """Only to see how much room everything takes: `Fragment.flow` is all that comes of it."""


@dataclass(frozen=True, slots=True)
class RenderJob:
    """What WeasyPrint renders in one go.

    Attributes:
        name: of the division, unique in the book; identifiers in the structure tree begin with it.
        title: for progress and messages.
        html: a whole HTML document without style sheets.
        partition: of the book, for the style sheet: `front_matter` and the like.
        numbers: the page numbers it prints.
        resources: pictures that only this division names, by their `booklet:` addresses.
        fitting: what copyfitting has decided for it.
        purpose: what the pages are wanted for.
        own_words: what only this copy of the book says; the fonts that these words are set in get
            the letters of other copies' words too, so that all copies have the same fonts.
        decided_for: the HTML that `fitting` was decided for; "" for this job's own.
        before: the layout before an edit; then only the pages that are not as they were may come of
            it (`Fragment.part_from`).
        style: CSS for this job alone, which comes after the context's style sheet.
        foreseen: the page index, from 0, of ids of this division whose folios it prints; when one
            is on another page, nothing is drawn, for the division will be rendered again.
        most_pages: that are of use: from the next one on nothing is laid out, and nothing drawn;
            0 for any number.
    """

    name: str
    title: str
    html: str
    partition: str
    numbers: PageNumbers
    resources: Mapping[str, bytes] = field(default_factory=dict)
    fitting: Fitting = NATURAL
    purpose: Purpose = Purpose.PRINT
    own_words: tuple[str, ...] = ()
    decided_for: str = ""
    before: LayoutStarts | None = None
    style: str = ""
    foreseen: tuple[tuple[str, int], ...] = ()
    most_pages: int = 0
