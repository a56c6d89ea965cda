"""Notes as paper has them: floats that hold blocks, and long ones in pieces.

A note floats to the foot of the page from where it is called, in the middle of a paragraph. HTML
lets only phrasing content stand there, so blocks become spans that style sheets set as blocks. A
float never goes on overleaf; a long note is several, one behind the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element, name_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

_LINE = 75
"""Letters on a line of a note."""

_LONGEST_PIECE = 4 * _LINE
"""Letters that stay together."""

_LONG_NOTE = 2 * _LONGEST_PIECE
_LONGEST_TABLE, _MOST_COLUMNS = 20 * _LINE, 4

_PICTURE = 10 * _LINE
"""The room that a picture takes; style sheets see to it."""

_PLACES_TO_CUT = (re.compile(r"[.!?…][\"'”’)\]]*\s+"), re.compile(r"\s+"))
"""Between sentences, and else between words."""

_BLOCK, _ITEM, _LIST = "note-block", "note-item", "note-list"
_TICK = "tick-box"
_CODE, _TABLE, _ROW = "note-code", "note-table", "note-row"
_CLASSES = {
    **dict.fromkeys(("ul", "ol"), _LIST),
    "li": _ITEM,
    "pre": _CODE,
    "table": _TABLE,
    "td": "note-cell",
    "th": "note-cell note-head",
    "tr": _ROW,
}
_OTHER_BLOCKS = name_set(
    "p dl dt dd caption div blockquote section figure figcaption h2 h3 h4 h5 h6 aside"
)
_ROW_GROUPS = name_set("thead tbody tfoot colgroup col")
_ALL_BLOCKS = _OTHER_BLOCKS | _ROW_GROUPS | _CLASSES.keys()
_HOLDS_BLOCKS_ALONE = name_set("ul ol dl table thead tbody tfoot tr")


def make_pieces(note: Element) -> Iterator[Element]:
    """Make the floats of one note, which is taken apart; all but the first are the rest of it."""
    identifier = note.get("id", "")
    attributes = {"class": "footnote"} | ({"id": identifier} if identifier else {})
    for piece in _pack(_parts(note)):
        yield element("span", attributes, *piece)
        attributes = {"class": "footnote footnote-more", "data-note-of": identifier}


def _parts(note: Element) -> list[Element | str]:
    """Turn a note's blocks into spans; its first paragraph begins beside its number."""
    _make_spans(note)
    parts = _without_ends(xhtml.detach_content(note))
    first = parts[0] if parts else ""
    if not isinstance(first, str) and _has_class(first, _BLOCK):
        parts[:1] = _without_ends(xhtml.detach_content(first))
    return parts


def _make_spans(parent: Element) -> None:
    """Turn all blocks in an element into spans, from the inside out.

    White space between blocks goes, which would be empty lines between spans.
    """
    blocks = {child for child in parent if child.tag in _ALL_BLOCKS}
    if parent.tag in _HOLDS_BLOCKS_ALONE or (blocks and not (parent.text or "").strip()):
        parent.text = None
    for child in list(parent):
        if child in blocks and not (child.tail or "").strip():
            child.tail = None
        _make_spans(child)
        if child.tag in _ROW_GROUPS:
            xhtml.replace(parent, child, xhtml.detach_content(child))
            continue
        if child.tag in {"ul", "ol"}:
            _mark_items(child)
        name = _CLASSES.get(child.tag, _BLOCK if child.tag in _OTHER_BLOCKS else "")
        if name:
            child.tag = "span"
            child.set("class", name)


def _mark_items(items: Element) -> None:
    """Put a mark before each item of a list: its number, a box to tick, or a dash."""
    number = int(items.get("start", "1")) if items.tag == "ol" else 0
    for item in items:
        content = _without_ends(xhtml.detach_content(item))
        first = content[0] if content else ""
        if not isinstance(first, str) and _has_class(first, _BLOCK):
            content[:1] = _without_ends(xhtml.detach_content(first))
        marks = [f"{number}." if number else "", _take_tick(item, content)]
        xhtml.append(item, ["\u2002".join([*filter(None, marks)] or ["–"]) + "\u2002", *content])
        number += number > 0
    for key in ("start", "type", "reversed"):
        items.attrib.pop(key, None)


def _take_tick(item: Element, content: list[Element | str]) -> str:
    """Take the box to tick out of a task, whose style sheets find no list in a note; "" for none.

    The text behind it keeps no white space: what stands before it parts them.
    """
    for tick in [one for one in content if not isinstance(one, str) and _has_class(one, _TICK)]:
        position = content.index(tick)
        content[position : position + 2] = [
            one.lstrip() if isinstance(one, str) else one
            for one in content[position + 1 : position + 2]
        ]
        xhtml.remove_class(item, "checklist-item")
        return "☑" if xhtml.has_class(tick, "ticked") else "☐"
    return ""


def _without_ends(parts: list[Element | str]) -> list[Element | str]:
    """Leave out white space at both ends."""
    while parts and isinstance(parts[0], str) and not parts[0].strip():
        parts.pop(0)
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return parts


def _pack(parts: list[Element | str]) -> Iterator[list[Element | str]]:
    """Pack the parts of a note into as few pieces as are short enough."""
    if _length(parts) <= _LONG_NOTE:
        yield parts
        return
    piece: list[Element | str] = []
    for part in _cut(parts):
        if piece and _length(piece) + _length([part]) > _LONGEST_PIECE:
            yield piece
            piece = []
        piece.append(part)
    if piece:
        yield piece


def _cut(parts: Iterable[Element | str]) -> Iterator[Element | str]:
    """Cut text, paragraphs and lists where a page may end."""
    for part in parts:
        if isinstance(part, str):
            yield from _sentences(part)
        elif _has_class(part, _LIST):
            for piece in (piece for item in list(part) for piece in _cut_block(item)):
                yield element("span", part.attrib, piece)
                part.attrib.pop("id", None)
        elif _has_class(part, _CODE):
            yield from _cut_code(part)
        elif _has_class(part, _TABLE):
            yield from _cut_table(part)
        elif _has_class(part, _BLOCK):
            yield from _cut_block(part)
        else:
            yield part


def _cut_block(block: Element) -> Iterator[Element]:
    """Cut a paragraph, an item or a table that is longer than a piece."""
    if _length([block]) <= _LONGEST_PIECE:
        yield block
        return
    for piece in _pack(xhtml.detach_content(block)):
        yield element("span", block.attrib, *piece)
        block.attrib.pop("id", None)


def _cut_table(table: Element) -> Iterator[Element]:
    """Cut a long table between rows; its columns are equally wide then, so that all stay in line.

    One of many columns stays whole: its cells would be too narrow.
    """
    columns = max(map(len, table), default=0)
    if _length([table]) <= _LONGEST_TABLE or not 0 < columns <= _MOST_COLUMNS:
        yield table
        return
    table.set("class", f"{table.get('class')} note-table-part")
    for cell in (cell for row in table for cell in row if cell.get("colspan", "1") == "1"):
        cell.set("style", f"width: {100 / columns:.1f}%")
    yield from _cut_block(table)


def _cut_code(code: Element) -> Iterator[Element]:
    """Cut code between lines where it is too long; it has no colours then."""
    if _length([code]) <= _LONG_NOTE:
        yield code
        return
    lines = "".join(code.itertext()).rstrip("\n").split("\n")
    step = _LONGEST_PIECE // _LINE
    for first in range(0, len(lines), step):
        yield element("span", code.attrib, "\n".join(lines[first : first + step]))
        code.attrib.pop("id", None)


def _sentences(text: str) -> Iterator[str]:
    for sentence in _split(text, _PLACES_TO_CUT[0], 0):
        yield from _split(sentence, _PLACES_TO_CUT[1], _LONGEST_PIECE)


def _split(text: str, where: re.Pattern[str], least: int) -> Iterator[str]:
    start = 0
    for match in where.finditer(text):
        if match.end() - start >= least:
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]


def _length(parts: Iterable[Element | str]) -> int:
    """Sum up the letters of parts; what fills no line, or is no text, counts as those it takes."""
    return sum(len(part) if isinstance(part, str) else _length_of(part) for part in parts)


def _length_of(part: Element) -> int:
    if part.tag == "img" or part.tag.endswith("svg"):
        return _PICTURE
    inside = len(part.text or "") + sum(_length_of(one) + len(one.tail or "") for one in part)
    name = part.get("class", "").partition(" ")[0]
    if name == _CODE:
        return sum(_whole_lines(len(line)) for line in "".join(part.itertext()).splitlines())
    return _whole_lines(inside) if name in {_BLOCK, _ITEM, _ROW} else inside


def _whole_lines(letters: int) -> int:
    return max(-(-letters // _LINE), 1) * _LINE


def _has_class(part: Element, *names: str) -> bool:
    return part.get("class", "").partition(" ")[0] in names
