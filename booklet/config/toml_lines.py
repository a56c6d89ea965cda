"""Where each setting of a TOML file is written; TOML's own reader forgets it."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Key: TypeAlias = tuple[str | int, ...]
"""A setting's name with the names of its tables; a number counts the tables of one name."""

_LONGEST_STATEMENT = 300
"""Lines of one setting that are read together when a file cannot be read; a list may be long."""

_PATHS = re.compile(
    r"^[ \t]*(?:logo|cover_picture|chapters)[ \t]*=[ \t]*(?:\[[^\]]*\]|\"[^\"\n]*\")", re.MULTILINE
)
_SEPARATOR = re.compile(r'(?<!\\)\\(?![\\"]|u[0-9A-Fa-f]{4})')
_MAY_END = re.compile(r"[\]})]|\"\"\"|'''")


def toml_lines(text: str) -> dict[Key, int]:
    """Find the line, from 1, that each setting and each table begins on.

    Args:
        text: a file that `tomllib` can read.
    """
    lines: dict[Key, int] = {}
    table: Key = ()
    counts: dict[Key, int] = {}
    for number, statement, is_table in _statements(text):
        key, value = _first_key(statement)
        if not is_table:
            _note(lines, (*table, *key), value, number)
            continue
        table = _number_tables(key, counts)
        if isinstance(value, list):
            counts[table] = counts.get(table, -1) + 1
            lines.setdefault(table, number)
            table = (*table, counts[table])
        lines.setdefault(table, number)
    return lines


def with_slashes(text: str) -> str:
    """Write the backslashes of Windows' paths as slashes, where TOML would take them for signs.

    Only the settings that name files are changed; every character keeps its place.
    """
    return _PATHS.sub(lambda match: _SEPARATOR.sub("/", match[0]), text)


def unfinished_line(text: str) -> int:
    """Find the line, from 1, of the first setting that cannot be read by itself; 0 for none."""
    begun: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not begun:
            start = number
            if not line.strip() or line.lstrip().startswith("#"):
                continue
        begun.append(line)
        if len(begun) > _LONGEST_STATEMENT:
            return start
        if _reads("\n".join(begun)):
            begun = []
    return start if begun else 0


def _reads(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def _statements(text: str) -> Iterator[tuple[int, Mapping[str, Any], bool]]:
    """Give each statement: its line, what it says by itself, whether it opens a table."""
    begun: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not begun:
            start = number
            if not line.strip() or line.lstrip().startswith("#"):
                continue
        begun.append(line)
        if len(begun) > 1 and not _MAY_END.search(line):
            continue
        try:
            statement = tomllib.loads("\n".join(begun))
        except tomllib.TOMLDecodeError:
            continue
        yield start, statement, begun[0].lstrip().startswith("[")
        begun = []


def _first_key(statement: Mapping[str, Any]) -> tuple[Key, Any]:
    """Follow a statement such as `a.b = 1` or `[a.b]` to its value."""
    key: list[str | int] = []
    value: Any = statement
    while isinstance(value, dict) and len(value) == 1:
        name, value = next(iter(value.items()))
        key.append(name)
    return tuple(key), value


def _note(lines: dict[Key, int], key: Key, value: object, number: int) -> None:
    """Write down the line of a setting, of those around it, and of those inside its value."""
    for length in range(1, len(key) + 1):
        lines.setdefault(key[:length], number)
    if isinstance(value, dict):
        for name, inner in value.items():
            _note(lines, (*key, name), inner, number)


def _number_tables(key: Key, counts: Mapping[Key, int]) -> Key:
    """Tell which of several tables of one name `[[part]]` the names in between mean."""
    numbered: Key = ()
    for position, name in enumerate(key):
        numbered = (*numbered, name)
        if numbered in counts and position < len(key) - 1:
            numbered = (*numbered, counts[numbered])
    return numbered
