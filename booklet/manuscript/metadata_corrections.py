"""Which line of a YAML block cannot be read, and how its author can write it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.quotation import strip_wrong_quotes
from booklet.manuscript.front_matter import as_usual_yaml
from booklet.manuscript.safe_yaml import UnreadableError, read_block

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"(\s*(?:- |[A-Za-z][\w-]*: ))(.*\S)\s*")
_TEXTS = ("title: ", "subtitle: ", "standfirst: ", "author: ", "- ")
_REMARK = re.compile(
    r"#|(?:title|subtitle|standfirst|author|aims|tags):(?:\s+(?:\"[^\"]*\"|'[^']*'|[^\s\"'#][^#]*))?\s#"
)


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
