"""The words of a paragraph with their styles: taken apart, joined and trimmed. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.importers.document import LineBreak, NoteCall, Style, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.importers.document import Inline

_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_FIXED_BLANK = re.compile(r"(?<=[«%€£])\u00a0|[\u00a0\u202f](?=[»:;!?%€])")


def plain_text(content: Iterable[Inline]) -> str:
    """Take the words of a paragraph; a line break is a line end."""
    return "".join(
        one.text if isinstance(one, Text) else "\n" if isinstance(one, LineBreak) else ""
        for one in content
    )


def split_lines(content: Iterable[Inline]) -> list[tuple[Inline, ...]]:
    """Split a paragraph at its line breaks."""
    lines: list[list[Inline]] = [[]]
    for one in content:
        if isinstance(one, LineBreak):
            lines.append([])
        else:
            lines[-1].append(one)
    return [tuple(line) for line in lines]


def drop_start(content: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    """Take so many characters off the start of a paragraph, and the blanks after them."""
    rest: list[Inline] = []
    is_opening = True
    for one in content:
        if is_opening and isinstance(one, Text):
            text = one.text[length:].lstrip() if length < len(one.text) else ""
            length -= min(length, len(one.text))
            if text:
                rest.append(replace(one, text=text))
                is_opening = False
        else:
            is_opening = is_opening and isinstance(one, LineBreak)
            if not is_opening:
                rest.append(one)
    return tuple(rest)


def trimmed(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Take blanks and line breaks off both ends of a paragraph."""
    parts = list(content)
    while parts and (isinstance(parts[0], LineBreak) or _is_blank(parts[0])):
        del parts[0]
    while parts and (isinstance(parts[-1], LineBreak) or _is_blank(parts[-1])):
        del parts[-1]
    if parts and isinstance(parts[0], Text):
        parts[0] = replace(parts[0], text=parts[0].text.lstrip())
    if parts and isinstance(parts[-1], Text):
        parts[-1] = replace(parts[-1], text=parts[-1].text.rstrip())
    return tuple(parts)


def _is_blank(one: Inline) -> bool:
    return isinstance(one, Text) and not one.text.strip()


def blanks_as_one(text: str) -> str:
    """Write a single blank for each run of them; a fixed one stays where French asks for it."""
    kept = _FIXED_BLANK.sub("\ufffe", text)
    return _BLANKS.sub(" ", kept).replace("\ufffe", "\u00a0")


def has_call(content: Iterable[Inline]) -> bool:
    """Tell whether a footnote is called."""
    return any(isinstance(one, NoteCall) for one in content)


def joined(content: Iterable[Inline]) -> list[Inline]:
    """Join texts of one style, and let no two blanks stand side by side."""
    found: list[Inline] = []
    for one in content:
        last = found[-1] if found else None
        if isinstance(one, Text):
            text = one.text
            at_start = last is None or isinstance(last, LineBreak)
            if at_start or (isinstance(last, Text) and last.text.endswith(" ")):
                text = text.lstrip(" ")
            if not text:
                continue
            if isinstance(last, Text) and (last.style, last.address) == (one.style, one.address):
                found[-1] = replace(last, text=last.text + text)
            else:
                found.append(replace(one, text=text))
        else:
            found.append(one)
    return found


def on_one_line(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Write blanks for line breaks."""
    return tuple(Text(" ") if isinstance(one, LineBreak) else one for one in content)


def is_bold(content: Iterable[Inline]) -> bool:
    """Tell whether there are words, and all of them are bold."""
    words = [one for one in content if isinstance(one, Text) and one.text.strip()]
    return bool(words) and all(one.style & Style.BOLD for one in words)


def in_bold(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Make the words bold."""
    return tuple(
        replace(one, style=one.style | Style.BOLD) if isinstance(one, Text) else one
        for one in content
    )


def not_bold(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Take bold off the words."""
    return tuple(
        replace(one, style=one.style & ~Style.BOLD) if isinstance(one, Text) else one
        for one in content
    )
