"""The blocks that are open while a text is read, and the tree they make (CommonMark, Appendix)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.markup.commonmark import html_blocks
from booklet.markup.commonmark.link_syntax import extract_definitions
from booklet.markup.commonmark.node import Kind, Node

if TYPE_CHECKING:
    from booklet.markup.commonmark.line import Line
    from booklet.markup.commonmark.link_syntax import References

USED_UP = 0
"""Nothing is left of a line."""

DEEPEST = 16
"""Quotes in quotes or lists in lists; more is a slip of the keyboard, or an attack."""


class NestingError(ValueError):
    """Quotes or lists are nested too deeply.

    Attributes:
        line: where, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(slots=True)
class Structure:
    """The blocks of a text.

    Attributes:
        document: holds all others.
        references: link reference definitions (4.7) by their normalised labels.
        notes: footnotes in order of definition.
    """

    document: Node
    references: References = field(default_factory=dict)
    notes: list[Node] = field(default_factory=list)


class OpenBlocks:
    """The tree of blocks, and those at its right edge that the next line may go on with.

    Attributes:
        text: that is read.
        position: in it, of the line that is read.
        structure: what is made.
        open: the open containers, the document first.
        leaf: the open block of text in the last of them.
        last_ends: of the text, see `html_blocks.last_ends`.
        last_blank: the last blank line outside of code, from 1.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = self.remark_end = self._ticks = 0
        self.structure = Structure(Node(Kind.DOCUMENT, 1))
        self.open = [self.structure.document]
        self.leaf: Node | None = None
        self.last_ends = html_blocks.last_ends(text)
        self.last_blank = 0

    def is_in_paragraph(self) -> bool:
        """Tell whether a paragraph is open."""
        return self.leaf is not None and self.leaf.kind is Kind.PARAGRAPH

    def start_container(self, node: Node, matched: int) -> int:
        """Put a container into the last of `matched` that may hold it, and close the rest."""
        self._attach(node, matched)
        self.open.append(node)
        levels = sum(one.kind in {Kind.QUOTE, Kind.ITEM, Kind.NOTE, Kind.BOX} for one in self.open)
        if levels > DEEPEST:
            raise NestingError(node.line)
        return len(self.open)

    def start_leaf(self, node: Node, line: Line, matched: int) -> int:
        """Put a leaf into the last of `matched` containers that may hold it."""
        self._attach(node, matched)
        node.end = line.number
        self.leaf = node
        if node.kind in {Kind.PARAGRAPH, Kind.HEADING}:
            self._ticks = 0
            self.await_remark(node, line)
        return USED_UP

    def _attach(self, node: Node, matched: int) -> None:
        """Make a block a child of the last open container that may hold it (5.3)."""
        holders = {Kind.ITEM: Kind.LIST, Kind.MEANING: Kind.TERMS}
        while self.open[matched - 1].kind in {Kind.LIST, Kind.TERMS}:
            if holders.get(node.kind) is self.open[matched - 1].kind:
                break
            matched -= 1
        self.close(matched)
        self.open[-1].children.append(node)

    def close(self, matched: int) -> None:
        """Close the leaf, and all containers but the first `matched`."""
        self._close_leaf()
        del self.open[matched:]

    def _close_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        if leaf.kind is Kind.PARAGRAPH:
            self.extract_definitions(leaf)
        elif leaf.kind is Kind.CODE:
            while leaf.lines and not leaf.lines[-1].strip():
                leaf.lines.pop()

    def extract_definitions(self, paragraph: Node) -> None:
        """Take link reference definitions off the start of a paragraph (4.7)."""
        if not paragraph.lines[0].startswith("["):
            return
        text = "\n".join(paragraph.lines)
        rest, found = extract_definitions(text)
        for label, target in found:
            self.structure.references.setdefault(label, target)
        taken = text.count("\n", 0, len(text) - len(rest)) if rest else len(paragraph.lines)
        if rest:
            paragraph.lines = paragraph.lines[taken:]
            paragraph.line += taken
        else:
            paragraph.kind = Kind.NOTHING

    def await_remark(self, leaf: Node, line: Line) -> None:
        """Let a remark that the last line of a text opens go on to its end, over any blank line."""
        leaf.end = line.number
        last = leaf.lines[-1]
        end = self.text.find("\n", self.position)
        for opening, closing in html_blocks.REMARKS:
            begin = last.rfind(opening)
            is_open = begin >= 0 and last.find(closing, begin + len(opening)) < 0
            is_code = (self._ticks + last.count("`", 0, begin)) % 2
            if not is_open or is_code or last[:begin].endswith("\\"):
                continue
            start = self.text.rfind(opening, self.position, end if end >= 0 else None)
            remark = html_blocks.remark_at(self.text, start)
            if remark is not None:
                self.remark_end = remark.end()
        self._ticks += last.count("`")
