"""Where a TOML file cannot be read, and how its author can write the line. Pure."""

from __future__ import annotations

import json
import re

from booklet.common.errors import ConfigError, Place
from booklet.common.spelling import strip_wrong_quotes
from booklet.config.toml_lines import unfinished_line

_EXAMPLE = 'A setting is a name, an equals sign and a value: title = "Rules of Thumb".'
_BACKSLASH = (
    "A backslash stands between single quotation marks: 'like \\ this'; or it is written twice: "
    '"like \\\\ this".'
)
_WORDS = frozenset(
    {"title", "subtitle", "author", "version", "publisher", "rights", "description", "series"}
    | {"cover_line", "large_print", "certified_by"}
)
"""Settings whose values are words, and nothing else."""


def unreadable(error: Exception, text: str, path: str) -> ConfigError:
    """Explain what TOML's reader complains of, in the words of somebody who writes settings."""
    said, _, where = (str(error) or "brackets in brackets (at )").rpartition(" (at ")
    said = said or str(error)
    line, column = (int(number) for number in (re.findall(r"\d+", where) or (0, 0))[:2])
    begun = unfinished_line(text)
    if begun and begun != line:
        line, column = begun, 0
    lines = text.split("\n")
    if said == "Cannot overwrite a value" or said.startswith("Cannot declare"):
        line, column = (line - (column == 1 and line > 1)), 0
        said, hint = "it is set a second time", "Take one of the two away."
    else:
        hint = _how_to_write(lines[line - 1] if 0 < line <= len(lines) else "")
    return ConfigError(
        f"this is not how a setting is written ({said[:1].lower()}{said[1:]})",
        hint=hint,
        place=Place(path, line, column),
    )


def _how_to_write(written: str) -> str:
    """Say how a line ought to be written; the line itself where that is clear."""
    name, _, value = (part.strip() for part in written.partition("="))
    meant = f"{name} = {_quoted(strip_wrong_quotes(value))}"
    ways = (
        (
            "=" not in written and re.match(r"\s*[\w-]+\s*:", written),
            f"Write an equals sign instead of the colon. {_EXAMPLE}",
        ),
        ("\\" in value, _BACKSLASH),
        (
            re.match(r"\d+[-/.]\d+[-/.]\d", value),
            "A date is written year-month-day, and has to exist: 2026-09-14.",
        ),
        (value and name in _WORDS, f"Words stand in straight quotation marks: {meant}"),
        (
            value[:1] == "[" and "]" not in value,
            f'A list ends with a bracket: {name} = ["one", "two"].',
        ),
        (
            re.match(r"[^\W\d_]|[‘’“”]", value),
            f'Words stand in straight quotation marks: "like this". {_EXAMPLE}',
        ),
    )
    return next((hint for is_so, hint in ways if is_so), _EXAMPLE)


def _quoted(words: str) -> str:
    is_plain = '"' not in words or "'" in words
    return json.dumps(words, ensure_ascii=False) if is_plain else f"'{words}'"
