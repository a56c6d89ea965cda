"""Name fields, for programs and for people, after the HTML around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.forms.field import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.weasy.tags.context import RepairContext

_LONGEST_LABEL = 240
_NUMBERED = re.compile(r"(.+)-([^-]+-\d+)")
_UNREAD = frozenset({"footnote", "component-time", "component-title"})
_LISTS = frozenset({"dl", "ol", "ul"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def classes_of(element: Element) -> tuple[str, ...]:
    """List the classes of an element."""
    return tuple(element.get("class", "").split())


def name_scope(element: Element, context: RepairContext) -> str:
    """Name what a field stands in: "summer.reflect-1" for what has the id `summer-reflect-1`.

    A full stop parts one level of names from the next (ISO 32000-1, 12.7.3.2).
    """
    named = [each for each in context.around(element) if each.get("id")]
    for around in named:
        numbered = _NUMBERED.fullmatch(around.get("id", ""))
        if numbered and "component" in classes_of(around):
            return f"{plain_name(numbered[1])}.{plain_name(numbered[2])}"
    # Ids of paragraphs and items change with their text, those of sections last.
    sections = (each.get("id", "") for each in named if each.tag == "section")
    return plain_name(next(sections, context.name))


def describe(word: str, element: Element, context: RepairContext, title: str) -> str:
    """Say what a field is for: the title of what it stands in, and the words it answers.

    Args:
        word: its kind, as in its name.
        element: the first that can be written on.
        context: the HTML around it.
        title: of the division.
    """
    heading = _heading(element, context).rstrip(":")
    detail = _DETAILS[word](element, context)
    parts = dict.fromkeys(part for part in (heading, detail) if part)
    return _shortened(": ".join(parts) or title)


def _heading(element: Element, context: RepairContext) -> str:
    """Find the title of the box or section around an element."""
    for around in context.around(element):
        for child in around:
            is_title = "component-title" in classes_of(child)
            if is_title or (child.tag in _HEADINGS and "id" in around.attrib):
                return _words(child, top=True)
    return ""


def _question(element: Element, context: RepairContext) -> str:
    """Collect what a box says before its lines; outside of a box, the paragraph before them."""
    here = element
    for around in context.around(element):
        classes = classes_of(around)
        before = list(around)[: list(around).index(here)]
        if "component-body" in classes:
            return " ".join(filter(None, map(_words, before)))
        if before and "ruled-lines" not in classes:
            return "" if before[-1].tag in _HEADINGS else _words(before[-1])
        here = around
    return ""


def _words_beside(element: Element, context: RepairContext) -> str:
    """Read the label before a short line; without one, all the words around it."""
    parent = context.parents[element]
    siblings = list(parent)
    index = siblings.index(element)
    label = _words(siblings[index - 1]) if index else ""
    return (label or _words(parent)).rstrip(" :")


def _statement(element: Element, context: RepairContext) -> str:
    row = context.parents[context.parents[element]]
    statement = next((each for each in row if "audit-statement" in classes_of(each)), row)
    return _words(statement)


def _item(element: Element, context: RepairContext) -> str:
    item = next((each for each in context.around(element) if each.tag == "li"), None)
    return _words(context.parents[element] if item is None else item, without=_LISTS)


def _column(element: Element, context: RepairContext) -> str:
    """Say a cell's column, and the number of its row or what is written at the row's start.

    Where each row is set as a record, a cell's row begins with the record.
    """
    row = context.parents[element]
    table = next(each for each in context.around(element) if each.tag == "table")
    index = list(row).index(element)
    is_record = "records" in classes_of(table)
    around = context.parents[row] if is_record else table
    heads = [list(each) for each in around.iter("tr") if any(cell.tag == "th" for cell in each)]
    column = _words(heads[0][index]) if heads and index < len(heads[0]) else ""
    rows = [each for each in table.iter("tr") if any(cell.tag == "td" for cell in each)]
    start = _words(row[0]) if index else ""
    return ", ".join(filter(None, (column, start or str(rows.index(row) + 1))))


_DETAILS = {
    "lines": _question,
    "entry": _words_beside,
    "plan": _words_beside,
    "tick": _item,
    "score": _statement,
    "cell": _column,
}


def _words(element: Element, *, top: bool = False, without: frozenset[str] = frozenset()) -> str:
    text = "".join(_text(element, without, is_read=top))
    return " ".join(text.replace("\u00ad", "").split())


def _text(element: Element, without: frozenset[str], *, is_read: bool = False) -> Iterator[str]:
    """Yield an element's text without notes, times and the titles of boxes."""
    if not isinstance(element.tag, str) or element.tag in without:
        return
    if not is_read and not _UNREAD.isdisjoint(classes_of(element)):
        return
    yield element.text or ""
    for child in element:
        yield from _text(child, without)
        if child.tag in {"li", "p", "div"}:
            yield " "
        yield child.tail or ""


def _shortened(label: str) -> str:
    if len(label) <= _LONGEST_LABEL:
        return label
    return label[:_LONGEST_LABEL].rpartition(" ")[0].rstrip(",;:") + "…"
