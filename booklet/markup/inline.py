"""Markup within a line, looked for only in texts that hold its signs.

Python-Markdown tries every pattern on every text, though most texts hold no markup at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown

SIGNS: Mapping[str, str] = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
"""What a text must hold for a pattern to be found in it; all others are looked for everywhere."""


class InlineMarkup(InlineProcessor):
    """Finds what Python-Markdown's own processor finds, and does not look where nothing can be."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns: list[tuple[Any, str]] = []

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to a tree, which is changed in place."""
        patterns = self.inlinePatterns
        known = {patterns[name]: sign for name, sign in SIGNS.items() if name in patterns}
        self._patterns = [(pattern, known.get(pattern, "")) for pattern in patterns]
        return super().run(tree, ancestors)

    # Every text comes by here and nowhere else. A version of the library that calls its private
    # method otherwise would look for everything everywhere again: slower, and not wrong.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Put placeholders in the place of markup, beginning with the pattern of this index."""
        if isinstance(data, AtomicString):
            return data
        for index in range(patternIndex, len(self._patterns)):
            pattern, sign = self._patterns[index]
            is_found, start = True, 0
            while is_found and sign in data:
                data, is_found, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined] # private
                    pattern, data, index, start
                )
        return data
