"""A finished document seen as running text, so that something can be put at an exact place in it.

The document is read, not rewritten: a place in its text becomes a position in its bytes. Nothing
but what is put in there changes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from booklet.common.page_map import ONLY_ON_SCREENS, countable_chars
from booklet.common.xhtml import name_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from booklet.common.page_map import TextPosition

_HEADINGS = name_set("h1 h2 h3 h4 h5 h6 caption")
_TITLE = "component-title"
_TEXT_BLOCKS = name_set("p li td th dt dd figcaption pre summary figure")
_INLINE = name_set(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup "
    "time u var"
)
_CLOSED = name_set("a button math nav picture ruby svg")
"""No marker stands inside these: links, and what is drawn or set as one piece."""

_UNREAD = name_set("head script style svg")
_ITEMS_ONLY = name_set("ol ul dl table thead tbody tfoot tr hgroup")
_VOID = name_set("img br hr wbr")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7a3"
                       "\uf900-\ufaff\U00020000-\U0003ffff]")  # fmt: skip
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Chinese and its kin."""


@dataclass(slots=True, eq=False)
class _Node:
    """An element: its name, where it begins, where its content begins and ends, in bytes.

    A title names what it stands in, so nothing that has a name of its own may stand in a title.
    """

    tag: str
    id: str
    parent: _Node | None
    start: int
    counts: bool
    is_title: bool
    inner: int = -1
    end: int = -1
    first_run: int = -1

    def upwards(self) -> Iterator[_Node]:
        node: _Node | None = self
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class _Run:
    """Text without a tag in it; one that ends a block holds nothing but a break between words."""

    text: str
    start: int
    node: _Node


@dataclass(frozen=True, slots=True, order=True)
class InsertionPoint:
    """Where in a document a marker can be inserted.

    Attributes:
        byte: from the start of the document.
        is_between_blocks: whether it is no part of a line, such as before a heading.
    """

    byte: int
    is_between_blocks: bool = False


@dataclass(slots=True)
class DocumentIndex:
    """A document's elements and its text in reading order; made by `index_document`.

    Attributes:
        source: the document.
        nodes: its elements.
        runs: its text.
        ids: elements by their ids.
        runs_of: the numbers of the runs with text that are an element's own, by its id.
    """

    source: bytes
    nodes: list[_Node] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    ids: dict[str, _Node] = field(default_factory=dict)
    runs_of: dict[str, list[int]] = field(default_factory=dict)

    @property
    def end(self) -> InsertionPoint:
        """Where the content of the document's last section ends."""
        body = next(node for node in self.nodes if node.tag == "body")
        sections = [node for node in self.nodes if node.parent is body and node.tag != "nav"]
        return InsertionPoint((sections[-1] if sections else body).end, is_between_blocks=True)

    def find(self, position: TextPosition) -> InsertionPoint | None:
        """Find where a marker for `position` belongs; None when the document does not have it.

        It is the position itself or, where a marker cannot stand there, the nearest before it: the
        start of the word, of the link, of the heading.

        Args:
            position: as paper counts it.
        """
        home = self.ids.get(position.id)
        if home is None:
            return None
        own = self.runs_of.get(position.id, [])
        if not position.offset and (not own or _opens(home, own[0])):
            return self._before(home)
        number, index = self._count(own, position.offset)
        return self._nearest_allowed(number, index) if own else None

    def _count(self, own: list[int], offset: int) -> tuple[int, int]:
        """Go so many characters into some runs; beyond their end, to the last one."""
        number = index = 0
        for number in own:
            text = self.runs[number].text
            index = len(text) - 1
            count = len(countable_chars(text))
            if count <= offset:
                offset -= count
                continue
            for index, char in enumerate(text):
                if countable_chars(char):
                    if not offset:
                        return number, index
                    offset -= 1
        return number, index

    def _nearest_allowed(self, number: int, index: int) -> InsertionPoint:
        """Find the point nearest before a character at which a marker may stand."""
        while True:
            number, index = self._start_of_word(number, index)
            node = self.runs[number].node
            closed = [one for one in node.upwards() if one.tag in _CLOSED]
            if not closed:
                break
            if closed[-1].tag == "nav" or closed[-1].first_run < 0:
                return _in_front_of(closed[-1])
            if (number, index) == (closed[-1].first_run, 0):
                break
            number, index = closed[-1].first_run, 0
        run = self.runs[number]
        if not run.text[:index].strip() and number == node.first_run:
            return self._before(node)
        return InsertionPoint(run.start + len(run.text[:index].encode()))

    def _start_of_word(self, number: int, index: int) -> tuple[int, int]:
        """Go back while the characters before and after belong to one word."""
        while True:
            before = (number, index - 1)
            if not index:
                before = (number - 1, len(self.runs[number - 1].text) - 1) if number else (0, 0)
            if before == (0, 0) or not _are_one_word(self._at(*before), self._at(number, index)):
                return number, index
            number, index = before

    def _at(self, number: int, index: int) -> str:
        return self.runs[number].text[index]

    def _before(self, node: _Node) -> InsertionPoint:
        """Find the point for a marker at the start of an element: inside it, or else before it."""
        around = next((one for one in reversed([*node.upwards()]) if one.tag in _CLOSED), None)
        node = around or node
        while node.parent is not None and (node.is_title or node.tag in _UNENTERED):
            parent = node.parent
            opens = 0 <= node.first_run == parent.first_run
            if node.tag == "caption":
                node = parent
            elif node.tag in _INLINE and opens and parent.tag in _WORDS:
                node = parent
                continue
            return _in_front_of(node)
        while node.tag in _ITEMS_ONLY:
            node = next(one for one in self.nodes if one.parent is node)
        if node.inner < 0:
            return _in_front_of(node)
        return InsertionPoint(node.inner, node.tag in _CONTAINERS)


def index_document(document: bytes, known: Collection[str]) -> DocumentIndex:
    """Read a well-formed document in UTF-8.

    Args:
        document: to be read.
        known: ids that paper knows; others do not divide a text.

    Raises:
        ValueError: when it is not well-formed.
    """
    index = DocumentIndex(document)
    try:
        _IndexBuilder(index).build()
    except expat.ExpatError as error:
        raise ValueError(f"not well-formed: {error}") from error
    index.ids = {node.id: node for node in index.nodes if node.id}
    for number, run in enumerate(index.runs):
        home = next((node for node in run.node.upwards() if node.id in known), None)
        if run.text.strip() and home is not None and index.ids[home.id] is home:
            index.runs_of.setdefault(home.id, []).append(number)
    return index


class _IndexBuilder:
    """Notes elements and text down while expat reads a document."""

    def __init__(self, document: DocumentIndex) -> None:
        self.document = document
        self.node: _Node | None = None
        self.opened: _Node | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def build(self) -> None:
        self.parser.Parse(self.document.source, True)  # noqa: FBT003 - it is the last piece

    def _here(self) -> int:
        """Tell the present byte; what was just opened has its content from here on."""
        byte = self.parser.CurrentByteIndex
        if self.opened is not None:
            is_one_tag = self.document.source[byte - 2 : byte] == b"/>" or byte == self.opened.start
            self.opened.inner = -1 if is_one_tag else byte
            self.opened = None
        return byte

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        byte = self._here()
        classes = attributes.get("class", "").split()
        counts = (
            (self.node is None or self.node.counts)
            and tag not in _UNREAD
            and ONLY_ON_SCREENS.isdisjoint(classes)
        )
        is_title = tag in _HEADINGS or _TITLE in classes
        self.node = _Node(tag, attributes.get("id", ""), self.node, byte, counts, is_title)
        self.opened = self.node
        self.document.nodes.append(self.node)
        self._part_words()

    def _end(self, _tag: str) -> None:
        byte = self._here()
        self._part_words()
        if self.node is not None:
            self.node.end = byte
            self.node = self.node.parent

    def _part_words(self) -> None:
        """Where a block begins or ends, a word ends."""
        if self.node is not None and self.node.counts and self.node.tag not in _INLINE:
            self.document.runs.append(_Run("\n", self.parser.CurrentByteIndex, self.node))

    def _text(self, text: str) -> None:
        byte = self._here()
        if self.node is None or not self.node.counts:
            return
        if text.strip():
            for node in self.node.upwards():
                if node.first_run >= 0:
                    break
                node.first_run = len(self.document.runs)
        self.document.runs.append(_Run(text, byte, self.node))


def _in_front_of(node: _Node) -> InsertionPoint:
    return InsertionPoint(
        node.start, is_between_blocks=node.is_title or node.tag in {"nav", "table"}
    )


_CONTAINERS = name_set("section div article aside blockquote header footer main body")
_WORDS = _INLINE | _HEADINGS | _TEXT_BLOCKS
_UNENTERED = _INLINE | _CLOSED | _VOID
"""A marker stands before these, never first inside them."""


def _opens(home: _Node, first: int) -> bool:
    """Tell whether the first text inside an element that holds text is the element's own."""
    return home.tag in _WORDS and home.first_run == first


def _are_one_word(before: str, after: str) -> bool:
    """Tell whether two neighbouring characters belong to one word."""
    if unicodedata.combining(after):
        return True
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return False
    return _is_of_word(before) and _is_of_word(after)


def _is_of_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M" or char in "'\u2019\u00ad\u200d"
