"""The blocks of a text, read line by line (CommonMark 0.31, Appendix: phase 1, block structure)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.markup.commonmark import html_blocks, markers, tables
from booklet.markup.commonmark.block_starts import CODE_INDENT, STARTS, USED_UP
from booklet.markup.commonmark.line import Line
from booklet.markup.commonmark.link_syntax import extract_definitions
from booklet.markup.commonmark.node import Kind, Node

if TYPE_CHECKING:
    from booklet.markup.commonmark.link_syntax import References

DEEPEST = 16
"""Quotes in quotes or lists in lists; more is a slip of the keyboard, or an attack."""

_LENIENT_INDENT = 2
"""What is indented so far below an item, a note or a meaning is taken for a part of it."""

_LOOSELY_INDENTED = frozenset({Kind.NOTE, Kind.MEANING, Kind.BOX})


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


def read_structure(text: str) -> Structure:
    """Read the blocks of a text.

    Raises:
        NestingError: when quotes or lists are nested more than `DEEPEST` deep.
    """
    reader = StructureReader(text)
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        reader.read(Line(line, number))
        reader.position += len(line) + 1
    reader.close(1)
    return reader.structure


class StructureReader:
    """Goes through a text line by line.

    Attributes:
        open: the open containers, the document first.
        leaf: the open block of text in the last of them.
        text: that is read.
        position: in it, of the line that is read.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = self._remark_end = self._ticks = 0
        self.structure = Structure(Node(Kind.DOCUMENT, 1))
        self.open = [self.structure.document]
        self.leaf: Node | None = None
        self.last_ends = html_blocks.last_ends(text)
        self.last_blank = 0

    # Phase 1 for one line

    def read(self, line: Line) -> None:
        """Read a line: go on with open blocks, open new ones, add what is left to a leaf."""
        if self.leaf is not None and self.position < self._remark_end:
            self.leaf.lines.append(line.text)
            self._await_remark(self.leaf, line)
            return
        matched = self._match_containers(line)
        if matched == 0:
            return
        if matched == len(self.open) and self.leaf is not None and self._goes_on(self.leaf, line):
            return
        opened = self._open_blocks(line, matched)
        if opened is None:
            return
        self._add_text(line, opened)

    def _match_containers(self, line: Line) -> int:
        """Tell how many open containers the line belongs to; 0 when it only closed one."""
        matched = 1
        for node in self.open[1:]:
            if node.kind is Kind.BOX and node.marker:
                if self._closes_box(node, line):
                    node.is_closed, node.end = True, line.number
                    self.close(matched)
                    return 0
            elif not self._continues(node, line):
                break
            matched += 1
        return matched

    def _closes_box(self, box: Node, line: Line) -> bool:
        end = markers.FENCED_BOX_END.match(line.rest) if line.rest.startswith(box.marker) else None
        return end is not None and line.indent <= markers.MOST_INDENT and not self._is_in_code()

    def _is_in_code(self) -> bool:
        return self.leaf is not None and self.leaf.kind is Kind.FENCE

    def _continues(self, node: Node, line: Line) -> bool:
        """Tell whether a line goes on with a container, and take the container's part off it."""
        if node.kind in {Kind.LIST, Kind.TERMS}:
            return True
        if node.kind is Kind.QUOTE:
            return self._continues_quote(node, line)
        if line.is_blank:
            is_empty = not node.children and self.leaf is None
            return not (node.kind is Kind.ITEM and is_empty and node.line < line.number)
        return self._continues_by_indent(node, line)

    def _continues_by_indent(self, node: Node, line: Line) -> bool:
        """Tell whether a line is indented far enough for an item, a note, a meaning or a box."""
        if node.resumed >= 0:
            line.strip(node.resumed)
            return line.indent >= _LENIENT_INDENT
        is_lenient = line.indent >= node.indent + _LENIENT_INDENT
        if line.indent < node.offset and is_lenient and node.kind in _LOOSELY_INDENTED:
            node.offset = line.indent
        elif line.indent < node.offset:
            is_lenient = is_lenient and node.start >= 0 and node.kind is Kind.ITEM
            if not is_lenient or self._is_sibling(line):
                return False
        line.strip(node.offset)
        return True

    @staticmethod
    def _is_sibling(line: Line) -> bool:
        marker = markers.item_marker(line)
        return marker is not None and marker.is_ordered

    def _continues_quote(self, node: Node, line: Line) -> bool:
        if line.indent > markers.MOST_INDENT or not line.rest.startswith(">"):
            return False
        rest = line.rest[1:].lstrip()
        is_new_box = (node.children or node.name or self.leaf) and markers.CALLOUT.match(rest)
        if is_new_box and not self._is_in_code() and line.rest[1:3] != "    ":
            return False
        line.advance(1)
        line.strip(1)
        node.end = line.number
        return True

    def _goes_on(self, leaf: Node, line: Line) -> bool:
        """Add a line to a leaf that takes everything until it ends; tell whether it did."""
        if leaf.kind is Kind.FENCE:
            leaf.end = line.number
            run = markers.FENCE.match(line.rest)
            mark = (run[1] or run[3]) if run else ""
            words = (run[2] or run[4] or "") if run else ""
            if (
                line.indent <= markers.MOST_INDENT
                and mark.startswith(leaf.marker)
                and not words.strip()
            ):
                leaf.is_closed = True
                self.leaf = None
            else:
                line.strip(leaf.indent)
                leaf.lines.append(line.text)
            return True
        if leaf.kind is Kind.HTML:
            if leaf.name in {"6", "7"} and line.is_blank:
                self._close_leaf()
                return False
            leaf.lines.append(line.text)
            leaf.end = line.number
            if html_blocks.ends(leaf.name, line.text):
                leaf.is_closed = True
                self._close_leaf()
            return True
        if leaf.kind is Kind.CODE and (line.indent >= CODE_INDENT or line.is_blank):
            line.strip(CODE_INDENT)
            leaf.lines.append(line.text)
            leaf.end = line.number if not line.is_blank else leaf.end
            return True
        return False

    # New blocks

    def _open_blocks(self, line: Line, matched: int) -> int | None:
        """Open the blocks that a line begins.

        Returns:
            How many containers the rest of the line belongs to; None when it is used up.
        """
        while True:
            if line.indent >= CODE_INDENT:
                if self.is_in_paragraph() or line.is_blank:
                    return matched
                self.start_leaf(Node(Kind.CODE, line.number), line, matched)
                line.strip(CODE_INDENT)
                self._keep_leaf().lines.append(line.text)
                return None
            if line.is_blank:
                return matched
            for start in STARTS:
                result = start(self, line, matched)
                if result is not None:
                    break
            else:
                return matched
            if result == USED_UP:
                return None
            matched = result

    def is_in_paragraph(self) -> bool:
        """Tell whether a paragraph is open."""
        return self.leaf is not None and self.leaf.kind is Kind.PARAGRAPH

    def _keep_leaf(self) -> Node:
        if self.leaf is None:  # pragma: no cover - a leaf has just been opened
            raise AssertionError("no open leaf")
        return self.leaf

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
            self._await_remark(node, line)
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

    # Text

    def _add_text(self, line: Line, matched: int) -> None:
        """Add what is left of a line to the paragraph, or begin one."""
        is_lazy = matched < len(self.open)
        if is_lazy and not line.is_blank and self._is_first_below_callout(line):
            matched, is_lazy = len(self.open), False
        if line.is_blank:
            if is_lazy or self.leaf is not None:
                self.close(matched)
            self.last_blank = line.number
            return
        leaf = self.leaf
        if leaf is not None and leaf.kind is Kind.PARAGRAPH:
            leaf.lines.append(line.rest)
            self._await_remark(leaf, line)
            if not is_lazy and line.indent < CODE_INDENT:
                tables.begin(self.open[-1], leaf)
                self.leaf = self.open[-1].children[-1]
            return
        if leaf is not None and leaf.kind is Kind.TABLE and not is_lazy:
            leaf.lines.append(line.rest)
            leaf.end = line.number
            return
        paragraph = Node(Kind.PARAGRAPH, line.number, lines=[line.rest])
        self.start_leaf(paragraph, line, matched)

    def _await_remark(self, leaf: Node, line: Line) -> None:
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
                self._remark_end = remark.end()
        self._ticks += last.count("`")

    def _is_first_below_callout(self, line: Line) -> bool:
        """Tell whether a line without `>` follows a callout's first line: as lazy as any (5.1)."""
        box = self.open[-1]
        is_callout = box.kind is Kind.QUOTE and bool(box.name) and not box.children
        return is_callout and box.line == line.number - 1
