"""Read `booklet.toml`, and say everything that is wrong with it at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from booklet.common.errors import ConfigError, Finding, Place, Severity
from booklet.common.files import SAVE_AS_UTF8, FailureKind, read_text_inside
from booklet.common.placeholders import fill_placeholders, placeholder_name
from booklet.common.stray_settings import FILE_NAME
from booklet.config.schema import Config
from booklet.config.setting_errors import explain, other_name
from booklet.config.toml_corrections import unreadable
from booklet.config.toml_lines import toml_lines, with_slashes
from booklet.config.values import Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from booklet.config.toml_lines import Key

Settings = TypeVar("Settings", bound=Table)

LARGEST_FILE = 1_000_000
"""Bytes in a file of settings; a long one has three thousand."""

_FILE_HINTS = {
    FailureKind.MISSING: "It is a link to a file that is not there; copy the file itself.",
    FailureKind.NOT_A_FILE: "Move it away, and put a file in its place.",
    FailureKind.OUTSIDE: "Copy the file itself there.",
    FailureKind.UNREADABLE: "Close it in other programs, and look at who may read it.",
    FailureKind.TOO_LARGE: "Settings are a few lines of text.",
    FailureKind.NOT_UTF8: SAVE_AS_UTF8,
}


def load_config(project: Path) -> Config:
    """Read a project's settings; without a file everything has its default.

    Args:
        project: the folder of the booklet.

    Raises:
        ConfigError: with the place and what to do; when several things are wrong, with all of
            them in `findings`.
    """
    return parse_config(_read(project))


def parse_config(text: str) -> Config:
    """Read settings from the text of their file.

    Raises:
        ConfigError: as `load_config`.
    """
    return _validate(fill_settings(parse_values(text)), Config, with_slashes(text), FILE_NAME)


def read_values(project: Path) -> dict[str, Any]:
    """Read what a project's settings say, before any of it is checked, or its placeholders filled.

    Raises:
        ConfigError: when the file cannot be read.
    """
    return parse_values(_read(project))


def parse_values(text: str) -> dict[str, Any]:
    """Read what settings say, from the text of their file; as `read_values`."""
    return _parse(with_slashes(text), FILE_NAME)


def fill_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill the placeholders in all settings with the words of the table `[copy]`."""
    table = values.get("copy")
    if not isinstance(table, dict):
        return dict(values)
    words = {placeholder_name(name): str(one) for name, one in table.items()}
    return {name: one if name == "copy" else _filled(one, words) for name, one in values.items()}


def _filled(value: Any, words: Mapping[str, str]) -> Any:  # noqa: ANN401 - what TOML can say
    if isinstance(value, str):
        return fill_placeholders(value, words)
    if isinstance(value, dict):
        return {name: _filled(one, words) for name, one in value.items()}
    return [_filled(one, words) for one in value] if isinstance(value, list) else value


def read_settings(text: str, schema: type[Settings], path: str) -> Settings:
    """Read a file of settings.

    Args:
        text: of the file.
        schema: what may stand in it.
        path: of the file, as its author sees it.

    Raises:
        ConfigError: as `load_config`.
    """
    return _validate(_parse(text, path), schema, text, path)


def _parse(text: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise unreadable(error, text, path) from error


def _validate(values: Mapping[str, Any], schema: type[Settings], text: str, path: str) -> Settings:
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        raise _all_at_once(_list_findings(error, text, schema, path), path) from error


def find_setting_faults(project: Path) -> tuple[Finding, ...]:
    """Say what is wrong with a project's settings; () when they are right, or cannot be read."""
    text = with_slashes(_read(project))
    try:
        Config.model_validate(fill_settings(tomllib.loads(text)))
    except ValidationError as error:
        return tuple(_list_findings(error, text, Config, FILE_NAME))
    except (tomllib.TOMLDecodeError, RecursionError):
        pass
    return ()


def place_of_setting(project: Path, key: Key, item: str = "") -> Place:
    """Find the line that a setting of a project is written on, for a later stage's message.

    Args:
        project: the folder of the booklet.
        key: of the setting.
        item: one of its values, which may stand on a line further down.
    """
    text = with_slashes(_read(project))
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
    text = read_text_inside(project.resolve(), path, largest=LARGEST_FILE)
    if isinstance(text, str):
        return text
    if text.kind is FailureKind.MISSING and not path.is_symlink():
        return ""
    raise ConfigError(
        f"'{FILE_NAME}' {text.reason}",
        hint=_FILE_HINTS[text.kind],
        place=Place(FILE_NAME, text.line),
    )


def _list_findings(
    error: ValidationError, text: str, schema: type[Table], path: str
) -> list[Finding]:
    lines = toml_lines(text)
    found = (_finding(one, lines, text, schema, path) for one in error.errors())
    return sorted(found, key=lambda one: one.place or Place(""))


def _all_at_once(findings: list[Finding], path: str) -> ConfigError:
    """Make one error of everything that the schema found."""
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
    error: ErrorDetails, lines: Mapping[Key, int], text: str, schema: type[Table], path: str
) -> Finding:
    key: Key = error["loc"]
    written = next((key[:n] for n in range(len(key), 0, -1) if key[:n] in lines), ())
    place = Place(path, lines.get(written, lines.get(("chapters",), 0)))
    code, problem, hint = explain(key, error["type"], error.get("ctx", {}), schema)
    is_named = code == "C001" and written == key
    fix = other_name(key, lines, text, schema, place) if is_named else None
    return Finding(code, Severity.ERROR, problem, hint, place, fix)
