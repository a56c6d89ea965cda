"""The blocks of a text, read line by line (CommonMark 0.31, Appendix: phase 1, block structure)."""

from __future__ import annotations

from booklet.markup.commonmark import html_blocks, markers, tables
from booklet.markup.commonmark.block_starts import CODE_INDENT, STARTS
from booklet.markup.commonmark.line import Line
from booklet.markup.commonmark.node import Kind, Node
from booklet.markup.commonmark.open_blocks import USED_UP, NestingError, OpenBlocks, Structure

__all__ = ["NestingError", "Structure", "read_structure"]

_LENIENT_INDENT = 2
"""What is indented so far below an item, a note or a meaning is taken for a part of it."""

_LOOSELY_INDENTED = frozenset({Kind.NOTE, Kind.MEANING, Kind.BOX})


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


class StructureReader(OpenBlocks):
    """Goes through a text line by line."""

    # Phase 1 for one line

    def read(self, line: Line) -> None:
        """Read a line: go on with open blocks, open new ones, add what is left to a leaf."""
        if self.leaf is not None and self.position < self.remark_end:
            self.leaf.lines.append(line.text)
            self.await_remark(self.leaf, line)
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

    def _keep_leaf(self) -> Node:
        if self.leaf is None:  # pragma: no cover - a leaf has just been opened
            raise AssertionError("no open leaf")
        return self.leaf

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
            self.await_remark(leaf, line)
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

    def _is_first_below_callout(self, line: Line) -> bool:
        """Tell whether a line without `>` follows a callout's first line: as lazy as any (5.1)."""
        box = self.open[-1]
        is_callout = box.kind is Kind.QUOTE and bool(box.name) and not box.children
        return is_callout and box.line == line.number - 1
