"""Boxes that show what their author wrote, in order, and differ only in style.

Action has a table to fill in (who does what by when), discuss a protocol for talking together, step
by step and timed, example something that happened, try something small to do at once. The five
alerts are those that GitHub knows, so that a text written there makes sense here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.box import box, boxed
from booklet.components.component import MINUTES, PRIORITY, Component, SessionStep
from booklet.components.component_use import ComponentContext, ComponentUse, Family
from booklet.components.fields import cell_field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element


def _action(use: ComponentUse, context: ComponentContext) -> list[Element]:
    for table in use.body.iter("table"):
        xhtml.add_class(table, "action-table")
    return boxed(use, context)


def _action_on_a_page(use: ComponentUse, context: ComponentContext) -> list[Element]:
    """Put a field into each cell that is empty on paper; it is called by its column and its row."""
    cells = [cell for table in use.body.iter("table") for cell in _empty_cells(table)]
    for number, (cell, label) in enumerate(cells, 1):
        cell.append(cell_field(f"{use.id}-cell-{number}", label))
    if cells:
        stays = context.phrase(context.label("typed_stays"), "typed_stays")
        use.body.append(element("p", {"class": "field-note"}, stays))
    return _action(use, context)


def _empty_cells(table: Element) -> Iterator[tuple[Element, str]]:
    head, *rows = [list(row) for row in table.iter("tr")] or [[]]
    for number, row in enumerate(rows, 1):
        start = xhtml.text_of(row[0]) or str(number) if row else ""
        for name, cell in zip(map(xhtml.text_of, head), row, strict=False):
            if cell.tag == "td" and not len(cell) and not (cell.text or "").strip():
                yield cell, ", ".join(filter(None, (name, start)))


def _discuss(use: ComponentUse, context: ComponentContext) -> list[Element]:
    for child in use.body:
        if child.tag == "ol":
            xhtml.add_class(child, "steps")
    return boxed(use, context)


def _alert(use: ComponentUse, context: ComponentContext) -> list[Element]:
    return [box(use, context, xhtml.detach_content(use.body), classes="example")]


ACTION = Component(
    "action",
    (MINUTES, PRIORITY),
    family=Family.DO,
    print=_action,
    ebook=_action,
    web=_action_on_a_page,
    step=SessionStep(minutes=5),
)
DISCUSS = Component(
    "discuss",
    (MINUTES, PRIORITY),
    family=Family.TALK,
    print=_discuss,
    ebook=_discuss,
    step=SessionStep(minutes=10, listed="items"),
)
EXAMPLE = Component("example", is_read_along=True, role="doc-example")
TRY = Component(
    "try",
    (MINUTES, PRIORITY),
    family=Family.DO,
    step=SessionStep(minutes=5, priority=3, listed="items"),
)
ALERTS = tuple(
    Component(name, print=_alert, ebook=_alert, is_read_along=True)
    for name in ("note", "tip", "important", "warning", "caution")
)
