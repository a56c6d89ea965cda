"""Rules: an ordered list whose every item opens with a bold lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.component import Component

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element


def recognise(root: Element, claim: Callable[[str], str]) -> None:
    """Mark every list of rules below `root`, tight or loose, and give each rule an id.

    A list inside another list or inside a component is no list of rules: steps of a discussion
    often open with a bold word too.
    """
    for rules in list(_ordered_lists(root)):
        items = [item for item in rules if item.tag == "li"]
        leads = [_lead(item) for item in items]
        if not items or None in leads:
            continue
        xhtml.add_class(rules, "rules")
        _leave_room(rules, _start(rules) + len(items) - 1)
        for number, (item, lead) in enumerate(zip(items, leads, strict=True), _start(rules)):
            _mark(item, lead)
            if item.get("id") is None:
                item.set("id", claim(f"rule-{number}"))


def rules_without_lead(root: Element) -> list[tuple[int, Element]]:
    """Find the items, each with its number, for want of whose bold leads a list is not of rules.

    Only lists of three and more of which most items have a lead are meant to be rules.
    """
    found = []
    for rules in _ordered_lists(root):
        items = [item for item in rules if item.tag == "li"]
        plain = [
            (number, item)
            for number, item in enumerate(items, _start(rules))
            if _lead(item) is None
        ]
        if len(items) >= _FEWEST and len(plain) * 2 < len(items):
            found += plain
    return found


def _ordered_lists(root: Element) -> list[Element]:
    found = []
    for child in root:
        if child.tag == "ol":
            found.append(child)
        elif child.tag in {"div", "section", "article"} and child.get("data-component") is None:
            found += _ordered_lists(child)
    return found


def _leave_room(rules: Element, last: int) -> None:
    """Say how many figures the longest numeral has, where that is more than one."""
    figures = len(str(last))
    if figures > 1:
        xhtml.add_class(rules, f"digits-{min(figures, _MOST_FIGURES)}")


def _start(rules: Element) -> int:
    start = rules.get("start", "1")
    return int(start) if start.isdecimal() else 1


def _lead(item: Element) -> Element | None:
    """Find the bold words an item opens with; None when it opens otherwise."""
    opening = item
    if not (item.text or "").strip() and len(item) and item[0].tag == "p":
        opening = item[0]
    if (opening.text or "").strip() or not len(opening) or opening[0].tag != "strong":
        return None
    return opening[0]


def _mark(item: Element, lead: Element | None) -> None:
    if lead is not None:
        xhtml.add_class(lead, "rule-lead")
    xhtml.add_class(item, "rule")
    if len(item) and item[0] is lead:
        _wrap_opening(item)


def _wrap_opening(item: Element) -> None:
    """Put the opening line of a tight item into a paragraph, as loose items have it."""
    inner = xhtml.detach_content(item)
    blocks = [
        index
        for index, part in enumerate(inner)
        if not isinstance(part, str) and part.tag in _BLOCKS
    ]
    first_block = blocks[0] if blocks else len(inner)
    opening = element("p", {}, *inner[:first_block])
    if len(opening):
        opening[-1].tail = (opening[-1].tail or "").rstrip() or None
    xhtml.append(item, [opening, *inner[first_block:]])


_MOST_FIGURES = 3
"""Of a numeral for which style sheets have a size."""

_FEWEST = 3
"""Items of a list in which one without a bold lead is a slip, and not one of two ways to write."""

_BLOCKS = frozenset(
    ("p", "ul", "ol", "dl", "table", "div", "blockquote", "pre", "section", "figure", "aside")
)

RULES = Component("rules", recognise=recognise, has_callout=False)


def leads_in(root: Element) -> tuple[tuple[str, str], ...]:
    """List the rules of a chapter as (id, lead) for its contents, without colons at their ends."""
    return tuple(
        (item.get("id", ""), xhtml.text_of(lead).rstrip(" :"))
        for item in root.iter("li")
        if xhtml.has_class(item, "rule")
        for lead in item.iter("strong")
        if xhtml.has_class(lead, "rule-lead")
    )
