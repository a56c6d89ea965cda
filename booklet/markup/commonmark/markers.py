"""What blocks begin with, and what is special in a line.

The markers of lists, quotations, notes, boxes, headings and fences.

Section numbers are CommonMark's. Beyond it: the bullets that word processors paste, numbers in
brackets, callouts, footnotes, meanings of terms, abbreviations, and the boxes of other programs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.markup.commonmark import autolinks

if TYPE_CHECKING:
    from booklet.markup.commonmark.line import Line

MOST_INDENT = 3
"""Columns of white space that do not yet make code (4.4)."""

THEMATIC_BREAK = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
ATX_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
CLOSING_HASHES = re.compile(r"(?:^|[ \t]+)#+[ \t]*((?:\{[^{}\n]*\})?)[ \t]*$")
SETEXT_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
CALLOUT = re.compile(r"\[!([\w-]+(?: *\| *[\w-]+)*)\][-+]?[ \t]*(.*)$")
NOTE = re.compile(r"\[\^([^\]\n]+)\]:[ \t]*")
ABBREVIATION = re.compile(r"\*\[([^\]\\\n]+)\][ ]?:[ \t]*(.*)$")
MEANING = re.compile(r":[ \t]{1,3}(?=\S)")
ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z][\w-]*)"
    r"(?:[ \t]+\"(.*)\")?[ \t]*$"
)
FENCED_BOX = re.compile(
    r"(:{3,})[ \t]*(?:\{[ \t]*\.([A-Za-z][\w-]*)[^{}]*\}|([A-Za-z][\w-]*))"
    r"(?:\[(.*)\]|[ \t]+(.*?))?[ \t]*:*[ \t]*$"
)
FENCED_BOX_END = re.compile(r":{3,}[ \t]*$")

_ATTRIBUTE = r"""(?:[#.][\w:-]+|[A-Za-z_][\w:.-]*=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+))"""
ATTRIBUTE_LIST = rf"\{{:?[ ]*({_ATTRIBUTE}(?:[ ]+{_ATTRIBUTE})*)[ ]*\}}"
"""`{#id .class key="value"}` and nothing else in curly brackets."""

_ITEM = re.compile(
    r"(?P<bullet>[-+*](?=[ \t]|$)|-(?=\u00a0))"
    r"|(?P<number>\d{1,9})(?P<delimiter>[.)])(?=[ \t\u00a0]|$)"
    r"|\((?P<bracketed>\d{1,3})\)(?=[ \t\u00a0]\S)"
    r"|(?P<drawn>[\u2022\u2023\u2043\u25e6\u25aa\u25ab\u25b8\u25ba\u25cf\u25cb\u25a0\u2756\u27a2\u27a4"
    r"\uf0b7\uf0a7\uf0d8\uf0fc])(?=[ \t\u00a0\u2002\u2003]\S)"
    r"|\u2022(?=\w)"
    r"|(?P<typed>[\u00b7o\u2013\u2014](?=[\t\u00a0\u2002\u2003][ \t\u00a0]*\S)"
    r"|[v\u00a7\u00d8\u00fc](?=\t[ \t\u00a0]*\S))"
    r"|(?P<box>[\u2610\u2611\u2612\u25a1\u2751\U0001f5f9])(?=[ \t\u00a0]\S)"
)
_SECOND_LEVEL = frozenset("o\u25e6\u25cb\u25ab\u2013")
_TICKED = frozenset("\u2611\u2612\U0001f5f9")
_FIXED_SPACE = ("\u00a0", "\u2002", "\u2003")
_SPACE = "".join((" ", *_FIXED_SPACE))
_SPECIAL = re.compile(
    r"[\\`*_~=\[\]!<&\n\x0b\x0c\u2028\u2029^%{]"
    r"(?:(?<![\^%{])|(?<=\^)(?=\[)|(?<=%)(?=%)|(?<={)(?=>>|[:#. A-Za-z_]))"
)
"""What may be more than text. One class comes first: that is looked for ten times as fast."""

_SPECIAL_OR_ADDRESS = re.compile(rf"{_SPECIAL.pattern}|{autolinks.START}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ItemMarker:
    """The marker of a list item (5.2).

    Attributes:
        text: as typed.
        family: what all items of one list share: a bullet, or the sign after the numbers.
        number: of an ordered item; -1 of a bullet.
        tick: "on" or "off" for a box to tick, "" for anything else.
        is_foreign: whether it is a bullet that only word processors write.
    """

    text: str
    family: str
    number: int
    tick: str = ""
    is_foreign: bool = False

    @property
    def is_ordered(self) -> bool:
        """Whether its list is numbered."""
        return self.number >= 0

    @property
    def is_second_level(self) -> bool:
        """Whether word processors use it for a list in a list."""
        return is_second_level(self.family)


def is_second_level(family: str) -> bool:
    """Tell whether a word processor uses these bullets for a list in a list."""
    return family in _SECOND_LEVEL


def item_marker(line: Line) -> ItemMarker | None:
    """Read the marker of a list item at the start of what is left of a line."""
    match = _ITEM.match(line.rest)
    if match is None:
        return None
    if match["bullet"]:
        return ItemMarker(match[0], match[0], -1)
    if match["number"]:
        return ItemMarker(match[0], match["delimiter"], int(match["number"]))
    if match["bracketed"]:
        return ItemMarker(match[0], "()", int(match["bracketed"]))
    if match["box"]:
        tick = "on" if match[0] in _TICKED else "off"
        return ItemMarker(match[0], "\u2610", -1, tick, is_foreign=True)
    return ItemMarker(match[0], match[0], -1, is_foreign=True)


def consume_marker(line: Line, marker: ItemMarker) -> int:
    """Take a list item's marker off a line, and the white space after it that belongs to it.

    Returns:
        How many columns the item's content stands to the right of its container's edge.
    """
    indent = line.indent
    line.advance(len(marker.text))
    while line.rest.startswith(_FIXED_SPACE):
        line.rest = " " + line.rest.lstrip(_SPACE)
        line.advance(1)
        line.indent = 1
    if line.is_blank:
        return indent + len(marker.text) + 1
    padding = line.indent if 1 <= line.indent <= MOST_INDENT + 1 else 1
    if marker.is_foreign:
        padding = line.indent
    line.strip(padding)
    return indent + len(marker.text) + (1 if marker.is_foreign else padding)


def special_in(text: str) -> re.Pattern[str]:
    """Choose what to look for in a text: all that may be more than letters in a line."""
    has_addresses = "://" in text or "www." in text.lower()
    return _SPECIAL_OR_ADDRESS if has_addresses else _SPECIAL
