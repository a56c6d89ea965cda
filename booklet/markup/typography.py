"""Quotation marks, dashes and ellipses as a printer sets them, in the book's language.

Works on Python-Markdown's tree before placeholders are resolved: text between STX and ETX stands
for something else (an escaped character, a raw tag) and is passed over. Code is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from booklet.common.xhtml import name_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Quotes: TypeAlias = tuple[str, str, str, str]


_INLINE = name_set(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var"
    " wbr"
)
_VERBATIM = frozenset({"code", "pre", "kbd", "samp", "script", "style", "math", "svg"})

# Each way begins with a plain character: only then does Python look for the four of them at once.
_MARKS = re.compile(r"\x02(?P<hidden>[^\x02\x03]*)\x03|-(?<!--)--?(?!-)|\.(?<!\.\.)\.\.(?!\.)|\"|'")
_RAW_NUMBER = "raw:"
_RAW = f"\x02{_RAW_NUMBER}"
_CODE_TAG = re.compile(r"<(?P<closes>/?)(?P<name>code|kbd|pre|samp|tt)\b", re.IGNORECASE)
_HIDDEN = re.compile("\x02[^\x02\x03]*\x03")
_SHORTENED = re.compile(r"(?:\d\ds?|tis|twas|em|cause|til)(?![^\W_]|')|n'", re.IGNORECASE)
_OPENS_AFTER = frozenset(" \t\n\u00a0\u202f([{<\u2013\u2014-/\u2018\u201c\u201e\u201a\u00ab\u2039")


def set_typography(root: Element, quotes: Quotes, raw: Sequence[str] = ()) -> None:
    """Replace typewriter marks in every text below `root`.

    Args:
        root: changed in place.
        quotes: opening and closing marks: double, then single.
        raw: the raw tags that placeholders stand for, by their number.
    """
    for run in _runs(root):
        if any(_may_hold_marks(node.text) for node in run):
            _convert_run(run, quotes, raw)


def typographic(text: str, quotes: Quotes) -> str:
    """Replace typewriter marks in a text without markup, such as a title in the metadata."""
    paragraph = Element("p")
    paragraph.text = text
    set_typography(paragraph, quotes)
    return paragraph.text or ""


def _may_hold_marks(text: str) -> bool:
    """Tell texts apart that need no closer look: most of them."""
    return '"' in text or "'" in text or "--" in text or "..." in text


class _TextNode:
    """The text or the tail of an element, in a run of text."""

    __slots__ = ("attribute", "is_verbatim", "item", "text")

    def __init__(self, item: Element, attribute: str, text: str, *, is_verbatim: bool) -> None:
        self.item = item
        self.attribute = attribute
        self.text = text
        self.is_verbatim = is_verbatim or isinstance(text, AtomicString)

    def put(self, text: str) -> None:
        """Write another text in its place."""
        setattr(self.item, self.attribute, text)


def _runs(root: Element) -> list[list[_TextNode]]:
    """Gather the pieces of text that a reader sees as one run, for each block."""
    runs: list[list[_TextNode]] = [[]]

    def visit(item: Element, *, is_verbatim: bool) -> None:
        is_verbatim = is_verbatim or item.tag in _VERBATIM
        if item.tag not in _INLINE:
            runs.append([])
        if item.text:
            runs[-1].append(_TextNode(item, "text", item.text, is_verbatim=is_verbatim))
        for child in item:
            visit(child, is_verbatim=is_verbatim)
            if child.tail:
                runs[-1].append(_TextNode(child, "tail", child.tail, is_verbatim=is_verbatim))
        if item.tag not in _INLINE:
            runs.append([])

    visit(root, is_verbatim=False)
    return [run for run in runs if run]


def _convert_run(run: list[_TextNode], quotes: Quotes, raw: Sequence[str]) -> None:
    state = _TypographyState(quotes, raw)
    for position, node in enumerate(run):
        if not node.is_verbatim and (_may_hold_marks(node.text) or _RAW in node.text):
            following = "".join(_visible(later.text[:20]) for later in run[position + 1 :][:3])
            new = state.convert(node.text, following)
            if new != node.text:
                node.put(new)
        state.previous = _visible(node.text)[-1:] or state.previous


class _TypographyState:
    """What is known while one goes along a run: the character before, and what is open."""

    __slots__ = (
        "double_close",
        "double_open",
        "is_single_open",
        "previous",
        "raw",
        "raw_code",
        "single_close",
        "single_open",
    )

    def __init__(self, quotes: Quotes, raw: Sequence[str]) -> None:
        self.double_open, self.double_close, self.single_open, self.single_close = quotes
        self.raw = raw
        self.raw_code = ""
        self.previous = ""
        self.is_single_open = False

    def convert(self, text: str, following: str) -> str:
        """Convert the marks of one text; `following` is the text that comes after it."""
        parts: list[str] = []
        position = 0
        for match in _MARKS.finditer(text):
            plain = text[position : match.start()]
            parts.append(plain)
            self.previous = plain[-1:] or self.previous
            position = match.end()
            if match["hidden"] is not None:
                self._note_code(match["hidden"])
                parts.append(match[0])
                continue
            if self.raw_code:
                parts.append(match[0])
                self.previous = match[0][-1]
                continue
            mark = self._mark(match[0], _visible(text[position : position + 40]) + following)
            parts.append(mark)
            self.previous = mark[-1]
        return "".join([*parts, text[position:]])

    def _note_code(self, hidden: str) -> None:
        """Note whether a raw tag opens code, or closes what is open: `<kbd>`, `</kbd>`."""
        number = hidden.partition(_RAW_NUMBER)[2]
        tag = _CODE_TAG.match(self.raw[int(number)]) if number and self.raw else None
        if tag and (not self.raw_code or self.raw_code == tag["name"].lower()):
            self.raw_code = "" if tag["closes"] else tag["name"].lower()

    def _mark(self, mark: str, rest: str) -> str:
        if mark[0] in "-.":
            return _DASHES[mark]
        closing = (self.double_close[-1], self.single_close[-1])
        is_open = self.previous in _OPENS_AFTER and self.previous not in closing
        opens = (not self.previous or is_open) and bool(rest[:1].strip())
        if mark == '"':
            return self.double_open if opens else self.double_close
        is_within_word = self.previous.isalnum() and rest[:1].isalnum()
        if is_within_word or (opens and _SHORTENED.match(rest)):
            return _APOSTROPHE
        if opens:
            self.is_single_open = True
            return self.single_open
        was_open, self.is_single_open = self.is_single_open, False
        return self.single_close if was_open else _APOSTROPHE


def _visible(text: str) -> str:
    return _HIDDEN.sub("", text)


_APOSTROPHE = "\u2019"
_DASHES = {"---": "\u2014", "--": "\u2013", "...": "\u2026"}
