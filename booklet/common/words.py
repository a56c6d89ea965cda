"""The words of a text, as two texts are compared by them; numbers in letters. Pure."""

from __future__ import annotations

import re
import sys
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
            *("eighteen", "nineteen", "twenty"),
        ],
        1,
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "twenty-five": 25,
    "thirty-five": 35,
    "forty-five": 45,
    "fifty-five": 55,
    "seventy-five": 75,
}
"""Numbers as people write them in letters, for points of a list and minutes of a session."""

NUMBER = "|".join([r"\d{1,3}", *sorted(NUMBER_WORDS, key=len, reverse=True)])
"""A number in figures or letters, as a regular expression."""


def words_of(text: str) -> tuple[str, ...]:
    """Take a text's words: letters and figures, without capitals, ligatures and soft hyphens."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    # A long text has each of its words many times; in memory it is there once.
    return tuple(map(sys.intern, _WORD.findall(plain.casefold())))


def number_of(written: str) -> int:
    """Read a number in figures or letters."""
    return NUMBER_WORDS.get(written.lower()) or int(written)
