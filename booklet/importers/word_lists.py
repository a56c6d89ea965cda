"""Carry Word's numbers through mammoth: bookmarks on paragraphs before, lists of HTML after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.importers.word_numbering import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from booklet.importers.word_numbering import Numbering

_MARK = re.compile(r"x-number-(\d+)-(\d+)-(ol|ul)-(-?\d+)(?:-(ticked|open))?")


def paragraphs_of(root: _Element) -> Iterator[_Element]:
    """List the paragraphs of a part, in their order."""
    return (item for item in root.iter("*") if local_name(item) == "p")


def mark_numbers(document: _Element, numbering: Numbering) -> None:
    """Give each numbered paragraph a bookmark that says what Word writes before it."""
    for count, paragraph in enumerate(paragraphs_of(document)):
        number = numbering.number_of(paragraph)
        if number is None:
            continue
        namespace = str(paragraph.tag).rpartition("}")[0] + "}"
        kind = "ul" if number.is_bullet else "ol"
        mark = paragraph.makeelement(f"{namespace}bookmarkStart")
        name = f"x-number-{count}-{number.level}-{kind}-{number.value}"
        tick = "" if number.tick is None else "-ticked" if number.tick else "-open"
        mark.set(f"{namespace}name", name + tick)
        at = 1 if len(paragraph) and local_name(paragraph[0]) == "pPr" else 0
        paragraph.insert(at, mark)


def with_lists(root: _Element) -> _Element:
    """Make lists of the paragraphs that carry a number."""
    for parent in list(root.iter("*")):
        run: list[tuple[_Element, int, str, int]] = []
        for child in [*parent]:
            number = _number_on(child) if child.tag == "p" else None
            if number is not None:
                run.append((child, *number))
            else:
                _make_lists(parent, run)
                run = []
        _make_lists(parent, run)
    return root


def _number_on(paragraph: _Element) -> tuple[int, str, int] | None:
    """Take the number off a paragraph: its level, the tag of its list, its value."""
    for link in paragraph.iter("a"):
        found = _MARK.fullmatch(link.get("id") or "")
        if found is not None:
            link.attrib.pop("id")
            if found[5]:
                link.append(link.makeelement("input", {"type": "checkbox"}))
                link[-1].attrib.update({"checked": ""} if found[5] == "ticked" else {})
            return int(found[2]), found[3], int(found[4])
    return None


def _make_lists(parent: _Element, run: Sequence[tuple[_Element, int, str, int]]) -> None:
    open_lists: list[tuple[int, _Element, int]] = []  # level, list, value of its last item
    for paragraph, level, kind, value in run:
        while open_lists and open_lists[-1][0] > level:
            open_lists.pop()
        if open_lists and open_lists[-1][0] == level:
            _, last, before = open_lists[-1]
            if last.tag != kind or (kind == "ol" and value != before + 1):
                open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            new = parent.makeelement(kind, {"start": str(value)} if kind == "ol" else {})
            if open_lists:
                open_lists[-1][1][-1].append(new)
            else:
                parent.insert(parent.index(paragraph), new)
            open_lists.append((level, new, value))
        level_there, current, _ = open_lists[-1]
        item = current.makeelement("li", {})
        current.append(item)
        item.append(paragraph)
        open_lists[-1] = (level_there, current, value)
