"""From the tokens of a text to its elements: the last step of reading it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from booklet.common.xhtml import element
from booklet.markup.commonmark import autolinks, emphasis
from booklet.markup.commonmark.emphasis import Run

Part: TypeAlias = "str | Element"

_HIDDEN = re.compile("\x02([0-9]+)\x03")
_RAW = re.compile("\x02raw:[0-9]+\x03")


@dataclass(frozen=True, slots=True)
class Address:
    """A bare address of the web: a link, unless it is part of one."""

    text: str


def make_elements(tokens: list[object], *, in_link: bool) -> list[Part]:
    """Pair the delimiters among tokens, nest what stands between them, and link addresses."""
    runs = [token for token in tokens if isinstance(token, Run)]
    if runs:
        emphasis.pair(runs)
        tokens = emphasis.build(tokens)
    return _elements(tokens, in_link=in_link)


def _elements(tokens: list[object], *, in_link: bool) -> list[Part]:
    parts: list[Part] = []
    texts: list[str] = []

    def flush() -> None:
        parts.extend(_with_emails("".join(texts), in_link=in_link))
        texts.clear()

    for token in tokens:
        if isinstance(token, str):
            texts.append(token)
        elif isinstance(token, Address):
            if in_link:
                texts.append(autolinks.hide(token.text))
                continue
            flush()
            parts.append(_address_link(token.text))
        else:
            flush()
            if isinstance(token, tuple):
                tag, inner = token
                parts.append(element(tag, {}, *_elements(inner, in_link=in_link)))
            elif isinstance(token, Element):
                parts.append(token)
    flush()
    return parts


def shown(character: str) -> str:
    """Hide what an entity stands for from typography, and a mark of ours from everything."""
    if character in "\x02\x03\ue000\ue001":
        return "\ufffd"
    return f"\x02{ord(character)}\x03" if character in "\"'-.&<>" else character


def _address_link(text: str) -> Element:
    link = Element("a", href=f"http://{text}" if text[0] in "wW" else text)
    link.text = AtomicString(text)
    return link


def _with_emails(text: str, *, in_link: bool) -> list[Part]:
    if in_link:
        for start, end, _ in reversed(autolinks.emails(text)):
            text = text[:start] + autolinks.hide(text[start:end]) + text[end:]
        return [autolinks.hide_file_names(text)]
    parts: list[Part] = []
    position = 0
    for start, end, address in autolinks.emails(text):
        link = Element("a", href=address)
        link.text = AtomicString(text[start:end])
        parts += [autolinks.hide_file_names(text[position:start]), link]
        position = end
    parts.append(autolinks.hide_file_names(text[position:]))
    return [part for part in parts if not isinstance(part, str) or part]


def alternative(parts: list[Part]) -> str:
    """Give the words of a picture's description, without markup (6.4)."""
    words: list[str] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
        elif part.tag == "img":
            words.append(part.get("alt", ""))
        elif part.tag == "br":
            words.append(" ")
        else:
            inner: list[Part] = [part.text or ""]
            for child in part:
                inner += [child, child.tail or ""]
            words.append(alternative(inner))
    text = _RAW.sub("", "".join(words))
    return _HIDDEN.sub(lambda one: chr(int(one[1])), text)
