"""Make corrections that have one right answer: in a file's bytes, and as a diff to look at. Pure.

A correction names what it replaces, so that one for another state of the file is left out and
never spoils it. Line ends, byte order mark and every other character stay as they are.
"""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING

from booklet.manuscript.decoding import decode, decode_exactly, find_mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from booklet.common.errors import Fix

_WORD = re.compile(r"\w[\w@.+’'-]*")
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")


def apply_fixes(content: bytes, fixes: Iterable[Fix]) -> bytes:
    """Correct a file.

    Args:
        content: all of it.
        fixes: for this file, in any order; of two for the same characters the first counts.

    Returns:
        The corrected file, in UTF-8 unless it was UTF-16.

    Raises:
        NotTextError: when the file is no text.
    """
    mark, encoding = find_mark(content)
    lines = _LINES.findall(decode_exactly(content).text)
    for fix in sorted(dict.fromkeys(fixes), key=lambda one: one.place, reverse=True):
        index = fix.place.line - 1
        if fix.old != fix.new and 0 <= index < len(lines):
            lines[index] = _replace(lines[index], fix)
    return mark + "".join(lines).encode(encoding)


def _replace(line: str, fix: Fix) -> str:
    """Correct a line; what is not visible there may have moved the place by some columns."""
    start = max(fix.place.column - 1, 0)
    if not line.startswith(fix.old, start):
        if line.count(fix.old) != 1:
            return line
        start = line.find(fix.old)
    return line[:start] + fix.new + line[start + len(fix.old) :]


def show_changes(
    path: str, before: bytes, after: bytes, private_lines: Collection[int] = ()
) -> str:
    """Write what a correction changes as a unified diff; "" when that is only the encoding.

    Args:
        path: of the file, as its author sees it.
        before: the file.
        after: the same, corrected.
        private_lines: lines, from 1, that say too much about people: dots stand for their words,
            because a diff is passed on as a report is.
    """
    old, new = (decode(content).text.splitlines(keepends=True) for content in (before, after))
    private = {lines[n - 1] for lines in (old, new) for n in private_lines if n <= len(lines)}
    shown = (
        f"{one[0]}{_WORD.sub('…', one[1:])}" if one[1:] in private else one
        for one in unified_diff(old, new, path, f"{path} (corrected)", n=0)
    )
    return "".join(shown)
