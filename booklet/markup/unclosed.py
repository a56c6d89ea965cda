"""Raw HTML tags that are never closed, so that they cannot swallow the rest of a chapter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from booklet.common.xhtml import VOID, names
from booklet.markup.indentation import fenced_lines

_TOKEN = re.compile(
    r"(?P<code>`+)|(?P<comment><!--)|(?<!\]\()(?<!\]: )<(?P<closing>/?)"
    r"(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>(?:[\s/][^<>`]*)?)>"
)
"""Code, a comment or a tag; `](<file name>)` and `]: <file name>` are addresses."""

_TEXT_ONLY = names("script style textarea title xmp iframe noembed noframes")
_RUNNING = frozenset({"plaintext"})


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    start: int
    end: int


def close_tags(text: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Drop every opening tag that nothing closes.

    Args:
        text: a chapter's Markdown.

    Returns:
        The text without them, and what was dropped: `<div>` and its line, from 1.
    """
    unclosed = _unclosed(text)
    parts, position = [], 0
    dropped = []
    for tag in unclosed:
        parts.append(text[position : tag.start])
        if tag.name == "!--":
            parts.append("&lt;!--")
        position = tag.end
        shown = "<!--" if tag.name == "!--" else f"<{tag.name}>"
        dropped.append((shown, text.count("\n", 0, tag.start) + 1))
    return "".join([*parts, text[position:]]), tuple(dropped)


def _unclosed(text: str) -> list[_Tag]:
    if "<" not in text:
        return []
    fenced = fenced_lines(text)
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    skipped = [
        (line_starts[line - 1], line_starts[line] if line < len(line_starts) else len(text))
        for line in sorted(fenced)
    ]
    skipped_position = 0
    lower = text.lower()
    backticks = _backtick_ends(text)
    open_tags: list[_Tag] = []
    found: list[_Tag] = []
    position = 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        while skipped_position < len(skipped) and skipped[skipped_position][1] <= match.start():
            skipped_position += 1
        if skipped_position < len(skipped) and skipped[skipped_position][0] <= match.start():
            position = max(position, skipped[skipped_position][1])
            continue
        if match["code"]:
            position = backticks.get(match.start(), position)
        elif match["comment"]:
            end = text.find("-->", position)
            if end < 0:
                found.append(_Tag("!--", match.start(), match.end()))
            else:
                position = end
        else:
            position = _read_tag(match, lower, open_tags, found)
    return sorted([*found, *open_tags], key=lambda tag: tag.start)


def _read_tag(match: re.Match[str], lower: str, open_tags: list[_Tag], found: list[_Tag]) -> int:
    """Open or close one tag; tell where to read on."""
    name = match["name"].lower()
    tag = _Tag(name, match.start(), match.end())
    if match["closing"]:
        for position in range(len(open_tags) - 1, max(-1, len(open_tags) - 100), -1):
            if open_tags[position].name == name:
                del open_tags[position:]
                break
    elif name in _TEXT_ONLY:
        end = lower.find(f"</{name}", match.end())
        if end < 0:
            found.append(tag)
        else:
            return end + len(name) + 2
    elif name in _RUNNING:
        found.append(tag)
    elif name not in VOID and not match["rest"].endswith("/"):
        open_tags.append(tag)
    return match.end()


def _backtick_ends(text: str) -> dict[int, int]:
    """For each run of backticks that opens code within a paragraph, tell where the code ends."""
    ends: dict[int, int] = {}
    waiting: dict[int, int] = {}
    for match in re.finditer(r"`+|\n[ \t]*\n", text):
        if match[0][0] == "\n":
            waiting.clear()
            continue
        length = len(match[0])
        start = waiting.pop(length, None)
        if start is None:
            waiting[length] = match.start()
        else:
            ends[start] = match.end()
            waiting = {key: value for key, value in waiting.items() if value < start}
    return ends
