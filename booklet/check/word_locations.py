"""Where in its file a word of a chapter stands that a product has lost, or has set badly. Pure.

The author's words are those of `prose`, the products' are given. Words of answers stand at the
back of a booklet; those of a footnote at the foot of a page: out of order is no loss. Pages know no
lines of files: where the words that a fault quotes stand once in a chapter, that is where its
author should look; else the finding is about the chapter.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.check.completeness import find_missing_words
from booklet.check.prose import Role
from booklet.common.errors import Finding, Severity
from booklet.common.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from booklet.check.checked_book import CheckedChapter
    from booklet.check.completeness import MissingWord
    from booklet.check.prose import Passage
    from booklet.common.errors import Place

_PRIVATE = "facilitator"
_ANSWERS = "answers"
_NOTES = "notes"
_TOKEN = re.compile(r"\S+")
_MOST_NAMED = 8
"""Words that are named of a longer stretch."""

_QUOTED = re.compile(r"“([^“”]+)”")


def written_words(
    chapter: CheckedChapter, *, of_answers: bool = False, on_paper: bool = True
) -> tuple[tuple[str, ...], tuple[tuple[Passage, int], ...]]:
    """List the words that every reader of a chapter must find, and where each was written.

    Args:
        chapter: to be looked for.
        of_answers: whether the words of the answers to its quiz are wanted, or all others.
        on_paper: whether they are looked for on paper; screens do without empty boxes for notes.

    Returns:
        The words, and for each the passage it stands in and the position there.
    """
    words: list[str] = []
    origins: list[tuple[Passage, int]] = []
    passages = chapter.prose.passages
    for passage, after in zip(passages, (*passages[1:], None), strict=True):
        is_empty = passage.role is Role.TITLE and passage.boxes[-1:] == (_NOTES,)
        is_empty = is_empty and (after is None or after.boxes != passage.boxes)
        is_answer = _ANSWERS in passage.boxes and chapter.chapter.has_answers
        is_left_out = passage.role in {Role.METADATA, Role.HTML} or _PRIVATE in passage.boxes
        if is_left_out or is_answer is not of_answers or (is_empty and not on_paper):
            continue
        for token in _TOKEN.finditer(passage.text):
            for word in words_of(token[0]):
                words.append(word)
                origins.append((passage, token.start()))
    return tuple(words), tuple(origins)


def find_lost_words(
    chapter: CheckedChapter,
    made: Sequence[str],
    product: str,
    *,
    of_answers: bool = False,
    on_paper: bool = True,
) -> tuple[Finding, ...]:
    """Find what an author wrote and a product does not say.

    Args:
        chapter: to be looked for.
        made: the words of the part of the product that should have them.
        product: what it is, after "in": "the e-book".
        of_answers: as for `written_words`, and so is the next one.
        on_paper: see there.
    """
    written, origins = written_words(chapter, of_answers=of_answers, on_paper=on_paper)
    if not written:
        return ()
    stretches: list[list[MissingWord]] = []
    for word in find_missing_words(written, made):
        if word.is_elsewhere:
            continue
        if stretches and stretches[-1][-1].position == word.position - 1:
            stretches[-1].append(word)
        else:
            stretches.append([word])
    return tuple(_lost(stretch, origins, product) for stretch in stretches)


def _lost(
    stretch: Sequence[MissingWord], origins: Sequence[tuple[Passage, int]], product: str
) -> Finding:
    said = " ".join(word.word for word in stretch[:_MOST_NAMED])
    more = " …" if len(stretch) > _MOST_NAMED else ""
    passage, start = origins[stretch[0].position]
    count = "a word is" if len(stretch) == 1 else f"{len(stretch)} words are"
    return Finding(
        "V901",
        Severity.WARNING,
        f"{count} not in {product}: '{said}{more}'",
        "If the project has layouts of its own, they may leave it out. Otherwise it is a fault of "
        "the program: please report it.",
        passage.place(start),
    )


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
