"""Find the line for a finding: where none is known, the author's words are looked up."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity

if TYPE_CHECKING:
    from booklet.common.errors import Place
    from booklet.manuscript.source import Source

_MOST_IN_CODE = 50
"""How often a text may stand in code before the search for it elsewhere is given up."""


class FindingCollector:
    """Collects what an author should know while one chapter is read.

    It lives as long as `parse_chapter` runs; what leaves is a tuple of findings in reading order.
    """

    def __init__(
        self, source: Source, after_line: int = 0, code_lines: frozenset[int] = frozenset()
    ) -> None:
        """Begin.

        Args:
            source: the chapter's file.
            after_line: the last line of its metadata.
            code_lines: lines of its text, counted from there, in which nothing is looked up.
        """
        self._source = source
        self._after_line = after_line
        self._code_lines = code_lines
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", source.text))]
        self._seen: dict[str, tuple[int, Place]] = {}
        self._findings: list[Finding] = []

    def place(self, *snippets: str) -> Place:
        """Tell where the first of these snippets stands that is there at all, outside code.

        The same snippet asked for again gives the next place, or once more the last.
        """
        lines = self._line_starts
        beginning = lines[min(self._after_line, len(lines) - 1)]
        for snippet in filter(None, snippets):
            position, last = self._seen.get(snippet, (beginning, None))
            for _ in range(_MOST_IN_CODE):
                position = self._source.text.find(snippet, position)
                if position < 0:
                    self._seen[snippet] = (len(self._source.text), last or self._source.place())
                    break
                line = bisect_right(lines, position)
                if line - self._after_line not in self._code_lines:
                    last = self._source.place(line, position - lines[line - 1] + 1)
                    self._seen[snippet] = (position + 1, last)
                    return last
                position += 1
            if last is not None and last.line:
                return last
        return self._source.place()

    def line(self, line: int, snippet: str = "") -> Place:
        """Name a line of the text, counted from 1 after the metadata; the column is a snippet's."""
        number = line + self._after_line
        column = 0
        if snippet:
            start = self._line_starts[min(number, len(self._line_starts)) - 1]
            end = self._source.text.find("\n", start)
            text = self._source.text[start : end if end >= 0 else None]
            column = text.find(snippet) + 1
        return self._source.place(number, column)

    def warn(self, code: str, problem: str, hint: str, place: Place) -> None:
        """Note something the build can live with."""
        self._findings.append(Finding(code, Severity.WARNING, problem, hint, place))

    def refuse(self, code: str, problem: str, hint: str, place: Place) -> None:
        """Note something that nothing can be built with."""
        self._findings.append(Finding(code, Severity.ERROR, problem, hint, place))

    def finished(self) -> tuple[Finding, ...]:
        """Give the findings in reading order, each once."""
        unique = dict.fromkeys(self._findings)
        return tuple(sorted(unique, key=lambda one: one.place or self._source.place()))
