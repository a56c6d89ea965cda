"""Footnotes in HTML: a number that leads to a text that leads back.

WordPress, Google Docs, mammoth (for Word) and most plug-ins write them so, with ids of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_CALL = re.compile(r"[\[(]?\s*(?:\d{1,3}|[*†‡§]|[a-zA-Z]|[ivx]{1,5})\s*[\])]?")
_BACK = re.compile(
    r"[\[(]?\s*(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§↑↩⤴^←⏎]|back|return)[\s\ufe0e\ufe0f.]*[\])]?",
    re.IGNORECASE,
)
_CONTAINERS = frozenset(("li", "p", "div", "aside", "dd", "td", "section"))


def find_notes(
    root: _Element,
) -> tuple[dict[_Element, str], dict[_Element, str], set[_Element]]:
    """Find footnotes.

    Returns:
        The keys of the links that call a note; the keys of the elements that are notes; and the
        elements that hold nothing but a note's number or the way back.
    """
    by_id: dict[str, _Element] = {}
    for item in root.iter("*"):
        for name in ("id", "name"):
            value = item.get(name)
            if value and (name == "id" or item.tag == "a"):
                by_id.setdefault(value, item)
    calls: dict[_Element, str] = {}
    notes: dict[_Element, str] = {}
    numbers: set[_Element] = set()
    for link in root.iter("a"):
        target = by_id.get((link.get("href") or "").removeprefix("#"))
        is_inside = (link.get("href") or "").startswith("#") and target is not None
        words = "".join(link.itertext()).strip()
        if not is_inside or target is None or not _CALL.fullmatch(words) or link in numbers:
            continue
        note = _container(target)
        if note is None or note in list(link.iterancestors()):
            continue
        ways_back = _ways_back(note, link)
        if not ways_back:
            continue
        key = notes.setdefault(note, str(len(notes) + 1))
        calls[link] = key
        numbers.add(link)
        numbers.update(ways_back)
    return calls, notes, numbers


def _container(target: _Element) -> _Element | None:
    """Find the paragraph or list item that an id belongs to."""
    for item in (target, *target.iterancestors()):
        if item.tag in _CONTAINERS:
            return item
    return None


def _ways_back(note: _Element, link: _Element) -> list[_Element]:
    """List the links of a note that lead to its call, and say no more than a number or an arrow."""
    names = {link.get("id"), link.get("name")}
    parent = link.getparent()
    if parent is not None:
        names |= {parent.get("id"), parent.get("name")}
    names |= {inner.get("id") for inner in link.iter("*")}
    back = []
    for other in note.iter("a"):
        leads_to = (other.get("href") or "").removeprefix("#")
        words = "".join(other.itertext()).strip()
        is_back = (other.get("href") or "").startswith("#") and leads_to and leads_to in names
        if is_back and (not words or _BACK.fullmatch(words)):
            back.append(other)
    return back
