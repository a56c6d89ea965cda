"""Slips in the YAML of a chapter: what is meant, or how its author can write it. Pure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from booklet.common.spelling import strip_wrong_quotes
from booklet.manuscript.safe_yaml import UnreadableError, read_block

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = (
    *("title", "short_title", "subtitle", "standfirst", "author", "date", "language"),
    *("aims", "session", "reading", "tags", "draft"),
)
"""The names an author may use."""

BLANKS = "[^\\S\n]|[\u200b\u2060\ufeff]"
"""White space within a line, as a regular expression; some of it cannot be seen."""

NAME = re.compile(rf"(?:{BLANKS})*[\"']?([A-Za-z][\w-]*)[\"']?(?:{BLANKS})*([:=\uff1a])(.?)")
"""The name that a line begins with, the sign after it, and one more character."""

_SIGN = re.compile(r"(?:^|\s)#[^\s#]")
_WORDS = frozenset({"title", "short_title", "subtitle", "standfirst", "author", "aims", "tags"})
"""Names whose values are words, where `#2` means what it says."""
_LINE = re.compile(r"(\s*(?:- |[A-Za-z][\w-]*: ))(.*\S)\s*")
_TEXTS = ("title: ", "subtitle: ", "standfirst: ", "author: ", "- ")
_REMARK = re.compile(
    r"#|(?:title|subtitle|standfirst|author|aims|tags):(?:\s+(?:\"[^\"]*\"|'[^']*'|[^\s\"'#][^#]*))?\s#"
)


def as_usual_yaml(text: str) -> str:
    """Write lines as YAML wants them: `title:X`, no-break spaces, wide colons, `Update #2`."""
    return "\n".join(map(_usual_line, text.split("\n")))


def _usual_line(line: str) -> str:
    match = re.match(f"(?:{BLANKS})*", line)
    start = match.end() if match else 0
    blanks = line[:start]
    indentation = blanks if not blanks.strip(" \t") else " " * len(blanks)
    rest = line[start:]
    item = re.match(f"-(?:{BLANKS})+(?=\\S)", rest)
    if item is not None:
        return f"{indentation}- {_with_signs(rest[item.end() :])}"
    name = NAME.match(rest)
    if name is None or name[2] == "=":
        return indentation + rest
    value = rest[name.end(2) :]
    is_ours = name[1].lower() in KEYS and not indentation
    if not is_ours and (value[:1].strip() or name[2] != ":"):
        return indentation + rest
    value = re.sub(f"^(?:{BLANKS})+", "", value)
    if name[1].lower() in _WORDS:
        value = _with_signs(value)
    key = name[1].lower() if is_ours else rest[: name.end(2) - 1].rstrip()
    return f"{indentation}{key}: {value}".rstrip()


def _with_signs(value: str) -> str:
    """Quote a value in which YAML would take `#2` and what follows for a remark."""
    is_plain = value[:1] not in {*"\"'[{|>&*!%@`"}
    return json.dumps(value, ensure_ascii=False) if is_plain and _SIGN.search(value) else value


def find_correction(text: str) -> tuple[int, int, str] | None:
    """Find the first line of a block that cannot be read even alone.

    YAML's own reader often stumbles only some lines after an author's slip.

    Returns:
        The line, from 0; the column, from 1; and the line as it ought to be written,
        "" when that is not known. None when every line can be read alone.
    """
    for number, line in enumerate(as_usual_yaml(text).split("\n")):
        match = _LINE.fullmatch(line)
        if match is None or match[2][0] in "|>":
            continue
        try:
            read_block(line.lstrip() if match[1].strip() != "-" else f"x:\n{line}")
        except UnreadableError as error:
            is_words = match[1].lstrip() in _TEXTS
            correction = match[1].lstrip() + _quoted(match[2]) if is_words else ""
            indentation = 0 if match[1].strip() == "-" else len(line) - len(line.lstrip())
            return number, indentation + error.column + 1, correction
    return None


def _quoted(value: str) -> str:
    """Put straight quotation marks round words, in the place of any others round them."""
    words = strip_wrong_quotes(value)
    if '"' not in words:
        return f'"{words}"'.replace("\\", "\\\\")
    return "'" + words.replace("'", "''") + "'"


def comment_lines(text: str) -> Iterator[int]:
    """List the lines, from 0, on which YAML takes words after `#` for a remark."""
    for number, line in enumerate(as_usual_yaml(text).split("\n")):
        if _REMARK.match(line):
            yield number
