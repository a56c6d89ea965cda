"""Find the fields of a form: where readers write on finished pages, from WeasyPrint's layout.

Ruled lines, short lines, boxes to tick, circles to choose from and empty cells of action tables.
Nothing is drawn differently for them; `forms` draws the fields. Imported only where Pango is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.forms.field import FieldArea, FieldKind, FormField
from booklet.weasy.field_names import classes_of, describe, name_scope
from booklet.weasy.internals import page_box
from booklet.weasy.page_boxes import POINTS_PER_PIXEL
from booklet.weasy.tags.field_positions import find_position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias
    from xml.etree.ElementTree import Element

    from booklet.weasy.protocols import Box, Page
    from booklet.weasy.tags.context import RepairContext
    from booklet.weasy.tags.structure import Node

    Rectangle: TypeAlias = tuple[float, float, float, float]

_CELL_PADDING = 2.0  # points between the lines of a table and its fields

_LINES, _ENTRY, _PLAN, _TICK, _SCORE, _CELL = "lines", "entry", "plan", "tick", "score", "cell"
_CLASSES = {
    "ruled-line": _LINES,
    "write-on": _ENTRY,
    "tick-box": _TICK,
    "audit-circle": _SCORE,
}
_FIELD_KINDS = {
    _LINES: FieldKind.LINES,
    _ENTRY: FieldKind.LINE,
    _PLAN: FieldKind.LINES,
    _TICK: FieldKind.TICK,
    _SCORE: FieldKind.SCORE,
    _CELL: FieldKind.LINES,
}


@dataclass(frozen=True, slots=True)
class _Writable:
    """One line, box, circle or cell on a page; `word` says which, as in the field's name."""

    word: str
    page_index: int
    element: Element
    rectangle: Rectangle
    font_size: float


def read_form_fields(
    pages: Sequence[Page], tree: Node, context: RepairContext, title: str
) -> tuple[FormField, ...]:
    """Find what can be written on in the pages of a division.

    Args:
        pages: WeasyPrint's, laid out.
        tree: their structure, repaired.
        context: the HTML from which they were set.
        title: of the division, for what has no title of its own.

    Returns:
        Fields in reading order; page indexes and element indexes count within the division.
    """
    writable = sorted(_find_writable(pages, context), key=lambda each: context.order[each.element])
    counts: Counter[tuple[str, str]] = Counter()
    labels: Counter[str] = Counter()
    fields = []
    for group in _group(writable, context):
        first = group[0]
        word = _PLAN if _is_stem(first, context) else first.word
        scope = name_scope(first.element, context)
        counts[scope, word] += 1
        label = describe(word, first.element, context, title)
        labels[label] += 1
        number = labels[label]
        fields.append(
            FormField(
                kind=_FIELD_KINDS[word],
                name=f"{scope}.{word}-{counts[scope, word]}",
                label=label if number == 1 else f"{label} ({number})",
                areas=tuple(_areas(group, tree, context)),
                font_size=first.font_size,
                is_on="ticked" in classes_of(first.element),
            )
        )
    return tuple(fields)


def _find_writable(pages: Iterable[Page], context: RepairContext) -> Iterator[_Writable]:
    """Find what can be written on, once for each page it is on."""
    for index, page in enumerate(pages):
        height = page.height * POINTS_PER_PIXEL
        found: set[Element] = set()
        for box in page_box(page).descendants(placeholders=True):
            element = box.element
            if element is None or element in found or box.element_tag != element.tag:
                continue
            if element not in context.order or not (word := _word_for(element, context)):
                continue
            found.add(element)
            size = box.style["font_size"] * POINTS_PER_PIXEL
            inset = _CELL_PADDING if word == _CELL else 0.0
            yield _Writable(word, index, element, _rectangle(box, height, inset), size)


def _word_for(element: Element, context: RepairContext) -> str:
    if element.tag == "td":
        return _CELL if _is_empty_action(element, context) else ""
    return next((_CLASSES[name] for name in classes_of(element) if name in _CLASSES), "")


def _is_empty_action(cell: Element, context: RepairContext) -> bool:
    if len(cell) or (cell.text or "").strip():
        return False
    around: Element | None = cell
    while around is not None and around.tag != "table":
        around = context.parents.get(around)
    return around is not None and "action-table" in classes_of(around)


def _rectangle(box: Box, page_height: float, inset: float) -> Rectangle:
    """Measure a box to the outside of its border, in points from the page's lower left corner."""
    left, top = box.border_box_x(), box.border_box_y()
    right, bottom = left + box.border_width(), top + box.border_height()
    return (
        left * POINTS_PER_PIXEL + inset,
        page_height - bottom * POINTS_PER_PIXEL + inset,
        right * POINTS_PER_PIXEL - inset,
        page_height - top * POINTS_PER_PIXEL - inset,
    )


def _group(writable: Sequence[_Writable], context: RepairContext) -> Iterator[list[_Writable]]:
    """Put together what is one field: lines below one another, the circles of a statement."""
    group: list[_Writable] = []
    for each in writable:
        if group and _continues(group[-1], each, context):
            group.append(each)
            continue
        if group:
            yield group
        group = [each]
    if group:
        yield group


def _continues(before: _Writable, after: _Writable, context: RepairContext) -> bool:
    parents = context.parents
    if before.word == after.word == _SCORE:
        return parents[before.element] is parents[after.element]
    if after.word != _LINES or after.page_index != before.page_index:
        return False
    above = parents[before.element] if _is_stem(before, context) else before.element
    siblings = list(parents[after.element])
    index = siblings.index(after.element)
    return index > 0 and siblings[index - 1] is above


def _is_stem(line: _Writable, context: RepairContext) -> bool:
    """Say whether a short line finishes a stem of a plan; the line below it belongs to it."""
    return line.word == _ENTRY and "stem" in classes_of(context.parents[line.element])


def _areas(group: Sequence[_Writable], tree: Node, context: RepairContext) -> Iterator[FieldArea]:
    """Draw the areas of a field: one for each circle, one around all lines."""
    if group[0].word == _SCORE:
        for circle in group:
            choice = "".join(circle.element.itertext()).strip()
            position = find_position(tree, circle.element, context)
            yield FieldArea(circle.page_index, circle.rectangle, position, choice)
        return
    position = find_position(tree, group[0].element, context)
    rectangles = [each.rectangle for each in group]
    around = tuple(edge(each[side] for each in rectangles) for side, edge in enumerate(_OUTERMOST))
    left, bottom, right, top = around
    if _is_stem(group[0], context):
        left = rectangles[0][0]  # beside its words
    yield FieldArea(group[0].page_index, (left, bottom, right, top), position)


_OUTERMOST: tuple[Callable[[Iterable[float]], float], ...] = (min, min, max, max)
