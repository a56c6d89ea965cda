"""Words in drawings are shaped as words.

Fault: WeasyPrint lays out each character of a drawing's words by itself: letters of Arabic are not
    joined and stand in the wrong order, marks are beside their letters, an emoji of several
    characters (a keycap, a flag) is several signs, and nothing is kerned.
Upstream: no issue is known; SVG 2 (11.4.1) parts only what has a place or an angle of its own.
Smallest input: `<text>1\ufe0f\u20e3</text>` in a drawing.
Goes when: `text` in WeasyPrint's svg/text.py lays out words whole that have one place.

Where characters have places, angles or spaces of their own, each is laid out with its marks.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.theme.fallbacks import split_clusters
from booklet.weasy.internals import drawn_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_PLACES = ("x", "y", "dx", "dy")
_SEVERAL = re.compile(r"\S[\s,]+\S")


class _Words(str):
    """Words that give, when they are iterated over, what is laid out at once."""

    __slots__ = ("parts",)
    parts: list[str]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parts)


@contextmanager
def shape_words() -> Iterator[None]:
    """Let words in drawings be laid out whole while the context lasts."""
    with drawn_words.replaced(property(_words)):
        yield


def _words(node: Element) -> str | None:
    text: str | None = drawn_words.original.__get__(node)
    if not text:
        return text
    words = _Words(text)
    words.parts = list(split_clusters(text)) if _is_parted(node) else [text]
    return words


def _is_parted(node: Element) -> bool:
    if any(_SEVERAL.search(node.get(name, "").strip()) for name in _PLACES):
        return True
    return any(node.get(name) for name in ("rotate", "letter-spacing", "textLength"))
