"""Find the lines of chapters that findings about their pages are about. Pure.

A chapter's blocks have ids, and it is known on which line of its file each begins. What is said of
a picture is put to the block that shows it, all else to the chapter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from booklet.common.errors import Place
from booklet.common.memoize import memoize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.common.errors import Finding
    from booklet.print.division import Division

_DIVISION = re.compile("in '(.+?)': ")
"""How findings begin that are about a division."""

_QUOTED = re.compile(r"'([^']+)'")
_PICTURE = re.compile(r"booklet:picture/([^']*?)-[0-9a-f]{8}(\.\w+)")
"""How a picture is called while pages are set, and what is left of that for its author."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a division, or the address of a picture there, with the id of its block."""

    block: str
    text: str
    is_address: bool = False


@memoize
def pieces_of(html: str) -> tuple[Piece, ...]:
    """Take a division's HTML apart, in reading order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.pieces)


def line_of(division: Division, piece: Piece) -> Place:
    """Name the line that the block of a piece begins on, or else the chapter."""
    return Place(division.source, dict(division.lines).get(piece.block, 0))


def locate(findings: Iterable[Finding], divisions: Iterable[Division]) -> Iterator[Finding]:
    """Give findings that name a chapter its file, and the line where that can be told."""
    by_title = {one.title: one for one in divisions if one.source}
    for finding in findings:
        about = _DIVISION.match(finding.problem)
        division = by_title.get(about[1]) if about else None
        if about is None or division is None or finding.place is not None:
            yield finding
            continue
        problem = finding.problem[about.end() :]
        quoted = _QUOTED.search(problem)
        named = (
            line_of(division, piece)
            for piece in pieces_of(division.html)
            if quoted and (quoted[1] == piece.text.strip() or _shows(piece, quoted[1]))
        )
        place = next(named, Place(division.source))
        yield replace(finding, problem=_PICTURE.sub(r"\1\2", problem), place=place)


def _shows(piece: Piece, address: str) -> bool:
    return piece.is_address and piece.text == address


class _Reader(HTMLParser):
    """Collects the pieces of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        block = given.get("id") or self._block
        self._open.append((tag, block))
        if shown := given.get("src"):
            self.pieces.append(Piece(block, shown, is_address=True))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass  # an element without an end tag ends with what it stands in

    def handle_data(self, data: str) -> None:
        self.pieces.append(Piece(self._block, data))

    @property
    def _block(self) -> str:
        return self._open[-1][1] if self._open else ""
