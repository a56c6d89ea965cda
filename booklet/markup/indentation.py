"""Line up lists and fences the way Python-Markdown reads them: four spaces a level.

Authors indent by two, three or four spaces, as other programs allow; here every way means the same,
so that a rule of two paragraphs does not start the numbering anew. Nothing but white space, the
opening line of a fence, and blank lines before lists change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

STEP = 4
"""Spaces a level, as Python-Markdown counts them."""

DEEPEST = 16
"""Quotes in quotes or lists in lists; more is a slip of the keyboard, or an attack."""

_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"( *)([-*+]|\d{1,9}\.)( +)(?=\S)")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_FENCE = re.compile(r"( *)(`{3,}|~{3,})([^`]*)$")
_PLAIN_FENCE = re.compile(r"[\w#.+-]*|\{.*\}|[\w#.+-]*\s+(?:\w+=.*|\{.*\})")
_LANGUAGE = re.compile(r"[\w#.+-]*")


MOST_BRACKETS = 3000
"""In one paragraph; the time to read them grows with the square of their number."""


class NestingError(ValueError):
    """Quotes, lists or brackets are nested too deeply.

    Attributes:
        line: where, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(slots=True)
class _Walk:
    """Where the walk through a block of lines has come to.

    Attributes:
        levels: for each open list item, outermost first: the columns of its marker and its text.
        after_blank: whether the line before was blank.
        in_paragraph: whether the line before was text outside any list.
        out: the finished lines.
    """

    levels: list[tuple[int, int]] = field(default_factory=list)
    after_blank: bool = True
    in_paragraph: bool = False
    out: list[str] = field(default_factory=list)

    def close(self, indent: int) -> int:
        """Close the items that a line indented by `indent` is no part of; tell the depth left."""
        while self.levels and indent < min(self.levels[-1][1], self.levels[-1][0] + 2):
            self.levels.pop()
        return len(self.levels)


def line_up(text: str) -> str:
    """Indent lists, what belongs to their items, and fences as Python-Markdown wants them.

    Raises:
        NestingError: when quotes or lists are nested more than `DEEPEST` deep, or a paragraph
            is hardly more than brackets.
    """
    _check_brackets(text)
    return "\n".join(_line_up(text.expandtabs(STEP).split("\n"), first_line=1, depth=0))


def _check_brackets(text: str) -> None:
    if text.count("[") <= MOST_BRACKETS and text.count("<") <= MOST_BRACKETS // 10:
        return
    position = 0
    for paragraph in re.split(r"\n[ \t]*(?=\n)", text):
        unclosed = paragraph.count("<") - paragraph.count(">")
        if paragraph.count("[") > MOST_BRACKETS or unclosed > MOST_BRACKETS // 10:
            raise NestingError(text.count("\n", 0, text.find(paragraph, position)) + 1)
        position += len(paragraph)


def fenced_lines(text: str) -> frozenset[int]:
    """Tell which lines, from 1, stand in fenced code."""
    if "```" not in text and "~~~" not in text:
        return frozenset()
    lines = text.split("\n")
    closing = _closing_lines(lines)
    fenced: set[int] = set()
    index = 0
    while index < len(lines):
        end = closing.get(index)
        if end is not None:
            fenced.update(range(index + 1, end + 2))
            index = end
        index += 1
    return frozenset(fenced)


def _line_up(lines: list[str], *, first_line: int, depth: int) -> list[str]:
    """Do one level of quotation; quotes inside are blocks of their own."""
    if depth > DEEPEST:
        raise NestingError(first_line)
    walk = _Walk()
    closing = _closing_lines(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in closing:
            end = closing[index]
            _move_fence(walk, lines[index : end + 1])
            index = end + 1
            continue
        if _QUOTE.match(line) and not walk.levels:
            end = index
            while end < len(lines) and _QUOTE.match(lines[end]):
                end += 1
            inner = [_QUOTE.sub("", one, count=1) for one in lines[index:end]]
            inner = _line_up(inner, first_line=first_line + index, depth=depth + 1)
            walk.out += [f"> {one}".rstrip() for one in inner]
            walk.after_blank = walk.in_paragraph = False
            index = end
            continue
        _move_line(walk, line)
        if len(walk.levels) > DEEPEST:
            raise NestingError(first_line + index)
        index += 1
    return walk.out


def _move_line(walk: _Walk, line: str) -> None:
    stripped = line.lstrip(" ")
    if not stripped:
        walk.out.append("")
        walk.after_blank, walk.in_paragraph = True, False
        return
    indent = len(line) - len(stripped)
    item = None if _RULE.match(line) else _ITEM.match(line)
    if item and (indent < STEP or walk.levels):
        depth = walk.close(indent)
        if walk.in_paragraph and item[2] in {"-", "*", "+", "1."}:
            walk.out.append("")
        walk.out.append(" " * (STEP * depth) + item[2] + " " + line[item.end() :])
        walk.levels.append((indent, item.end()))
        walk.after_blank = walk.in_paragraph = False
        return
    if walk.after_blank or (indent == 0 and _starts_block(stripped)):
        depth = walk.close(indent)
        walk.out.append(" " * _new_indent(walk, indent, depth) + stripped)
        walk.in_paragraph = depth == 0 and indent < STEP and not _starts_block(stripped)
    else:
        depth = len(walk.levels)
        walk.out.append(" " * (STEP * max(0, depth - 1)) + stripped if depth else line)
    walk.after_blank = False


def _starts_block(stripped: str) -> bool:
    return stripped.startswith(("#", "<", "|", "*[", "[^", ":"))


def _new_indent(walk: _Walk, indent: int, depth: int) -> int:
    """Tell the indentation of a paragraph, or of indented code, at this depth."""
    if not depth:
        return indent
    own = STEP * depth
    if indent >= own + STEP:
        return indent
    extra = indent - walk.levels[-1][1]
    return own + (extra if extra >= STEP else 0)


def _move_fence(walk: _Walk, lines: list[str]) -> None:
    """Move a fence and the code in it to the level it belongs to."""
    opening = _FENCE.match(lines[0])
    if opening is None:  # pragma: no cover - `_closing_lines` found it by the same pattern
        return
    indent = len(opening[1])
    new_indent = STEP * walk.close(indent)
    words = opening[3].strip()
    if not _PLAIN_FENCE.fullmatch(words):
        language = _LANGUAGE.match(words)
        words = language[0] if language else ""
    if walk.out and walk.out[-1].strip():
        walk.out.append("")
    walk.out.append(" " * new_indent + opening[2] + words)
    for line in lines[1:-1]:
        kept = line[min(indent, len(line) - len(line.lstrip(" "))) :]
        walk.out.append(" " * new_indent + kept if kept.strip() else "")
    walk.out += [" " * new_indent + opening[2], ""]
    walk.after_blank, walk.in_paragraph = True, False


def _closing_lines(lines: list[str]) -> dict[int, int]:
    """Pair the opening line of every fence with its closing line; unclosed fences are text."""
    fences = [
        (index, match[2], match[3].strip())
        for index, line in enumerate(lines)
        if (match := _FENCE.match(line))
    ]
    longest = {"`": 0, "~": 0}
    reach: list[int] = []
    for _, mark, words in reversed(fences):
        reach.append(longest[mark[0]])
        if not words:
            longest[mark[0]] = max(longest[mark[0]], len(mark))
    reach.reverse()
    pairs: dict[int, int] = {}
    position = 0
    while position < len(fences):
        start, mark, _ = fences[position]
        if reach[position] >= len(mark):
            position += 1
            while not _closes(mark, fences[position][1:]):
                position += 1
            pairs[start] = fences[position][0]
        position += 1
    return pairs


def _closes(opening: str, closing: tuple[str, str]) -> bool:
    mark, words = closing
    return not words and mark[0] == opening[0] and len(mark) >= len(opening)
