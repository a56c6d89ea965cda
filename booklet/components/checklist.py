"""Checklist: a list with `[ ]` or `[x]` before each item."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.component import Component, Medium

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element


UNTICKED, TICKED = "\u2610 ", "\u2611 "


def recognise(root: Element, _: Callable[[str], str]) -> None:
    """Turn the check boxes of Markdown's task lists into boxes to tick.

    A task is a property of its item: other items of the same list keep their bullets, and numbered
    tasks their numbers.
    """
    for item in root.iter():
        if item.tag != "span" and item.keys():
            item.attrib.pop("data-tick", None)
        tasks = [child for child in item if xhtml.has_class(child, "task-list-item")]
        if item.tag not in {"ul", "ol"} or not tasks:
            continue
        for task in tasks:
            xhtml.remove_class(task, "task-list-item")
            xhtml.add_class(task, "checklist-item")
        if item.tag == "ul" and len(tasks) == len(item):
            xhtml.add_class(item, "checklist")


def complete(root: Element, medium: Medium) -> None:
    """Draw the boxes: CSS does it on paper, a character in e-books; a web page has real ones."""
    parents = xhtml.parents_of(root) if medium is Medium.WEB else {}
    taken: Counter[str] = Counter()
    for box in list(root.iter("span")):
        state = box.attrib.pop("data-tick", None)
        if state is None:
            continue
        xhtml.add_class(box, "tick-box")
        if state == "on":
            xhtml.add_class(box, "ticked")
        named = next((one for one in xhtml.ancestors_of(box, parents) if one.get("id")), None)
        if named is not None:
            taken[identifier := named.get("id", "")] += 1
            tick = f"{identifier}-tick-{taken[identifier]}"
            xhtml.replace(parents[box], box, [_checkbox(tick, identifier, state)])
        elif medium is not Medium.PRINT:
            box.text = TICKED if state == "on" else UNTICKED


def _checkbox(identifier: str, labelled_by: str, state: str) -> Element:
    checked = {"checked": "checked"} if state == "on" else {}
    return element(
        "input",
        {
            "class": "tick-box",
            "type": "checkbox",
            "id": identifier,
            "aria-labelledby": labelled_by,
            **checked,
        },
    )


CHECKLIST = Component("checklist", recognise=recognise, complete=complete, has_callout=False)
