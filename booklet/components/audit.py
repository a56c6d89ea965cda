"""Audit: statements to score from one to five."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element, name_set
from booklet.components.box import boxed
from booklet.components.component import MINUTES, PRIORITY, Component, SessionStep
from booklet.components.component_use import ComponentContext, ComponentUse, Family

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

SCALE = ("1", "2", "3", "4", "5")
_SCALE_CLASS = {"class": "audit-scale"}


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    _add_scales(use, lambda *_: element("span", _SCALE_CLASS, *map(_circle, SCALE)))
    return boxed(use, context)


def _on_screen(use: ComponentUse, context: ComponentContext) -> list[Element]:
    _add_scales(use, lambda *_: element("span", _SCALE_CLASS, " ".join(SCALE)))
    return boxed(use, context)


def _on_a_page(use: ComponentUse, context: ComponentContext) -> list[Element]:
    _add_scales(use, _choice)
    return boxed(use, context)


def _circle(number: str) -> Element:
    return element("span", {"class": "audit-circle"}, number)


def _choice(identifier: str, statement: Element) -> Element:
    """Let one of the numbers be chosen; the choice is called by its statement."""
    name = f"{identifier}-score"
    labelled_by = f"{identifier}-statement"
    statement.set("id", labelled_by)
    numbers = (
        element(
            "label",
            {"class": "audit-choice"},
            element(
                "input",
                {"type": "radio", "name": name, "id": f"{name}-{number}", "value": number},
            ),
            " ",
            number,
        )
        for number in SCALE
    )
    return element(
        "span", {**_SCALE_CLASS, "role": "radiogroup", "aria-labelledby": labelled_by}, *numbers
    )


def _add_scales(use: ComponentUse, make_scale: Callable[[str, Element], Element]) -> None:
    """Split every item of the box's own lists into a statement and its scale.

    Args:
        use: its body is changed in place.
        make_scale: gets an id for the item, made from its words where it has one, and its words.
    """
    lists = [child for child in use.body if child.tag in {"ul", "ol"}]
    for statements in lists:
        xhtml.add_class(statements, "audit")
    for number, item in enumerate([item for statements in lists for item in statements], 1):
        xhtml.add_class(item, "audit-row")
        identifiers = (one.get("id") for one in (item, *item))
        identifier = next(filter(None, identifiers), f"{use.id}-{number}")
        statement = _statement(item)
        xhtml.append(item, [statement, " ", make_scale(identifier, statement)])


def _statement(item: Element) -> Element:
    """Take the words out of an item; a single paragraph gives up its own element."""
    inner = xhtml.detach_content(item)
    elements = [part for part in inner if not isinstance(part, str)]
    if len(elements) == 1 and elements[0].tag == "p":
        inner = xhtml.detach_content(elements[0])
    has_blocks = any(not isinstance(part, str) and part.tag in _BLOCKS for part in inner)
    return element("div" if has_blocks else "span", {"class": "audit-statement"}, *inner)


_BLOCKS = name_set("p ul ol dl table div blockquote pre section figure aside")

AUDIT = Component(
    "audit",
    (MINUTES, PRIORITY),
    family=Family.DO,
    print=_on_paper,
    ebook=_on_screen,
    web=_on_a_page,
    step=SessionStep(minutes=5),
    epub_type="assessment",
)
