"""Change single settings in the text of a TOML file; its comments and other lines stay as they are.

Every change is read again: unless the file then says what it said before but for the one setting,
nothing is changed.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeAlias

from booklet.common.errors import UsageError
from booklet.config.toml_lines import toml_lines, with_slashes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value: TypeAlias = "str | Sequence[str] | dt.date | None"

_TABLE = re.compile(r"(?m)^[ \t]*\[")
_BEFORE_VALUE = re.compile(r"[^=]*=[ \t]*")


def set_value(text: str, key: tuple[str, ...], value: Value) -> str:
    """Set a setting: on its own line, or on a new one.

    Args:
        text: of a file that can be read.
        key: the setting's name, after the name of its table if it stands in one.
        value: None takes the setting away.

    Returns:
        The text; the same when the setting has this value.

    Raises:
        UsageError: when it is written in a way that is better changed by hand.
    """
    before = tomllib.loads(with_slashes(text))
    wanted = _with(before, key, value)
    if wanted == before:
        return text
    lines = text.split("\n")
    start = toml_lines(with_slashes(text)).get(key)
    if start is None:
        changed = _add(lines, key, value)
    else:
        stop = _end_of_statement(lines, start - 1)
        statement = "\n".join(lines[start - 1 : stop])
        new = _replace(statement, key[-1], value)
        changed = [*lines[: start - 1], *([new] if new else []), *lines[stop:]]
    after = "\n".join(changed)
    try:
        is_right = tomllib.loads(with_slashes(after)) == wanted
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise UsageError(
            f"'{'.'.join(key)}' is written in a way that cannot be changed here",
            hint="Change it in the text of the settings.",
        )
    return after


def _with(values: Mapping[str, Any], key: tuple[str, ...], value: Value) -> dict[str, Any]:
    """Return values with one of them changed; a table that is left empty stays."""
    name, *rest = key
    if rest:
        inner = values.get(name, {} if value is not None else None)
        if not isinstance(inner, dict):
            return dict(values)
        return {**values, name: _with(inner, tuple(rest), value)}
    if value is None:
        return {other: one for other, one in values.items() if other != name}
    return {**values, name: value if isinstance(value, (str, dt.date)) else list(value)}


def _written(value: Value) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value if isinstance(value, str) else list(value or ()), ensure_ascii=False)


def _end_of_statement(lines: Sequence[str], start: int) -> int:
    """Find the index of the line after a statement, which may take several."""
    for stop in range(start + 1, len(lines) + 1):
        try:
            tomllib.loads(with_slashes("\n".join(lines[start:stop])))
        except tomllib.TOMLDecodeError:
            continue
        return stop
    return start + 1


def _replace(statement: str, name: str, value: Value) -> str:
    """Write another value into a statement; "" takes it away."""
    head = _BEFORE_VALUE.match(statement)
    begin = head[0] if head else ""
    if statement[len(begin) :].startswith("{"):
        inner = re.compile(rf"(\b{re.escape(name)}\s*=\s*)(\"[^\"]*\"|'[^']*'|[^,}}\s]+)(\s*,\s*)?")
        if value is None:
            return inner.sub("", statement, count=1)
        return inner.sub(lambda found: found[1] + _written(value) + (found[3] or ""), statement, 1)
    comment = _comment(statement)
    if "\n" in statement and "#" in statement:
        return statement  # comments between the lines: for its author's own hand
    return begin + _written(value) + comment if value is not None else ""


def _comment(statement: str) -> str:
    """Return the comment at the end of a statement of one line, with the blanks before it."""
    says = tomllib.loads(with_slashes(statement))
    for found in re.finditer(r"[ \t]*#", statement):
        try:
            if tomllib.loads(with_slashes(statement[: found.start()])) == says:
                return statement[found.start() :]
        except tomllib.TOMLDecodeError:
            continue
    return ""


def _add(lines: list[str], key: tuple[str, ...], value: Value) -> list[str]:
    """Add a setting: after its example, if there is one, or as the last of its table."""
    text = "\n".join(lines)
    name, line = key[-1], f"{key[-1]} = {_written(value)}"
    if len(key) > 1:
        known = toml_lines(with_slashes(text)).get(key[:-1])
        if known is None:
            above = [*text.rstrip("\n").split("\n"), ""] if text.strip() else []
            return [*above, f"[{'.'.join(key[:-1])}]", line, ""]
        return [*lines[:known], line, *lines[known:]]
    table = _TABLE.search(text)
    top = text[: table.start()] if table else text
    examples = [*re.finditer(rf"(?m)^#[ \t]*{re.escape(name)}[ \t]*=.*$", top)]
    if examples:
        at = top.count("\n", 0, examples[-1].end()) + 1
    else:
        starts = (one for key, one in toml_lines(with_slashes(top)).items() if len(key) == 1)
        last = max(starts, default=0)
        at = _end_of_statement(lines, last - 1) if last else 0
    return [*lines[:at], line, *lines[at:]]
