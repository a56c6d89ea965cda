"""Read `booklet.toml`, and say everything that is wrong with it at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from booklet.common.errors import ConfigError, Finding, Place, Severity
from booklet.common.spelling import did_you_mean
from booklet.config.editions import EditionSettings
from booklet.config.schema import Colours, Config, Contributors, Fonts, Paper, Part
from booklet.config.table import Table
from booklet.config.toml_lines import toml_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from booklet.config.toml_lines import Key

Settings = TypeVar("Settings", bound=Table)

FILE_NAME = "booklet.toml"
LARGEST_FILE = 1_000_000
"""Bytes in a file of settings; a long one has three thousand."""

_KEY_ITSELF = "[key]"
"""How pydantic says that a name is wrong, and not its value."""

_TABLES: Mapping[str, type[Table]] = {
    "colours": Colours,
    "contributors": Contributors,
    "editions": EditionSettings,
    "fonts": Fonts,
    "paper": Paper,
    "part": Part,
}
_OTHER_SPELLINGS = {
    "color": "colours",
    "colors": "colours",
    "colour": "colours",
    "font": "fonts",
    "lang": "language",
    "license": "rights",
    "licence": "rights",
    "authors": "author",
    "parts": "part",
    "url": "address",
}


def load_config(project: Path) -> Config:
    """Read a project's settings; without a file everything has its default.

    Args:
        project: the folder of the booklet.

    Raises:
        ConfigError: with the place and what to do; when several things are wrong, with all of
            them in `findings`.
    """
    return read_settings(_read(project), Config, FILE_NAME)


def read_settings(text: str, schema: type[Settings], path: str) -> Settings:
    """Read a file of settings.

    Args:
        text: of the file.
        schema: what may stand in it.
        path: of the file, as its author sees it.

    Raises:
        ConfigError: as `load_config`.
    """
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(error, text, path) from error
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        raise _all_at_once(error.errors(), toml_lines(text), schema, path) from error


def place_of_setting(project: Path, key: Key, item: str = "") -> Place:
    """Find the line that a setting of a project is written on, for a later stage's message.

    Args:
        project: the folder of the booklet.
        key: of the setting.
        item: one of its values, which may stand on a line further down.
    """
    text = _read(project)
    line = toml_lines(text).get(key, 0)
    written = re.compile(rf"[\"']{re.escape(item)}[\"']")
    below = enumerate(text.split("\n")[line - 1 :], line) if item and line else ()
    return Place(FILE_NAME, next((n for n, one in below if written.search(one)), line))


def _read(project: Path) -> str:
    """Read the file as text; "" when there is none.

    Raises:
        ConfigError: when it is no file, leads out of the project, or is no text.
    """
    path = project / FILE_NAME
    try:
        if not path.is_symlink() and not path.exists():
            return ""
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(project.resolve()):
            raise _not_a_file("leads out of the project's folder", "Copy the file itself there.")
        if not resolved.is_file():
            raise _not_a_file("is not a file", "It is a folder or a device; move it away.")
        if resolved.stat().st_size > LARGEST_FILE:
            raise _not_a_file("is far too large", "Settings are a few lines of text.")
        content = resolved.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its links lead round in a circle"
        raise _not_a_file(
            f"cannot be read: {reason}", "Close it in other programs, and look at who may read it."
        ) from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ConfigError(
            "there is a character that is not UTF-8",
            hint="Save the file again as 'UTF-8' (in Notepad: Save as, Encoding).",
            place=Place(FILE_NAME, content.count(b"\n", 0, error.start) + 1),
        ) from error


def _not_a_file(problem: str, hint: str) -> ConfigError:
    return ConfigError(f"'{FILE_NAME}' {problem}", hint=hint, place=Place(FILE_NAME))


def _unreadable(error: Exception, text: str, path: str) -> ConfigError:
    """Explain what TOML's reader complains of, in the words of somebody who writes settings."""
    said, _, where = (str(error) or "brackets in brackets (at )").rpartition(" (at ")
    said = said or str(error)
    line, column = (int(number) for number in (re.findall(r"\d+", where) or (0, 0))[:2])
    if "end of document" in where:
        line, column = text.rstrip("\n").count("\n") + 1, 0
    hint = 'A setting is a name, an equals sign and a value: title = "Rules of Thumb".'
    lines = text.split("\n")
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    value = written.partition("=")[2].strip()
    if said == "Cannot overwrite a value" or said.startswith("Cannot declare"):
        line, column = (line - (column == 1 and line > 1)), 0
        said, hint = "it is set a second time", "Take one of the two away."
    elif "=" not in written and re.match(r"\s*[\w-]+\s*:", written):
        hint = f"Write an equals sign instead of the colon. {hint}"
    elif re.match(r"\d+[-/.]\d+[-/.]\d", value):
        hint = "A date is written year-month-day, and has to exist: 2026-09-14."
    elif value and re.match(r"[^\W\d_]|[‘’“”]", value):
        hint = f'Words stand in straight quotation marks: "like this". {hint}'
    return ConfigError(
        f"this is not how a setting is written ({said[:1].lower()}{said[1:]})",
        hint=hint,
        place=Place(path, line, column),
    )


def _all_at_once(
    errors: list[ErrorDetails], lines: Mapping[Key, int], schema: type[Table], path: str
) -> ConfigError:
    """Make one error of everything that the schema found."""
    findings = sorted(
        (_finding(error, lines, schema, path) for error in errors),
        key=lambda one: one.place or Place(""),
    )
    if len(findings) == 1:
        only = findings[0]
        return ConfigError(only.problem, hint=only.hint, place=only.place)
    return ConfigError(
        f"{len(findings)} settings cannot be used",
        hint="Correct what is listed above and run the same command again.",
        place=Place(path),
        findings=findings,
    )


def _finding(
    error: ErrorDetails, lines: Mapping[Key, int], schema: type[Table], path: str
) -> Finding:
    key: Key = error["loc"]
    written = next((key[:n] for n in range(len(key), 0, -1) if key[:n] in lines), ())
    place = Place(path, lines.get(written, lines.get(("chapters",), 0)))
    code, problem, hint = _explain(key, error["type"], error.get("ctx", {}), schema)
    return Finding(code, Severity.ERROR, problem, hint, place)


def _explain(
    key: Key, kind: str, context: Mapping[str, Any], schema: type[Table]
) -> tuple[str, str, str]:
    """Say code, problem and hint."""
    steps = [str(step) for step in key if not isinstance(step, int) and step != _KEY_ITSELF]
    name = ".".join(steps)
    if kind == "refused":
        subject = f"{name} " if name else ""
        return "C002", f"{subject}{context['problem']}", context["hint"]
    if kind == "extra_forbidden":
        return "C001", f"there is no setting '{name}'", _which(key, schema)
    if kind in {"missing", "string_too_short", "too_short"}:
        return "C003", f"'{name}' says nothing", "Write something between the quotation marks."
    if key[:1] == ("part",):
        hint = 'Each part begins with a line [[part]]; then title = "…" and chapters = ["…"].'
        return "C002", f"'{name}' is not written as a part", hint
    name = "editions.clear" if name == "editions" else name
    hint = f'Begin with a line [{name}], and write one name = "value" on each line below it.'
    return "C002", f"'{name}' is not a table of settings", hint


def _which(key: Key, whole: type[Table]) -> str:
    """Name the settings that may stand where an unknown one does."""
    *tables, name = (str(step) for step in key if not isinstance(step, int))
    if not tables and name == "allow":
        return "The name is kept for a later version of this program; take the table away."
    schema = _TABLES[tables[0]] if tables else whole
    known = [field.alias or own for own, field in schema.model_fields.items()]
    other = _OTHER_SPELLINGS.get(name.lower(), "") if not tables else ""
    guess = f"Did you mean '{other}'? " if other else did_you_mean(name, known)
    if not guess and not tables:
        homes = [table for table, inner in _TABLES.items() if name in inner.model_fields]
        guess = f"'{name}' belongs below a line [{homes[0]}]. " if homes else ""
    elif not guess and name in Config.model_fields:
        guess = f"'{name}' belongs above the first line in square brackets. "
    return f"{guess}The settings here are: {', '.join(known)}."
