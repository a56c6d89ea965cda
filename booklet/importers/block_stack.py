"""Lists, quotations, tables and figures while they are read: a stack that gives blocks.

What is never closed, or closed in the wrong order, loses nothing: its blocks go to what is around.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from booklet.importers.document import (
    Code,
    Definition,
    Figure,
    Heading,
    LineBreak,
    List,
    Paragraph,
    Quote,
    Table,
)
from booklet.importers.inlines import in_bold, is_bold, not_bold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.importers.document import Block, Inline

_DEEPEST = 12
"""Lists and quotations in each other; what lies deeper stands in the last of them."""

_LONGEST_CELL = 4
"""Blocks of a cell in a real table; a longer one only arranges things on a page."""


@dataclass(slots=True)
class Frame:
    """An element that holds blocks, while it is read.

    Attributes:
        kind: "list", "item", "quote", "definitions", "term", "meaning", "table", "cell", "figure",
            "caption", "note".
        line: where it begins.
        blocks: what it holds, but for a list's items and a table's rows.
        items: of a list.
        ticks: of a list of boxes to tick, for each item; None for one without a box.
        start: of a numbered list, its first number.
        rows: of a table.
        columns: of a cell, how many it spans.
        terms: of a list of definitions, those whose meaning has not come yet.
        has_head: whether a table has a head.
        caption: of a table or figure.
    """

    kind: str
    line: int
    blocks: list[Block] = field(default_factory=list)
    items: list[tuple[Block, ...]] = field(default_factory=list)
    ticks: list[bool | None] = field(default_factory=list)
    start: int | None = None
    rows: list[list[tuple[Block, ...]]] = field(default_factory=list)
    columns: int = 1
    covered: dict[int, int] = field(default_factory=dict)
    terms: list[tuple[Inline, ...]] = field(default_factory=list)
    has_head: bool = False
    caption: tuple[Inline, ...] = ()


class BlockStack:
    """The elements that are open, the innermost last."""

    def __init__(self) -> None:
        self._frames = [Frame("root", 0)]
        self.notes: dict[str, tuple[Block, ...]] = {}

    @property
    def top(self) -> Frame:
        """The innermost open element."""
        return self._frames[-1]

    def add(self, *blocks: Block) -> None:
        """Add to what the innermost element holds."""
        self.top.blocks += blocks

    def begin(self, kind: str, line: int) -> Frame:
        """Begin an element; far inside others it holds blocks and is nothing else."""
        # A list is two frames, itself and its item.
        frame = Frame(f"deep {kind}" if len(self._frames) > 2 * _DEEPEST else kind, line)
        self._frames.append(frame)
        return frame

    def begin_row(self) -> None:
        """Begin a row, if a table is open."""
        if self.top.kind == "table":
            self.top.rows.append([])

    def begin_cell(self, line: int, *, spans: tuple[int, int], is_head: bool) -> None:
        """Begin a cell, if a table is open; a head in the first row makes that the table's head."""
        if self.top.kind == "table":
            if not self.top.rows:
                self.begin_row()
            self.top.has_head = self.top.has_head or (is_head and len(self.top.rows) == 1)
            columns, rows = spans
            row, at, covered = self.top.rows[-1], len(self.top.rows), self.top.covered
            # What a cell covers in the rows below it stays empty (HTML, 4.9.12).
            while covered.get(len(row), 0) >= at:
                row.append(())
            covered |= dict.fromkeys(range(len(row), len(row) + columns), at + rows - 1)
            self.begin("cell", line).columns = columns

    def close_to(self, kind: str, key: str = "") -> None:
        """Close the last element of a kind, and those inside it; nothing when none is open.

        Args:
            kind: as in `Frame`.
            key: of a note.
        """
        kinds = {kind, f"deep {kind}"}
        if any(frame.kind in kinds for frame in self._frames):
            while self.top.kind not in kinds:
                self._close()
            self._close(key)

    def finish(self) -> tuple[Block, ...]:
        """Close everything, and give all blocks."""
        while len(self._frames) > 1:
            self._close()
        return tuple(self.top.blocks)

    def _close(self, key: str = "") -> None:
        frame = self._frames.pop()
        match frame.kind:
            case "item" if self.top.kind == "list":
                self.top.items.append(tuple(frame.blocks))
                self.top.ticks.append(frame.ticks[0] if frame.ticks else None)
            case "list":
                self._add_list(frame)
            case "quote":
                self.add(*([Quote(tuple(frame.blocks), frame.line)] if frame.blocks else ()))
            case "definitions" | "term" | "meaning":
                self._close_definition(frame)
            case "cell" if self.top.kind == "table" and self.top.rows:
                self.top.rows[-1] += [tuple(frame.blocks), *([()] * (frame.columns - 1))]
            case "table":
                self._add_table(frame)
            case "caption" | "figcaption":
                self._add_caption(frame)
            case "figure":
                self._add_figure(frame)
            case "note":
                self.notes[key] = tuple(frame.blocks)
            case _:
                self.add(*(one for item in frame.items for one in item), *frame.blocks)

    def _add_list(self, frame: Frame) -> None:
        pairs = [pair for pair in zip(frame.items, frame.ticks, strict=True) if pair[0]]
        if frame.blocks:
            pairs.append((tuple(frame.blocks), None))
        if not pairs:
            return
        items = tuple(item for item, _ in pairs)
        if frame.start is None and all(isinstance(one, Figure) for item in items for one in item):
            self.add(*(one for item in items for one in item))  # a gallery
            return
        is_checklist = frame.start is None and any(tick is not None for _, tick in pairs)
        ticks = tuple(bool(tick) for _, tick in pairs) if is_checklist else ()
        self.add(List(items, frame.start, ticks, frame.line))

    def _close_definition(self, frame: Frame) -> None:
        """Close a list of definitions, a term or a meaning; one without its other half is text."""
        if frame.kind == "term" and self.top.kind == "definitions":
            self.top.terms.append(_in_one_line(tuple(frame.blocks)))
            self.add(*(one for one in frame.blocks if not isinstance(one, Paragraph | Heading)))
            return
        waiting = frame.terms if frame.kind == "definitions" else self.top.terms
        terms = tuple(term for term in waiting if term)
        waiting.clear()
        alone = tuple(Paragraph(in_bold(term), frame.line) for term in terms)
        if frame.kind == "definitions":
            self.add(*frame.blocks, *alone)
        elif terms and frame.blocks:
            self.add(Definition(terms, tuple(frame.blocks), frame.line))
        else:
            self.add(*alone, *frame.blocks)

    def _add_table(self, frame: Frame) -> None:
        """Add a table; one that only arranges things on the page becomes what it holds."""
        rows = [row for row in frame.rows if any(row)]
        columns = max((len(row) for row in rows), default=0)
        cells = [cell for row in rows for cell in row]
        is_arranged = columns == 1 or any(
            len(cell) > _LONGEST_CELL
            or any(isinstance(one, List | Figure | Table | Code | Quote) for one in cell)
            for cell in cells
        )
        self.add(*frame.blocks)
        if not rows or is_arranged:
            self.add(*([Paragraph(frame.caption, frame.line)] if frame.caption else ()))
            self.add(*(block for cell in cells for block in cell))
        else:
            written = [
                [_in_one_line(cell) for cell in [*row, *([()] * (columns - len(row)))]]
                for row in rows
            ]
            has_head = frame.has_head or _looks_like_head(written)
            if has_head:
                # The booklet sets heads in bold itself.
                written[0] = [not_bold(cell) if is_bold(cell) else cell for cell in written[0]]
            self.add(Table(tuple(map(tuple, written)), has_head, frame.caption, frame.line))

    def _add_caption(self, frame: Frame) -> None:
        content = _in_one_line(tuple(frame.blocks))
        if self.top.kind in {"table", "figure"} and not self.top.caption:
            self.top.caption = content
            self.add(*(one for one in frame.blocks if not isinstance(one, Paragraph | Heading)))
        else:
            self.add(*frame.blocks)

    def _add_figure(self, frame: Frame) -> None:
        """Give the caption to the only picture of a figure; below a gallery it is a paragraph."""
        pictures = [one for one in frame.blocks if isinstance(one, Figure)]
        if len(pictures) == 1 and frame.caption and not pictures[0].caption:
            at = frame.blocks.index(pictures[0])
            frame.blocks[at] = replace(pictures[0], caption=frame.caption)
        elif len(frame.blocks) == 1 and isinstance(table := frame.blocks[0], Table):
            frame.blocks[0] = replace(table, caption=table.caption or frame.caption)
        elif frame.caption:
            frame.blocks.append(Paragraph(frame.caption, frame.line))
        self.add(*frame.blocks)


def _looks_like_head(rows: Sequence[Sequence[tuple[Inline, ...]]]) -> bool:
    """Tell whether the first row alone is bold, every cell of it but a blank corner.

    Most tables of word processors and of old web pages have no other sign of a head.
    """
    first, *others = rows
    cells = first if first[0] else first[1:]
    is_set_apart = all(map(is_bold, cells))
    return is_set_apart and bool(others) and not all(map(is_bold, filter(None, others[0])))


def _in_one_line(blocks: tuple[Block, ...]) -> tuple[Inline, ...]:
    """Put the blocks of a cell or a caption one after another, with line breaks between them."""
    content: list[Inline] = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            content += [LineBreak(), *block.content] if content else block.content
    return tuple(content)
