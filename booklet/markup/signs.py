"""Markup is looked for only in texts that hold its signs.

Python-Markdown tries everything it knows on every block and every text, though most hold no markup
at all. What it finds is the same here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.blockprocessors import BlockProcessor

BLOCK_SIGNS: Mapping[str, str] = {
    "table": "|",
    "hashheader": "#",
    "setextheader": "\n",
    "deflist": ":",
    "quote": ">",
    "footnote": "[^",
    "abbr": "*[",
    "reference": "[",
}
"""What a block must hold to be of this kind, or to have something of it in it."""

INLINE_SIGNS: Mapping[str, str] = {
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


def look_for_signs(md: Markdown) -> None:
    """Let an instance of Python-Markdown, with all its extensions, look for signs first."""
    processors = md.parser.blockprocessors
    for name, sign in BLOCK_SIGNS.items():
        _look_first(processors[name], sign)
    md.treeprocessors.register(InlineMarkup(md), "inline", 20)


def _look_first(processor: BlockProcessor, sign: str) -> None:
    test = processor.test

    def look(parent: Element, block: str) -> bool:
        return sign in block and test(parent, block)

    processor.test = look  # type: ignore[method-assign] # the processor stays what others know it as


class InlineMarkup(InlineProcessor):
    """Finds what Python-Markdown's own processor finds, and does not look where nothing can be."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        patterns = self.inlinePatterns
        signs = {patterns[name]: sign for name, sign in INLINE_SIGNS.items() if name in patterns}
        self._patterns: list[tuple[Any, str]] = [
            (pattern, signs.get(pattern, "")) for pattern in patterns
        ]

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
