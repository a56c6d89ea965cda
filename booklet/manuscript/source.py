"""One chapter file, read, with its metadata taken off the top."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from booklet.common.errors import Place
from booklet.manuscript.metadata import Metadata, read_metadata

if TYPE_CHECKING:
    from booklet.common.errors import Finding


@dataclass(frozen=True, slots=True)
class Source:
    r"""A chapter as its author wrote it.

    Attributes:
        path: relative to the project folder, with forward slashes: `chapters/01-trust.md`.
        slug: the chapter's name in ids, links and file names: `trust`; unique in the book.
        text: the whole file with `\n` line ends and no byte order mark.
        breaks: the lines of `text`, from 1, that its author's editor does not count, because a
            character that cannot be seen broke a line there; ascending.
        metadata: what the author says about the chapter; like the rest below it follows from
            `text`, so that two sources are equal when the first four are.
        body_start: how many characters of `text` stand before the chapter's own.
        findings: what is wrong with the metadata.
    """

    path: str
    slug: str
    text: str
    breaks: tuple[int, ...] = ()
    metadata: Metadata = field(default=Metadata(), compare=False, repr=False)
    body_start: int = field(default=0, compare=False, repr=False)
    findings: tuple[Finding, ...] = field(default=(), compare=False, repr=False)

    @property
    def body(self) -> str:
        """The chapter's text below its metadata."""
        return self.text[self.body_start :]

    @property
    def first_line(self) -> int:
        """The line of the file that `body` starts on, from 1."""
        return self.text.count("\n", 0, self.body_start) + 1

    def place(self, line: int = 0, column: int = 0) -> Place:
        """Name a place in this file.

        Args:
            line: of `text`, from 1; 0 for the whole file.
            column: from 1; 0 for the whole line.
        """
        return Place(self.path, line - bisect_right(self.breaks, line), column)

    def place_in_file(self, line: int) -> Place:
        """Name a line of the file itself, as its author's editor counts."""
        return Place(self.path, line)

    def place_of(self, snippet: str) -> Place:
        """Find where text stands in the file, as its author typed it; the whole file without it."""
        position = self.text.find(snippet)
        if position < 0:
            return Place(self.path)
        line_start = self.text.rfind("\n", 0, position) + 1
        return self.place(self.text.count("\n", 0, position) + 1, position - line_start + 1)


def read_source(path: str, slug: str, text: str, breaks: tuple[int, ...] = ()) -> Source:
    """Read a chapter's metadata, once for all stages; the arguments are fields of `Source`."""
    bare = Source(path, slug, text, breaks)
    metadata, body, _, findings = read_metadata(bare)
    body_start = len(text) - len(body)
    return replace(bare, metadata=metadata, body_start=body_start, findings=findings)
