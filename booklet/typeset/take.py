"""What a compositor is handed: one division, its page numbers, and what all of them share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from booklet.layout.division import Division


@dataclass(frozen=True, slots=True)
class Supplies:
    """What every division of a book is set with.

    Attributes:
        key: changes whenever anything else here does, so that it can be prepared once.
        stylesheet: the CSS.
        resources: fonts and pictures that the style sheet names, by their `booklet:` addresses.
        language: of the book, for a division that says nothing else.
        modified: the only date a font may carry.
    """

    key: str
    stylesheet: str
    resources: Mapping[str, bytes]
    language: str
    modified: date


@dataclass(frozen=True, slots=True)
class Take:
    """The portion of a book that is set in one go, as the trade calls it.

    Attributes:
        division: what to set.
        first_page_number: of its first page; odd ones are rectos.
        folios: what to print for each place it refers to, by id; padded where a number must keep
            its width.
        resources: pictures that only this division names, by their `booklet:` addresses.
    """

    division: Division
    first_page_number: int
    folios: tuple[tuple[str, str], ...]
    resources: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def opens_on_recto(self) -> bool:
        """Whether the first page is a right-hand one."""
        return self.first_page_number % 2 == 1
