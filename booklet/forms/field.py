"""Places to write on, as form fields: what they are called, where they stand, what they hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class FieldKind(StrEnum):
    """What a reader does with a field."""

    LINE = "line"
    """Write one line of text."""

    LINES = "lines"
    """Write several lines of text."""

    TICK = "tick"
    """Tick a box, or clear it."""

    SCORE = "score"
    """Choose one of several circles."""


@dataclass(frozen=True, slots=True)
class FieldArea:
    """Where a field, or one choice of it, stands.

    Attributes:
        page_index: from 0, within the fragment or the book.
        rectangle: left, bottom, right and top in points, from the lower left corner of the page.
        place: in the structure tree, for the field's own element: from the root's element down, the
            index of each kid; the last index is where to insert among the kids reached.
        choice: what this area stands for, as printed in its circle; "" where there is no choice.
    """

    page_index: int
    rectangle: tuple[float, float, float, float]
    place: tuple[int, ...]
    choice: str = ""

    def moved(self, page_index: int, element_index: int) -> FieldArea:
        """Move it by so many pages, and its place by so many elements below the root's."""
        first, *rest = self.place
        return replace(
            self,
            page_index=self.page_index + page_index,
            place=(first + element_index, *rest),
        )


@dataclass(frozen=True, slots=True)
class FormField:
    """A place to write on.

    Attributes:
        kind: what a reader does with it.
        name: unique in the book, of parts with full stops between: "summer.reflect-1.lines-1".
        label: what it is for, in words: tooltips show it and screen readers say it.
        areas: one, or one for each choice.
        font_size: of what is written into it, in points.
        is_on: whether a box is ticked already.
    """

    kind: FieldKind
    name: str
    label: str
    areas: tuple[FieldArea, ...]
    font_size: float
    is_on: bool = False

    def moved(self, page_index: int, element_index: int) -> FormField:
        """Move it by so many pages, and its places by so many elements below the root's."""
        areas = tuple(area.moved(page_index, element_index) for area in self.areas)
        return replace(self, areas=areas)
