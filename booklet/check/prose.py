"""A chapter as its author's words: every run of prose with its place, its markup masked. Pure.

Markup is masked character by character, so that a position in what is left is a position in the
file. The blocks are those that the chapter is parsed into; what stands inside them is told from
markup by a few rules of this module's own, so that the proof of completeness does not rest on the
parser that it examines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from booklet.markup.commonmark.node import Kind
from booklet.markup.commonmark.structure import read_structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.common.errors import Place
    from booklet.manuscript.source import Source
    from booklet.markup.commonmark.node import Node

BARRIER = "\ufffc"
"""Stands for what is no prose, such as code or an address (U+FFFC, object replacement)."""

JOINER = "\u2060"
"""Stands for markup that does not part a word, such as asterisks (U+2060, word joiner)."""

_URL = r"(?:https?://|www\.)[^\s<>\])]+"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ADDRESS_OF_LINK = (
    r"\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*"
    r"|(?:[^()<>\"\n]|\([^()<>\"\n]*\)){1,300}?\.\w{2,8}(?:#[\w-]+)?)"  # a name with spaces
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|[“„][^“”„\"\n]*[”“]))?\s*\)"
)
_PARTING = (
    "p|div|li|dt|dd|t[dhr]|caption|figcaption|summary|h[1-6]|title|desc|text|tspan"  # and of SVG
)
_MARKUP = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<code>(?P<ticks>`+)(?!`)(?:(?!`).|(?<!`)`(?!(?P=ticks))|\n)+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<remark><!--.*?-->|%%.*?%%|\{>>.*?<<\})"
    rf"|(?P<break><br\s*/?>|</?(?:{_PARTING})\b[^<>]*>|&(?:nbsp|ensp|emsp|shy);)"
    rf"|(?P<address><(?:{_URL}|(?:mailto:)?{_EMAIL})>|{_URL}|{_EMAIL}|[^\s<>]*&\#?\w+;[^\s<>]*"
    rf"|!\[\[[^\]\n]*\]\]|!\[[^\]]*\](?:{_ADDRESS_OF_LINK}|\[[^\]]*\])?)"
    r"|(?P<tag></?[A-Za-z][^<>]*>)"
    r"|(?P<wiki>\[\[(?:[^\]|\n]*\|)?)"
    rf"|(?P<target>(?<=\])(?:{_ADDRESS_OF_LINK}|\[[^\]]*\]))"
    r"|(?P<call>\[\^[^\]\s]+\]|\^\[|\[/?(?:wp_)?caption\b[^\]]*\])"
    r"|(?P<attributes>\{:?[ ]*(?:[#.][\w:-]+|[A-Za-z_][\w:.-]*=)[^{}\n]*\})"
    r"|(?P<emphasis>\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|~~|==|(?<=\n)[ ]*\\(?=\n)|\\(?=\n)|[\[\]])",
    re.DOTALL,
)
_MASKS = {
    **dict.fromkeys(("escape", "tag", "wiki", "target", "emphasis"), JOINER),
    **dict.fromkeys(("code", "address"), BARRIER),
}
"""What stands for each kind of markup; a blank for all others."""

_TICK = re.compile(r"\[[ xX]\](?=\s)")
_CAPTION = re.compile(r"(?:Table)?:[ \t]", re.IGNORECASE)
_CELL_END = re.compile(r"(?<!\\)\|")
_WORDS_OF_METADATA = re.compile(
    r"[ \t]*(?:(?:title|short_title|subtitle|standfirst|aims)[ \t]*[:=]|-[ \t])[ \t]*(.*\S)",
    re.IGNORECASE,
)
_HTML_WITH_TEXT = frozenset({"6", "7"})
"""Kinds of HTML blocks (CommonMark 4.6) that hold no scripts, styles, remarks and the like."""


class Role(Enum):
    """What a run of prose is in its chapter."""

    TEXT = auto()
    HEADING = auto()
    TITLE = auto()
    CELL = auto()
    METADATA = auto()
    CODE = auto()
    HTML = auto()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of prose.

    Attributes:
        source: the chapter.
        role: what it is.
        raw: as typed, without the marks of lists and quotations at the starts of its lines.
        text: the same with its markup masked; as long as `raw`.
        starts: for each line: its position in `raw`, and its line and column in `source.text`.
        boxes: the names of the callouts that it stands in, outermost first.
    """

    source: Source
    role: Role
    raw: str
    text: str
    starts: tuple[tuple[int, int, int], ...]
    boxes: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The text with blanks in place of what joins; positions are those of `text`."""
        return self.text.replace(JOINER, " ")

    def place(self, position: int = 0) -> Place:
        """Tell where a position of the text is in the file."""
        start, line, column = max(one for one in self.starts if one[0] <= position)
        return self.source.place(line, column + position - start)


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """All that a chapter says.

    Attributes:
        passages: in the order of the file.
        document: the chapter's blocks, their lines counted from `first_line`.
        first_line: of the file, on which the blocks begin.
    """

    passages: tuple[Passage, ...]
    document: Node
    first_line: int


def read_prose(source: Source) -> Prose:
    """Read a chapter that has been parsed before, and so is known not to be nested too deeply."""
    document = read_structure(source.body).document
    first = source.first_line
    reader = _Reader(source, source.text.split("\n"), first)
    passages = (*reader.read_metadata(), *reader.read_blocks(document, ()))
    return Prose(passages, document, first)


def mask(raw: str) -> str:
    """Put a blank, `JOINER` or `BARRIER` in the place of every character of markup."""
    return _MARKUP.sub(_masked, raw)


def _masked(match: re.Match[str]) -> str:
    kind = match.lastgroup if match.lastgroup != "ticks" else "code"
    return re.sub(r"[^\n]", _MASKS.get(kind or "", " "), match[0])


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the passages of one chapter."""

    source: Source
    lines: list[str]
    first_line: int

    def read_metadata(self) -> Iterator[Passage]:
        """Read the words that the metadata put into the book."""
        for number, line in enumerate(self.lines[: self.first_line - 1], 1):
            match = _WORDS_OF_METADATA.match(line)
            if match:
                starts = ((0, number, match.start(1) + 1),)
                yield Passage(self.source, Role.METADATA, match[1], match[1], starts)

    def read_blocks(self, node: Node, boxes: tuple[str, ...]) -> Iterator[Passage]:
        """Read what stands in a container."""
        for child in node.children:
            inner = boxes
            if child.kind in {Kind.QUOTE, Kind.BOX} and child.name:
                name = child.name.split("|")[0].strip().lower()
                inner = (*boxes, name)
                if child.title and child.title.casefold() != name:
                    yield self._passage(Role.TITLE, [child.title], child.line, inner)
            if child.children:
                yield from self.read_blocks(child, inner)
            else:
                yield from self._read_leaf(child, inner)

    def _read_leaf(self, leaf: Node, boxes: tuple[str, ...]) -> Iterator[Passage]:
        if leaf.kind is Kind.TABLE:
            for row, text in enumerate(leaf.lines):
                if row != 1:
                    yield self._row(text, leaf.line + row, boxes)
        elif leaf.kind is Kind.HTML:
            if leaf.name in _HTML_WITH_TEXT:
                yield self._passage(Role.HTML, leaf.lines, leaf.line, boxes)
        elif leaf.kind in _ROLES and leaf.lines:
            line = leaf.line + (leaf.kind is Kind.FENCE)
            yield self._passage(_ROLES[leaf.kind], leaf.lines, line, boxes)

    def _row(self, text: str, line: int, boxes: tuple[str, ...]) -> Passage:
        """Read the row of a table; barriers stand between its cells."""
        passage = self._passage(Role.CELL, [text], line, boxes)
        masked = _CELL_END.sub(BARRIER, passage.text)
        return Passage(self.source, Role.CELL, passage.raw, masked, passage.starts, boxes)

    def _passage(self, role: Role, lines: list[str], line: int, boxes: tuple[str, ...]) -> Passage:
        starts = []
        position = 0
        for number, text in enumerate(lines, line + self.first_line - 1):
            typed = self.lines[number - 1] if number <= len(self.lines) else ""
            starts.append((position, number, max(typed.rfind(text.strip()), 0) + 1))
            position += len(text) + 1
        raw = "\n".join(lines)
        masked = raw if role is Role.CODE else mask(raw)
        for pattern in (_TICK, _CAPTION) if role is Role.TEXT else ():
            masked_start = pattern.match(raw)
            if masked_start:
                masked = " " * masked_start.end() + masked[masked_start.end() :]
        return Passage(self.source, role, raw, masked, tuple(starts), boxes)


_ROLES = {
    Kind.PARAGRAPH: Role.TEXT,
    Kind.HEADING: Role.HEADING,
    Kind.FENCE: Role.CODE,
    Kind.CODE: Role.CODE,
}
