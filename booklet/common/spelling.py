"""Guess what an author meant to type: a known word, or a value without its wrong quotes. Pure."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 200
"""Letters of a word that are compared; the time grows with their square."""

NEARLY_THE_SAME = 0.75
"""How much alike two words are when one can only be a slip for the other, from 0 to 1."""


def nearest(word: str, known: Iterable[str], *, least: float = 0.5) -> str:
    """Find the known word that `word` most looks like; "" when none comes near.

    Args:
        word: as it was typed.
        known: what it may have been meant to be.
        least: how much alike they must be, from 0 to 1.
    """
    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(word.lower()[:_LONGEST], by_lower, 1, least)
    return by_lower[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask "Did you mean 'title'? " (with a space at the end), or "" when nothing comes near."""
    guess = nearest(word, known)
    return f"Did you mean '{guess}'? " if guess else ""


_PAIRS = (
    '""',
    "''",
    "\u201c\u201d",
    "\u201e\u201c",
    "\u2018\u2019",
    "\u00ab\u00bb",
    "\u201d\u201d",
)
_OPENING = frozenset("\"'\u201c\u201e\u2018")


def strip_wrong_quotes(value: str) -> str:
    """Take away the marks round a value, which may be curly, or open and never close."""
    if len(value) > 1 and value[0] + value[-1] in _PAIRS:
        return value[1:-1]
    is_open = value[:1] in _OPENING and value[0] not in value[1:]
    return value[1:] if is_open else value
