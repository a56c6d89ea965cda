"""Short forms of a text for small paper: as many whole sentences as there is room for."""

from __future__ import annotations

import re

_ELLIPSIS = "…"
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)]*(?=\s|$)|$)", re.DOTALL)


def condense(text: str, room: int) -> str:
    """Shorten a text to whole sentences.

    Args:
        text: with single spaces.
        room: how many signs it may have.

    Returns:
        The opening sentences that fit; where not even the first one fits, its opening words and an
        ellipsis.
    """
    if len(text) <= room:
        return text
    kept = 0
    for sentence in _SENTENCE.finditer(text):
        if len(text[: sentence.end()].rstrip()) > room:
            break
        kept = sentence.end()
    if kept:
        return text[:kept].strip()
    words = text[:room].rpartition(" ")[0] or text[: room - 1]
    return words.rstrip(" ,;:–-") + _ELLIPSIS
