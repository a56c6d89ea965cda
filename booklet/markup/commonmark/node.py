"""A block while its chapter is read: what CommonMark's appendix calls the tree of blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise


class Kind(Enum):
    """Kinds of blocks; the first group holds other blocks, the second text."""

    DOCUMENT = auto()
    QUOTE = auto()
    LIST = auto()
    ITEM = auto()
    NOTE = auto()
    TERMS = auto()
    MEANING = auto()
    BOX = auto()

    PARAGRAPH = auto()
    HEADING = auto()
    FENCE = auto()
    CODE = auto()
    HTML = auto()
    TABLE = auto()
    RULE = auto()
    NOTHING = auto()


@dataclass(slots=True)
class Node:
    """A block.

    Attributes:
        kind: decides which of the other attributes mean something.
        line: where it begins, from 1.
        end: its last line that is not blank.
        children: blocks inside, of a container.
        lines: text inside, of a leaf; a table's first two are its head and its delimiter row.
        offset: columns from the container's edge to the content: of items, notes and meanings.
        indent: columns before the marker: of items and fences.
        marker: of a list, what its items begin with; of a fence, its opening run.
        start: of an item, its number.
        name: of a callout or box, its name and options; of a note, its key; of a fence, its info
            string; of HTML, the kind of start condition (CommonMark 4.6).
        title: of a callout or box.
        level: of a heading.
        tick: of an item drawn with a box from a word processor: "on", "off" or "".
        resumed: of an item, the column of bullets that stand right below its number and are its
            points all the same; -1 when there are none.
        is_closed: whether a fence, a block of HTML or a box found its end.
    """

    kind: Kind
    line: int
    end: int = 0
    children: list[Node] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    offset: int = 0
    indent: int = 0
    marker: str = ""
    start: int = 0
    name: str = ""
    title: str = ""
    level: int = 0
    tick: str = ""
    resumed: int = -1
    is_closed: bool = False

    def last_line(self) -> int:
        """Tell the last line that is not blank, of the block or of one inside."""
        inner = self.children[-1].last_line() if self.children else 0
        return max(self.end, self.line, inner)

    def is_loose(self) -> bool:
        """Tell whether blank lines stand between a list's items or their blocks (5.3)."""
        return _has_gaps(self.children) or any(_has_gaps(item.children) for item in self.children)


def _has_gaps(blocks: list[Node]) -> bool:
    return any(after.line > before.last_line() + 1 for before, after in pairwise(blocks))
