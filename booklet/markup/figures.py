"""Figures and tables: pictures that stand alone get captions, tables their captions and scopes."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.markup.identifiers import Identifiers

LAYOUTS = ("wide", "half", "beside")
"""How large a picture may be, and where its caption stands, as its author asks: `{.half}`."""

_CAPTION = re.compile(r"\s*table:\s*", re.IGNORECASE)


def make_figures(root: Element, identifiers: Identifiers) -> None:
    """Turn a paragraph that is one picture into a figure; the picture's title is its caption."""
    for parent in list(root.iter()):
        for paragraph in [child for child in parent if child.tag == "p"]:
            picture = _only_picture(paragraph)
            if picture is None:
                _note_row(paragraph)
                continue
            caption = picture.attrib.pop("title", "").strip()
            paragraph.tag = "figure"
            paragraph.text = None
            for child in paragraph:
                child.tail = None
            if caption:
                paragraph.append(element("figcaption", {}, caption))
            _move_layout(picture, paragraph)
            if picture.get("id") is not None and paragraph.get("id") is None:
                paragraph.set("id", picture.attrib.pop("id"))
    for figure in root.iter("figure"):
        if figure.get("id") is None:
            figure.set("id", identifiers.claim_number("figure"))


def make_tables(root: Element, identifiers: Identifiers) -> None:
    """Give tables ids, captions from a `Table: …` paragraph beside them, heads, and scopes."""
    for parent in list(root.iter()):
        for table in [child for child in parent if child.tag == "table"]:
            _extract_caption(parent, table)
            if table.get("id") is None:
                table.set("id", identifiers.claim_number("table"))
            _drop_blank_head(table)
            _make_head(table)
            for head in table.iter("thead"):
                for cell in head.iter("th"):
                    cell.attrib.setdefault("scope", "col")
            for cell in table.iter("th"):
                cell.attrib.setdefault("scope", "row")


def _drop_blank_head(table: Element) -> None:
    """Drop a head with nothing in it: Markdown has no other way to write a table without one."""
    head, body = table.find("thead"), table.find("tbody")
    if head is not None and body is not None:
        cells = [cell for row in head for cell in row]
        if not any(len(cell) or (cell.text or "").strip() for cell in cells):
            table.remove(head)


def _make_head(table: Element) -> None:
    """Make a head of first rows that head all columns: it is repeated where a page ends."""
    if table.find("thead") is not None:
        return
    body = next((part for part in table if part.tag in {"tbody", "tr"}), None)
    holder = body if body is not None and body.tag == "tbody" else table
    rows = [row for row in holder if row.tag == "tr"]
    head = list(takewhile(_heads_columns, rows))
    if not head or len(head) == len(rows):
        return
    position = list(table).index(holder if holder is not table else head[0])
    for row in head:
        holder.remove(row)
    table.insert(position, element("thead", {}, *head))


def _heads_columns(row: Element) -> bool:
    is_head = all(cell.tag == "th" and cell.get("rowspan", "1") == "1" for cell in row)
    return bool(len(row)) and is_head


def _only_picture(paragraph: Element) -> Element | None:
    """Find the picture a paragraph consists of, alone or in a link."""
    if (paragraph.text or "").strip() or len(paragraph) != 1:
        return None
    only = paragraph[0]
    if (only.tail or "").strip():
        return None
    if only.tag == "a" and len(only) == 1 and not xhtml.text_of(only):
        only = only[0]
    return only if only.tag == "img" else None


def _note_row(paragraph: Element) -> None:
    """Let a paragraph of several pictures and no words be known: they stand side by side."""
    tags = [one.tag for one in paragraph]
    pictures = tags.count("img")
    if pictures > 1 and set(tags) <= {"img", "br"} and not xhtml.text_of(paragraph).strip():
        xhtml.add_class(paragraph, "pictures", f"pictures-{pictures}")


def _move_layout(picture: Element, figure: Element) -> None:
    """Let the figure have what its author says of the layout: `{.half}`."""
    asked = [name for name in LAYOUTS if xhtml.has_class(picture, name)]
    if asked:
        xhtml.remove_class(picture, *asked)
        xhtml.add_class(figure, *(f"picture-{name}" for name in asked))


def _extract_caption(parent: Element, table: Element) -> None:
    if table.find("caption") is not None:
        return
    siblings = list(parent)
    position = siblings.index(table)
    for neighbour in (
        siblings[position + 1 : position + 2] + siblings[max(0, position - 1) : position]
    ):
        match = _CAPTION.match(neighbour.text or "") if neighbour.tag == "p" else None
        if match and xhtml.text_of(neighbour).strip()[len(match[0].strip()) :]:
            neighbour.text = (neighbour.text or "")[match.end() :]
            caption = element("caption", dict(neighbour.items()))
            xhtml.append(caption, xhtml.detach_content(neighbour))
            xhtml.replace(parent, neighbour)
            table.insert(0, caption)
            return
