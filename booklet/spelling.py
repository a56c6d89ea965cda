"""Guess what an author meant to type."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """Find the known word that `word` most looks like; "" when none comes near."""
    by_lower = {name.lower(): name for name in known}
    return next((by_lower[n] for n in get_close_matches(word.lower(), by_lower, 1, 0.5)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask "Did you mean 'title'? " (with a space at the end), or "" when nothing comes near."""
    guess = nearest(word, known)
    return f"Did you mean '{guess}'? " if guess else ""
