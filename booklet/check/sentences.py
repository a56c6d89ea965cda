"""Cut English prose into sentences and words. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.check.prose import BARRIER

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(rf"[^\W_]+(?:['’\-.][^\W_]+)*|{BARRIER}+")
"""A word, with its apostrophes and hyphens; whatever is no prose counts as one."""

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[^\Wa-z_]|\s*\Z)")
_SHORT_FORM = re.compile(
    r"(?:\b(?:Mrs?|Ms|Mx|Dr|Prof|St|Revd?|Fr|Sr|Jr|No|vs|etc|cf|ca|approx|pp?|ed|eds|vol|fig|tel|ext)"
    r"|\b[A-Z]|\b[ei]\.[ge])\.\Z",
    re.IGNORECASE,
)


def sentences_of(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into sentences, each with its position; a semicolon or colon ends none."""
    start = 0
    for end in _END.finditer(text):
        if _SHORT_FORM.search(text[start : end.end()]) and end.end() < len(text.rstrip()):
            continue
        yield from _trimmed(text, start, end.end())
        start = end.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    sentence = text[start:end]
    words = sentence.lstrip()
    if words:
        yield start + len(sentence) - len(words), words.rstrip()
