"""Put raw HTML into the tree, made safe, well-formed and confined to the element it stands in.

Python-Markdown leaves placeholders in texts where an author typed HTML, and serialises to strings
in which one stray tag can break anything. Here each element's own content is read on its own, so
that no raw tag reaches beyond the paragraph, item or cell that it was typed in.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import tinyhtml5  # type: ignore[import-untyped] # the library has no types

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.markup import safety
from booklet.markup.commonmark.parse_context import Raw
from booklet.markup.unclosed_tags import close_tags

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from booklet.markup.commonmark.parse_context import UnplacedFinding
    from booklet.markup.safety import LeftOut

_HELD = re.compile("\x02raw:([0-9]+)\x03")
_MARK = re.compile("\x02[^\x02\x03]*\x03")
_CHILD = re.compile("\ue000([0-9]+)\ue001")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ue000\ue001]")
_XHTML = "{http://www.w3.org/1999/xhtml}"
_START = "\ue000\ue001"


def without_controls(text: str) -> str:
    """Drop characters that no text needs and that this package uses as marks.

    Vertical tabs and form feeds stay: they are the line breaks of slides and of word processors.
    """
    return _CONTROL.sub("", text)


def restore_raw_html(
    root: Element, stash: Sequence[Raw]
) -> tuple[list[LeftOut], list[UnplacedFinding]]:
    """Resolve every placeholder below `root`.

    Args:
        root: changed in place.
        stash: raw HTML by the number in its placeholder.

    Returns:
        What was left out of the raw HTML, and the tags that are never closed, in reading order.
    """
    filling = _PlaceholderResolver(stash)
    filling.fill(root)
    return filling.left_out, filling.unclosed


class _PlaceholderResolver:
    """Puts one chapter's raw HTML in."""

    def __init__(self, stash: Sequence[Raw]) -> None:
        self.stash = stash
        self.left_out: list[LeftOut] = []
        self.unclosed: list[UnplacedFinding] = []

    def fill(self, item: Element) -> None:
        """Resolve the placeholders in an element, those of inner elements first."""
        for key, value in [(key, value or "") for key, value in item.items()]:
            item.set(key, _MARK.sub("", value) if "\x02" in value else value)
        for child in item:
            self.fill(child)
        if not any("\x02" in text for text in _texts(item)):
            return
        parts: list[str | Element | Raw] = []
        for inner in xhtml.detach_content(item):
            parts += self._parts(inner) if isinstance(inner, str) else [inner]
        parts, unclosed = close_tags(parts)
        self.unclosed += unclosed
        xhtml.append(item, self._read(parts))

    def _parts(self, text: str) -> list[str | Element | Raw]:
        """Take a text apart: plain text, and raw HTML."""
        pieces = _HELD.split(text)
        return [
            self.stash[int(piece)] if position % 2 else piece
            for position, piece in enumerate(pieces)
            if piece
        ]

    def _read(self, parts: list[str | Element | Raw]) -> list[str | Element]:
        """Read a mixture of text, raw HTML and finished elements as one piece of HTML.

        The finished elements stand in it as marks that no author can type, and take their places
        afterwards.
        """
        children: list[Element] = []
        written: list[str] = []
        for part in parts:
            if isinstance(part, Raw):
                written.append(part.html)
            elif isinstance(part, str):
                written.append(xhtml.escape(part))
            else:
                written.append(f"\ue000{len(children)}\ue001")
                children.append(part)
        raw = "".join(written)
        self.left_out += safety.make_safe(_parse(raw), names_links=True)
        root = _parse(safety.clean(raw))
        safety.make_safe(root)
        for item in list(root.iter()):
            inner = xhtml.detach_content(item)
            xhtml.append(item, [piece for one in inner for piece in _with_children(one, children)])
        return xhtml.detach_content(root)


def _texts(item: Element) -> list[str]:
    return [item.text or "", *(child.tail or "" for child in item)]


def _with_children(part: str | Element, children: list[Element]) -> list[str | Element]:
    if not isinstance(part, str):
        return [part]
    pieces = _CHILD.split(part)
    return [
        children[int(piece)] if position % 2 else piece for position, piece in enumerate(pieces)
    ]


def _parse(raw: str) -> Element:
    """Read HTML as a browser does; the stream keeps the library from opening a file by this name.

    A leading text makes sure that a `<frameset>` cannot take the body's place.
    """
    document = tinyhtml5.parse(io.StringIO(f"<!DOCTYPE html><html><body>{_START}{raw}"))
    body = document.find(f"{_XHTML}body")
    root = element("div")
    if body is not None:
        xhtml.append(root, xhtml.detach_content(body))
    root.text = (root.text or "").removeprefix(_START)
    for item in root.iter():
        if isinstance(item.tag, str):
            item.tag = item.tag.removeprefix(_XHTML)
    return root
