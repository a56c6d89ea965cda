"""Checklist: a list with `[ ]` or `[x]` before each item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.component import Component, Medium

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element


UNTICKED, TICKED = "\u2610 ", "\u2611 "


def recognise(root: Element, _: Callable[[str], str]) -> None:
    """Turn the check boxes of Markdown's task lists into boxes to tick."""
    for tasks in root.iter():
        if tasks.tag != "span" and tasks.keys():
            tasks.attrib.pop("data-tick", None)
        if tasks.tag in {"ul", "ol"} and xhtml.has_class(tasks, "task-list"):
            xhtml.remove_class(tasks, "task-list")
            xhtml.add_class(tasks, "checklist")
            for item in tasks:
                if xhtml.has_class(item, "task-list-item"):
                    xhtml.remove_class(item, "task-list-item")
                    xhtml.add_class(item, "checklist-item")


def complete(root: Element, medium: Medium) -> None:
    """Draw the boxes: CSS does it on paper, a character on screens."""
    for box in root.iter("span"):
        state = box.attrib.pop("data-tick", None)
        if state is None:
            continue
        xhtml.add_class(box, "tick-box")
        if state == "on":
            xhtml.add_class(box, "ticked")
        if medium is Medium.EBOOK:
            box.text = TICKED if state == "on" else UNTICKED


CHECKLIST = Component(
    "checklist", "Checklist", recognise=recognise, complete=complete, has_callout=False
)
