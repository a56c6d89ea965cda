"""One chapter file, read."""

from __future__ import annotations

from dataclasses import dataclass

from booklet.common.errors import Place


@dataclass(frozen=True, slots=True)
class Source:
    r"""A chapter as its author wrote it.

    Attributes:
        path: relative to the project folder, with forward slashes: `chapters/01-trust.md`.
        slug: the chapter's name in ids, links and file names: `trust`; unique in the book.
        text: the whole file with `\n` line ends and no byte order mark.
    """

    path: str
    slug: str
    text: str

    def place(self, line: int = 0, column: int = 0) -> Place:
        """Name a place in this file."""
        return Place(self.path, line, column)

    def place_of(self, snippet: str, occurrence: int = 0, *, after_line: int = 0) -> Place:
        """Find where `snippet` stands in the file; the whole file when it is not there.

        Args:
            snippet: text as the author typed it.
            occurrence: which one, from 0.
            after_line: lines up to this one are passed over (the metadata block, say).
        """
        position = -1
        for _ in range(after_line):
            position = self.text.find("\n", position + 1)
        for _ in range(occurrence + 1):
            position = self.text.find(snippet, position + 1)
            if position < 0:
                return Place(self.path)
        line_start = self.text.rfind("\n", 0, position) + 1
        return Place(self.path, self.text.count("\n", 0, position) + 1, position - line_start + 1)
