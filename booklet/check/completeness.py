"""Whether every word that an author wrote is in what was made of it, and in order. Pure.

It compares words with words and knows nothing of Markdown, PDF or EPUB: whoever calls it takes the
words out of each. Whatever else is in a file (folios, running heads, labels) does no harm.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AROUND = 4
"""Words before a missing one that are told with it."""


@dataclass(frozen=True, slots=True)
class MissingWord:
    """A word that is missing, or stands elsewhere.

    Attributes:
        word: as it is compared: composed, without capitals.
        position: among the author's words, from 0.
        before: the author's words just before it.
        is_elsewhere: whether the word is there, but not where the order asks for it, as the words
            of a footnote are.
    """

    word: str
    position: int
    before: tuple[str, ...]
    is_elsewhere: bool


def find_missing_words(written: Sequence[str], made: Sequence[str]) -> tuple[MissingWord, ...]:
    """Find the words that are missing from what was made, and those that stand out of order.

    Args:
        written: the author's words, in order.
        made: the words of a file or of a part of it, in reading order.

    Returns:
        In the author's order. A word that a line or a page has broken in two counts as there.
    """
    remaining = iter(made)
    if all(word in remaining for word in written):
        return ()  # most often, and told at once
    matcher = SequenceMatcher(None, written, made, autojunk=False)
    steps = matcher.get_opcodes()
    surplus = Counter(
        word for kind, _, _, start, end in steps if kind != "equal" for word in made[start:end]
    )
    return tuple(
        MissingWord(
            word, position, tuple(written[max(0, position - _AROUND) : position]), is_elsewhere
        )
        for kind, start, end, made_start, made_end in steps
        if kind in {"replace", "delete"}
        for position, word, is_elsewhere in _unmatched(
            written[start:end], start, made[made_start:made_end], surplus
        )
    )


def _unmatched(
    words: Sequence[str], start: int, made_here: Sequence[str], surplus: Counter[str]
) -> Iterator[tuple[int, str, bool]]:
    """Tell which words of a stretch are not in the same stretch of what was made."""
    if "".join(words) == "".join(made_here):
        surplus.subtract(made_here)
        return
    for position, word in enumerate(words, start):
        if _consume_halves(word, made_here, surplus):
            continue
        is_elsewhere = surplus[word] > 0
        surplus[word] -= is_elsewhere
        yield position, word, is_elsewhere


def _consume_halves(word: str, made_here: Sequence[str], surplus: Counter[str]) -> bool:
    """Tell whether a word stands there broken in two, and take its halves away."""
    for cut in range(1, len(word)):
        first, second = word[:cut], word[cut:]
        if first in made_here and second in made_here[made_here.index(first) + 1 :]:
            surplus.subtract((first, second))
            return True
    return False
