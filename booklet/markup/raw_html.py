"""Put raw HTML into the tree, made safe, well-formed and confined to the element it stands in.

Python-Markdown leaves placeholders in texts where an author typed HTML, and serialises to strings
in which one stray tag can break anything. Here each element's own content is read on its own, so
that no raw tag reaches beyond the paragraph, item or cell that it was typed in.
"""

from __future__ import annotations

import html
import io
import re
from html.entities import html5
from typing import TYPE_CHECKING

import tinyhtml5  # type: ignore[import-untyped] # the library has no types

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.markup import safety

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from booklet.markup.safety import LeftOut

_HELD = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_AMPERSAND = "\x02amp\x03"
_CHILD = re.compile("\ue000([0-9]+)\ue001")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ue000\ue001]")
_XHTML = "{http://www.w3.org/1999/xhtml}"
_TAG = re.compile("<[^<>]*>")
_START = "\ue000\ue001"
_DEEPEST = 20


def without_controls(text: str) -> str:
    """Drop characters that no text needs and that this module uses as marks."""
    return _CONTROL.sub("", text)


def put_in(root: Element, stash: Sequence[str | Element]) -> list[LeftOut]:
    """Resolve every placeholder below `root`.

    Args:
        root: changed in place.
        stash: raw HTML by the number in its placeholder.

    Returns:
        What was left out of the raw HTML, in reading order.
    """
    left_out: list[LeftOut] = []
    _put_in(root, stash, left_out)
    return left_out


class _Raw(str):
    """HTML as the author typed it, where a plain string is text."""

    __slots__ = ()


def _put_in(item: Element, stash: Sequence[str | Element], left_out: list[LeftOut]) -> None:
    for key, value in [(key, value or "") for key, value in item.items()]:
        item.set(key, value)
        if "\x02" in value or "&" in value:
            words = (part for part in _parts(value, stash) if isinstance(part, str))
            item.set(key, _TAG.sub("", _unescape("".join(words))))
    for child in item:
        _put_in(child, stash, left_out)
    if not any("\x02" in text or "&" in text for text in _texts(item)):
        return
    parts: list[str | Element] = []
    for inner in xhtml.content(item):
        if not isinstance(inner, str):
            parts.append(inner)
            continue
        for part in _parts(inner, stash):
            if not isinstance(part, str):
                _put_in(part, stash, left_out)
            parts.append(part)
    if any(isinstance(part, _Raw) and "<" in part for part in parts):
        parts = _read(parts, left_out)
    else:
        parts = [_unescape(part) if isinstance(part, str) else part for part in parts]
    xhtml.append(item, parts)


def _texts(item: Element) -> list[str]:
    return [item.text or "", *(child.tail or "" for child in item)]


def _parts(text: str, stash: Sequence[str | Element], depth: int = 0) -> list[str | Element]:
    """Take a text apart: plain text, raw HTML, and elements that were put aside whole."""
    parts: list[str | Element] = []
    for position, piece in enumerate(_HELD.split(text)):
        if not position % 2:
            parts.append(_Raw(piece) if depth else piece)
        elif int(piece) < len(stash) and depth < _DEEPEST:
            held = stash[int(piece)]
            if isinstance(held, str):
                parts += _parts(held, stash, depth + 1)
            else:
                parts.append(held)
    return [part for part in parts if not isinstance(part, str) or part]


def _read(parts: list[str | Element], left_out: list[LeftOut]) -> list[str | Element]:
    """Read a mixture of text, raw HTML and finished elements as one piece of HTML.

    The finished elements stand in it as marks that no author can type, and take their places
    afterwards.
    """
    children: list[Element] = []
    written: list[str] = []
    for part in parts:
        if isinstance(part, _Raw):
            written.append(part)
        elif isinstance(part, str):
            written.append(xhtml.escape(_unescape(part)))
        else:
            written.append(f"\ue000{len(children)}\ue001")
            children.append(part)
    raw = "".join(written)
    left_out += safety.make_safe(_parse(raw), names_links=True)
    root = _parse(safety.clean(raw))
    safety.make_safe(root)
    for item in list(root.iter()):
        inner = xhtml.content(item)
        xhtml.append(item, [piece for one in inner for piece in _with_children(one, children)])
    return xhtml.content(root)


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
        xhtml.append(root, xhtml.content(body))
    root.text = (root.text or "").removeprefix(_START)
    for item in root.iter():
        if isinstance(item.tag, str):
            item.tag = item.tag.removeprefix(_XHTML)
    return root


def _unescape(text: str) -> str:
    text = text.replace(_AMPERSAND, "&")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    is_known = entity[0][1] == "#" or entity[0][1:] in html5
    return html.unescape(entity[0]) if is_known else entity[0]
