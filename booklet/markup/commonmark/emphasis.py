"""Emphasis, strikethrough and highlighting by runs of delimiters (CommonMark 6.2, GFM 6.5)."""

from __future__ import annotations

import unicodedata
from functools import cache

LONGEST_RUN = 24
"""Longer runs are drawn lines, not emphasis in emphasis in emphasis."""

TAGS = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("del", "del"), "=": ("", "mark")}
"""What one and two delimiters make."""


class Run:
    """A run of delimiters (6.2).

    Attributes:
        character: what it is made of.
        count: delimiters that are not used yet; they stay as text.
        original: how many there were.
        serial: its place among all runs of the text.
        closes: tags that it closes, innermost first.
        opens: how many elements it opens.
    """

    __slots__ = (
        "can_close",
        "can_open",
        "character",
        "closes",
        "count",
        "opens",
        "original",
        "serial",
    )

    def __init__(self, text: str, start: int, end: int) -> None:
        self.character = text[start]
        self.count = self.original = end - start
        self.serial = start
        self.closes: list[str] = []
        self.opens = 0
        before, after = _class_of(text[start - 1 : start]), _class_of(text[end : end + 1])
        is_left = after != _SPACE and (after != _PUNCTUATION or before != _WORD)
        is_right = before != _SPACE and (before != _PUNCTUATION or after != _WORD)
        if self.character in "_=":
            self.can_open = is_left and (not is_right or before == _PUNCTUATION)
            self.can_close = is_right and (not is_left or after == _PUNCTUATION)
        else:
            self.can_open, self.can_close = is_left, is_right
        fits = self.count == 2 if self.character == "=" else self.count <= 2  # noqa: PLR2004 - == or ~~
        if self.count > LONGEST_RUN or (self.character in "~=" and not fits):
            self.can_open = self.can_close = False

    @property
    def text(self) -> str:
        """The delimiters that stay as text."""
        return self.character * self.count


_SPACE, _PUNCTUATION, _WORD = range(3)


@cache
def _class_of(character: str) -> int:
    """Tell white space, punctuation (with symbols) and all others apart (2.1)."""
    if not character or character.isspace():
        return _SPACE
    return _PUNCTUATION if unicodedata.category(character)[0] in "PS" else _WORD


def pair(runs: list[Run]) -> None:
    """Find out which runs open and close which elements: "process emphasis" in the appendix."""
    waiting: list[Run] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for closer in runs:
        while closer.can_close and closer.count:
            key = (closer.character, closer.can_open, _kind(closer))
            found = _find_opener(waiting, closer, bottoms.get(key, -1))
            if found < 0:
                bottoms[key] = closer.serial
                break
            opener = waiting[found]
            del waiting[found + 1 :]
            used = 2 if min(opener.count, closer.count) > 1 else 1
            opener.count -= used
            closer.count -= used
            opener.opens += 1
            closer.closes.append(TAGS[closer.character][used - 1])
            if not opener.count:
                waiting.pop()
        if closer.can_open and closer.count:
            waiting.append(closer)


def _kind(closer: Run) -> int:
    return closer.count if closer.character in "~=" else closer.original % 3


def _find_opener(waiting: list[Run], closer: Run, bottom: int) -> int:
    for position in range(len(waiting) - 1, -1, -1):
        opener = waiting[position]
        if opener.serial < bottom:
            return -1
        if opener.character == closer.character and _fit(opener, closer):
            return position
    return -1


def _fit(opener: Run, closer: Run) -> bool:
    if closer.character in "~=":
        return opener.count == closer.count
    is_both = opener.can_close or closer.can_open
    total = opener.original + closer.original
    return not is_both or total % 3 != 0 or opener.original % 3 == closer.original % 3 == 0


def build(tokens: list[object]) -> list[object]:
    """Nest what stands between paired runs; everything but runs is passed on as it is."""
    levels: list[list[object]] = [[]]
    for token in tokens:
        if not isinstance(token, Run):
            levels[-1].append(token)
            continue
        for tag in token.closes:
            inner = levels.pop()
            levels[-1].append((tag, inner))
        if token.count:
            levels[-1].append(token.text)
        levels += [[] for _ in range(token.opens)]
    return levels[0]
