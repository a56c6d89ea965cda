"""Measure the text of slides in the book's typefaces.

Widths are those of the real typefaces, with a margin, since a computer without them shows another.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.print.rules import condense
from booklet.slides.topic import Line, Words
from booklet.theme.typefaces import advance_widths, line_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.config import Fonts
    from booklet.slides.grid import Box

_MARGIN, _BOLD_MARGIN = 1.16, 1.2
"""How much wider another typeface may be: as DejaVu Sans, which Impress takes on Linux, is wider
than Atkinson Hyperlegible."""

INDENT = 1.3
"""How far the items of lists are set in, in sizes of the type."""

GAP = 0.4
"""Between two lines of a list, in sizes of the type."""

LEADING = 0.95
"""Of the typeface's own distance of lines, as it is set."""

STEP = 2.0
"""Points between two sizes of type that are tried."""

_WIDE, _USUAL = 1.0, 0.66
"""Of a character that the typeface lacks, in sizes of the type: as in Chinese, and in others."""


class Measure:
    """Tells how much room text takes in the book's typefaces."""

    def __init__(self, fonts: Fonts) -> None:
        """Measure in a book's typefaces."""
        self.fonts = fonts

    def family(self, box: Box) -> str:
        """Name the typeface of a box."""
        return self.fonts.text if box.is_serif else self.fonts.headings

    def width(self, text: str, box: Box, *, is_bold: bool) -> float:
        """Tell how wide a text on one line may be in a box, in sizes of the type."""
        widths = advance_widths(self.family(box), bold=is_bold)
        width = sum(widths[sign] if sign in widths else _width_of_foreign(sign) for sign in text)
        return width * (_BOLD_MARGIN if is_bold else _MARGIN)

    def height(self, lines: Sequence[Line], box: Box, size: float) -> float:
        """Tell how high some lines are in a box, in points."""
        leading = line_height(self.family(box)) * LEADING * size
        rows = sum(self.rows(line, box, size) for line in lines)
        return rows * leading + max(0, len(lines) - 1) * GAP * size

    def rows(self, line: Line, box: Box, size: float) -> int:
        """Count the rows that a line is broken into; a row too many for a word that is too wide."""
        room = (box.width - (INDENT * size if line.is_item else 0)) / size
        rows, used, at = 1, 0.0, 0
        for word in line.words.text.split(" "):
            is_bold = box.is_bold or at < line.words.lead
            width, space = (self.width(text, box, is_bold=is_bold) for text in (word, " "))
            at += len(word) + 1
            if used and used + space + width > room:
                rows, used = rows + 1, 0.0
            used += (space if used else 0.0) + width
            while used > room:
                rows, used = rows + 1, used - room
        return rows

    def size(self, lines: Sequence[Line], box: Box, smallest: float) -> float | None:
        """Find the largest size in which lines fit a box; None when none does."""
        size = box.size
        while size >= smallest:
            if self.height(lines, box, size) <= box.height:
                return size
            size -= STEP
        return None

    def cut(self, words: Words, box: Box) -> Words:
        """Shorten words to what a box holds in its smallest type."""
        room = len(words.text)
        while self.height([Line(words)], box, box.smallest) > box.height:
            room = min(room - 1, room * 9 // 10)
            words = replace(words, text=condense(words.text, room))
        return words


def _width_of_foreign(sign: str) -> float:
    """Tell how wide a character may be that another typeface shows (Unicode, UAX #11)."""
    if unicodedata.combining(sign):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(sign) in "WF" else _USUAL
