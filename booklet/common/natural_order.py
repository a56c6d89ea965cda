"""Sort names as people count: `Week 2` before `Week 10`, `1.2` before `1.10`. Pure."""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_LONGEST_NUMBER = 18
"""Figures that are read of a number; Python refuses to read some thousands."""

NaturalKey = tuple[tuple[tuple[int, tuple[int, ...], str], ...], str]


def natural_key(name: str) -> NaturalKey:
    """Make a sort key that compares the numbers in a name as numbers, and words without capitals.

    Punctuation and spaces only part words and numbers, so `(3) e` stands with `3-e` and `Week_2`
    with `Week 2`. A number comes before a word, and `1` before `1.1`. Names that count alike are
    told apart by their spelling, so the order never depends on the file system.
    """
    composed = unicodedata.normalize("NFC", name)
    return tuple(map(_key_of_token, _TOKEN.findall(composed.casefold()))), name


def _key_of_token(token: str) -> tuple[int, tuple[int, ...], str]:
    if not token[0].isdecimal():
        return 1, (), token
    return 0, tuple(int(part[:_LONGEST_NUMBER]) for part in token.split(".")), ""
