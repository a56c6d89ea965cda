"""What is left of a line while its block structure is read (CommonMark 2.2, tabs)."""

from __future__ import annotations

TAB = 4
_BLANK = " \t"


class Line:
    """A line of which containers take their part from the left.

    Attributes:
        rest: what is left, without its indentation.
        indent: columns of white space before `rest`; a tab goes to the next multiple of four,
            counted from the start of the whole line.
        number: of the line, from 1.
    """

    __slots__ = ("column", "indent", "number", "rest")

    def __init__(self, text: str, number: int) -> None:
        self.number = number
        self.column = 0
        self.indent = 0
        self.rest = text
        self._measure()

    @property
    def is_blank(self) -> bool:
        """Whether nothing but white space is left."""
        return not self.rest

    @property
    def text(self) -> str:
        """What is left, its indentation as blanks."""
        return " " * self.indent + self.rest

    def strip(self, columns: int) -> None:
        """Take white space away; half a tab is as many blanks."""
        columns = min(columns, self.indent)
        self.indent -= columns
        self.column += columns

    def advance(self, characters: int) -> None:
        """Take the indentation and that many characters after it away."""
        taken = self.rest[:characters]
        self.column += self.indent + len(taken)
        self.indent = 0
        self.rest = self.rest[characters:]
        self._measure()

    def _measure(self) -> None:
        rest = self.rest.lstrip(_BLANK)
        column = self.column + self.indent
        for character in self.rest[: len(self.rest) - len(rest)]:
            column += 1 if character == " " else TAB - column % TAB
        self.indent = column - self.column
        self.rest = rest
