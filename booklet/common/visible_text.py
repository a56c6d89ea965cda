"""Text from outside, made fit to be shown: nothing in it commands a terminal or hides anything."""

from __future__ import annotations

import unicodedata

_JOINERS = frozenset("\u00ad\u200c\u200d")
"""Characters without a shape that words of some languages need."""


def visible(text: str) -> str:
    r"""Write control characters, line breaks and marks of direction as Python writes them: `\x1b`.

    File names, settings and chapters may come from anybody. A terminal would obey an escape
    sequence, a line break would begin a message of the author's own, and a mark of direction (UAX
    #9, 2) turns words round. Text that is visible already stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_shown(character) else _escaped(character) for character in text)


def visible_lines(text: str) -> str:
    """Make text of our own that has several lines visible, and keep its lines."""
    return "\n".join(map(visible, text.split("\n")))


def _is_shown(character: str) -> bool:
    category = unicodedata.category(character)
    return character in _JOINERS or category not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
