"""Form fields as values: name, label, rectangles and where they belong in the structure tree."""

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


def plain_name(name: str) -> str:
    """Make one level of a field's name: full stops part levels (ISO 32000-1, 12.7.3.2)."""
    return name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class FieldArea:
    """The rectangle of a field, or of one of its choices: it becomes a widget annotation.

    Attributes:
        page_index: from 0, within the fragment or the book.
        rectangle: left, bottom, right and top in points, from the lower left corner of the page.
        element_path: where the structure element of the field goes: from the document's element
            down, the index of each kid (ISO 32000-1, 14.7.2); the last one is where to insert.
        choice: what this area stands for, as printed in its circle; "" where there is no choice.
    """

    page_index: int
    rectangle: tuple[float, float, float, float]
    element_path: tuple[int, ...]
    choice: str = ""

    def moved(self, page_index: int, element_index: int) -> FieldArea:
        """Shift its page, and the first index of its element path, as its fragment is shifted."""
        first, *rest = self.element_path
        return replace(
            self,
            page_index=self.page_index + page_index,
            element_path=(first + element_index, *rest),
        )


@dataclass(frozen=True, slots=True)
class FormField:
    """A form field (ISO 32000-1, 12.7.3): something on paper that one writes on.

    Attributes:
        kind: what a reader does with it.
        name: unique in the book, of parts with full stops between: "summer.reflect-1.lines-1".
        label: what it is for, in words; tooltips show it and screen readers say it (TU).
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
        """Shift its areas, as the fragment that it is in is shifted in the book."""
        areas = tuple(area.moved(page_index, element_index) for area in self.areas)
        return replace(self, areas=areas)
