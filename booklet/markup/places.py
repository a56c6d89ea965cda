"""Find the line for a finding: Python-Markdown keeps none, so the author's words are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity
from booklet.markup.indentation import fenced_lines

if TYPE_CHECKING:
    from booklet.common.errors import Place
    from booklet.manuscript.source import Source

_MOST_IN_CODE = 50
"""How often a text may stand in code before the search for it elsewhere is given up."""


class Remarks:
    """Collects what an author should know while one chapter is read.

    It lives as long as `parse_chapter` runs; what leaves is a tuple of findings in reading order.
    """

    def __init__(self, source: Source, after_line: int = 0) -> None:
        self._source = source
        self._after_line = after_line
        self._fenced = fenced_lines(source.text)
        self._seen: dict[str, tuple[int, Place]] = {}
        self._findings: list[Finding] = []

    def place(self, *snippets: str) -> Place:
        """Tell where the first of these snippets stands that is there at all, outside code.

        The same snippet asked for again gives the next place, or once more the last.
        """
        for snippet in filter(None, snippets):
            first, last = self._seen.get(snippet, (0, None))
            for occurrence in range(first, first + _MOST_IN_CODE):
                place = self._source.place_of(snippet, occurrence, after_line=self._after_line)
                if place.line == 0:
                    break
                if place.line not in self._fenced:
                    self._seen[snippet] = (occurrence + 1, place)
                    return place
            if last is not None:
                return last
        return self._source.place()

    def line(self, line: int) -> Place:
        """Name a line of the file."""
        return self._source.place(line)

    def warn(self, code: str, problem: str, hint: str, place: Place) -> None:
        """Note something the build can live with."""
        self._findings.append(Finding(code, Severity.WARNING, problem, hint, place))

    def finished(self) -> tuple[Finding, ...]:
        """Give the findings in reading order, each once."""
        unique = dict.fromkeys(self._findings)
        return tuple(sorted(unique, key=lambda one: one.place or self._source.place()))
