"""Find the line of a chapter that a fault of a finished page is about, by its words. Pure.

Pages know no lines of files. Where the words that are quoted stand once in a chapter, that is where
its author should look; else the finding is about the chapter.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.check.arrival import written_words
from booklet.check.completeness import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.check.subject import CheckedChapter
    from booklet.common.errors import Finding, Place

_QUOTED = re.compile(r"“([^“”]+)”")


def add_lines(faults: Iterable[Finding], chapters: Iterable[CheckedChapter]) -> Iterator[Finding]:
    """Give faults of pages the lines of their files that they are about, where that can be told."""
    by_path = {chapter.source.path: chapter for chapter in chapters}
    for fault in faults:
        chapter = by_path.get(fault.place.path) if fault.place and not fault.place.line else None
        place = _find(chapter, fault.problem) if chapter else None
        yield replace(fault, place=place) if place else fault


def _find(chapter: CheckedChapter, problem: str) -> Place | None:
    quoted = _QUOTED.search(problem)
    words = words_of(quoted[1]) if quoted else ()
    if not words:
        return None
    written, origins = written_words(chapter)
    # A line may begin and end inside a word.
    for part in (words, words[:-1], words[1:], words[1:-1]):
        starts = [
            start
            for start in range(len(written) - len(part) + 1)
            if part and written[start : start + len(part)] == part
        ]
        if len(starts) == 1:
            passage, position = origins[starts[0]]
            return passage.place(position)
    return None
