"""Numbers and lists of things in messages for authors, in English; words between quotes. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def pluralise(number: int, noun: str, *, is_grouped: bool = False) -> str:
    """Say a number of things: "1 sheet", "2 copies".

    Args:
        number: of things.
        noun: for one of them.
        is_grouped: whether thousands are set apart: "1,040 notes".
    """
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    figures = f"{number:,}" if is_grouped else str(number)
    return f"{figures} {noun if number == 1 else plural}"


def list_words(words: Sequence[str]) -> str:
    """List things in a sentence: "a, b and c"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def quote(text: str) -> str:
    """Quote a text for metadata or settings; YAML and TOML read what JSON writes."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
