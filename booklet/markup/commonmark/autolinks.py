"""Addresses of the web and of mail that stand in a text without any mark (GFM 6.9)."""

from __future__ import annotations

import re

START = r"(?:https?://|ftp://|www\.)"
_DOMAIN = re.compile(r"[A-Za-z0-9_\u00a1-\U0010ffff-]+(?:\.[A-Za-z0-9_\u00a1-\U0010ffff-]+)*")
_EXTENT = re.compile(r"[^\s<\x02\x03]*")
_ENTITY_END = re.compile(r"&[A-Za-z0-9]+;$")
_TRAILING = frozenset("?!.,:*_~'\"\u201d\u2019\u00bb")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9.+_/@-])(?<!xmpp:)(?P<scheme>mailto:)?(?P<address>[A-Za-z0-9._+-]{1,64}"
    r"@[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,8})(?!@)"
)
_WITH_DASHES = re.compile(r"[\w/.~+\\-]+")
_FILE = re.compile(r"(?=.*--).*\w\.[A-Za-z][A-Za-z0-9]{1,4}", re.ASCII)
_MARKS = re.compile("[-.'\"]")


def hide(text: str) -> str:
    """Hide the marks of an address or a file's name from typography, as the library hides escapes.

    Python-Markdown puts `STX code point ETX` in the place of escaped characters.
    """
    return _MARKS.sub(lambda one: f"\x02{ord(one[0])}\x03", text)


def hide_file_names(text: str) -> str:
    """Hide the marks of file names, `minutes--final.pdf`, from typography."""
    if "--" not in text:
        return text
    return _WITH_DASHES.sub(lambda one: _hidden_if_file(one[0]), text)


def _hidden_if_file(word: str) -> str:
    name = word.rstrip(".")
    return hide(name) + word[len(name) :] if _FILE.fullmatch(name) else word


def extent(text: str, start: int, *, in_brackets: bool) -> int:
    """Tell where the address that begins at `start` ends; `start` when it is none."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "/_"):
        return start
    is_bare = text[start] in "wW"
    scheme = text.index("//", start) + 2 if not is_bare else start
    domain = _DOMAIN.match(text, scheme)
    if domain is None or not _is_domain(domain[0].rstrip("_-"), is_bare=is_bare):
        return start
    match = _EXTENT.match(text, start)
    end = match.end() if match else start
    if in_brackets:
        closing = text.find("]", start, end)
        end = closing if closing >= 0 else end
    return _without_trailing(text, start, end)


def _is_domain(domain: str, *, is_bare: bool) -> bool:
    parts = domain.split(".")
    return bool(domain) and (len(parts) > 1 or not is_bare) and "_" not in "".join(parts[-2:])


def _without_trailing(text: str, start: int, end: int) -> int:
    """Leave out the punctuation of the sentence around an address (GFM 6.9).

    Quotation marks that are a pair within the address belong to it.
    """
    surplus = text.count(")", start, end) - text.count("(", start, end)
    while end > start:
        last = text[end - 1]
        is_pair = last in "\"'" and text.count(last, start, end) % 2 == 0
        if last in _TRAILING and not is_pair:
            end -= 1
        elif last == ")" and surplus > 0:
            end -= 1
            surplus -= 1
        elif last == ";" and (entity := _ENTITY_END.search(text[max(start, end - 40) : end])):
            end -= len(entity[0])
        else:
            break
    return end


def emails(text: str) -> list[tuple[int, int, str]]:
    """Find addresses of mail: where each begins and ends, and where its link leads."""
    if "@" not in text:
        return []
    found = []
    for match in _EMAIL.finditer(text):
        address = match["address"]
        if address[-1] in "-_":
            continue
        found.append((match.start(), match.start("address") + len(address), f"mailto:{address}"))
    return found
