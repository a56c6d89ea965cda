"""Settings that one row of a list changes: cells are text, and become what a setting takes. Pure.

Which column is which setting, the head of the column says: `title`, `colours.accent`.
"""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import TypeAdapter, ValidationError

from booklet.common.errors import ConfigError, Finding, Severity
from booklet.common.placeholders import placeholder_name
from booklet.config.load import fill_settings
from booklet.config.schema import Config
from booklet.config.setting_errors import TABLES, explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

    from booklet.common.errors import Place
    from booklet.config.toml_lines import Key

_TABLES_OF_NAMES = ("editions", "labels")
"""Tables in which an author chooses the names."""

_DAY_OF_SESSION = ("session", "date")
"""What `session = 2026-09-02` is short for."""

_WORDS: Mapping[str, bool] = {"yes": True, "true": True, "no": False, "false": False}


def find_setting(column: str) -> Key | None:
    """Find the setting that a column is called after; None when it is called after none."""
    steps = [step.strip() for step in column.strip().split(".")]
    key = tuple(
        step
        if step[:1].isdigit() or (at and steps[0] in _TABLES_OF_NAMES)
        else placeholder_name(step)
        for at, step in enumerate(steps)
    )
    key = _DAY_OF_SESSION if key == ("session",) else key
    return key if _field(key) is not None else None


def change_settings(
    values: Mapping[str, Any],
    changes: Mapping[Key, str],
    words: Mapping[str, str],
    place: Place,
) -> Config:
    """Give the settings of one copy.

    Args:
        values: what booklet.toml says, from `read_values`.
        changes: what the row says instead, by setting; empty cells are not among them.
        words: what the row fills placeholders with, by name.
        place: of the row.

    Raises:
        ConfigError: with everything that is wrong with the row, each at its place.
    """
    changed = deepcopy(dict(values))
    for key, text in changes.items():
        table: dict[str, Any] = changed
        for step in key[:-1]:
            inner = table.get(str(step))
            if not isinstance(inner, dict):
                inner = {} if inner is None else {_DAY_OF_SESSION[1]: inner}
            table[str(step)] = table = inner
        table[str(key[-1])] = _typed(key, text)
    if changed.get("copy") or words:
        own = changed.get("copy")
        changed["copy"] = {
            **({placeholder_name(name): one for name, one in own.items()} if own else {}),
            **words,
        }
    try:
        return Config.model_validate(fill_settings(changed))
    except ValidationError as error:
        findings = [
            Finding("L901", Severity.WARNING, f"{problem}; this copy is left out", hint, place)
            for each in error.errors()
            for _, problem, hint in [
                explain(each["loc"], each["type"], each.get("ctx", {}), Config)
            ]
        ]
        first = findings[0]
        raise ConfigError(first.problem, hint=first.hint, place=place, findings=findings) from error


def _typed(key: Key, text: str) -> object:
    """Read a cell as what its setting takes; as text, when it takes none of what it may mean."""
    field = _field(key)
    if field is None:
        return text
    checked: Any = field.annotation
    for check in field.metadata:
        checked = Annotated[checked, check]
    adapter = TypeAdapter(checked)
    for meant in _meanings(text):
        try:
            adapter.validate_python(meant)
        except ValidationError:
            continue
        return meant
    return text


def _meanings(text: str) -> Iterator[object]:
    """List what a cell may mean: several, words, yes or no, a number or anything of TOML."""
    if ";" in text:
        yield [part.strip() for part in text.split(";") if part.strip()]
    yield text
    if text.casefold() in _WORDS:
        yield _WORDS[text.casefold()]
    try:
        yield tomllib.loads(f"x = {text}")["x"]
    except (tomllib.TOMLDecodeError, RecursionError):
        return


def _field(key: Key) -> FieldInfo | None:
    """Find a single setting in the schema; tables are none."""
    *tables, name = map(str, key)
    if not tables:
        fields = {field.alias or own: field for own, field in Config.model_fields.items()}
        is_table = name in TABLES or name in {"labels", "copy"}
        return None if is_table else fields.get(name)
    if tables == ["labels"]:
        return Config.model_fields["publisher"]  # any words
    depth = 2 if tables[0] == "editions" else 1
    schema = TABLES.get(tables[0]) if len(tables) == depth and tables[0] != "part" else None
    return schema.model_fields.get(name) if schema else None
