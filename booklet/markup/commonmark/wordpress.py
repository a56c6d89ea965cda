"""Captions as WordPress writes them: `[caption …]picture words[/caption]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.xhtml import element

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.markup.commonmark.inline import InlineReader
    from booklet.markup.commonmark.tree import Leaf

_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b(?P<attributes>[^\]]*)\]\s*"
    r"(?P<picture>(?:<a\b[^>]*>\s*)?(?:<img\b[^>]*>|!\[[^\]]*\]\([^)]*\))(?:\s*</a>)?)"
    r"(?P<words>.*?)\[/(?:wp_)?caption\]",
    re.DOTALL | re.IGNORECASE,
)
_WORDS = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")


def read_caption(leaf: Leaf, reader: InlineReader) -> list[str | Element] | None:
    """Read a text that is one picture with its caption; None when it is something else."""
    match = _CAPTION.fullmatch(leaf.text) if leaf.text.startswith("[") else None
    if match is None:
        return None
    written = _WORDS.search(match["attributes"])
    words = match["words"].strip() or (written and (written[1] or written[2])) or ""
    picture = reader.read(match["picture"], leaf.line, leaf.around)
    caption = element("figcaption", {}, *reader.read(words, leaf.line, leaf.around))
    return [element("figure", {}, *picture, *([caption] if words else []))]
