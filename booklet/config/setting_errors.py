"""What is wrong with a setting, in words: code, problem, hint, a name to write instead. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from booklet.common.errors import Fix
from booklet.common.spelling import NEARLY_THE_SAME, did_you_mean, nearest
from booklet.config.editions import EditionSettings
from booklet.config.schema import Colours, Config, Contributors, Ebook, Fonts, Paper, Part
from booklet.config.session import SessionSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from booklet.common.errors import Place
    from booklet.config.toml_lines import Key
    from booklet.config.values import Table

_KEY_ITSELF = "[key]"
"""How pydantic says that a name is wrong, and not its value."""

TABLES: Mapping[str, type[Table]] = {
    "colours": Colours,
    "contributors": Contributors,
    "ebook": Ebook,
    "editions": EditionSettings,
    "fonts": Fonts,
    "paper": Paper,
    "part": Part,
    "session": SessionSettings,
}
"""Tables of settings and what may stand in them, by name."""

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


def other_name(
    key: Key, lines: Mapping[Key, int], text: str, schema: type[Table], place: Place
) -> Fix | None:
    """Exchange a name that is nearly one of ours; never for one that stands there already."""
    *tables, name = (str(step) for step in key if not isinstance(step, int))
    known = [field.alias or own for own, field in _schema_of(tables, schema).model_fields.items()]
    other = _OTHER_SPELLINGS.get(name.lower(), "") if not tables else ""
    meant = other or nearest(name, known, least=NEARLY_THE_SAME)
    line = text.split("\n")[place.line - 1]
    found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line)
    if not meant or found is None or (*key[:-1], meant) in lines:
        return None
    return Fix(replace(place, column=found.start() + 1), name, meant)


def _schema_of(tables: Sequence[str], whole: type[Table]) -> type[Table]:
    return TABLES[tables[0]] if tables else whole


def explain(
    key: Key, kind: str, context: Mapping[str, Any], schema: type[Table]
) -> tuple[str, str, str]:
    """Say code, problem and hint for what a schema has found.

    Args:
        key: of the setting.
        kind: of the error, as pydantic calls it.
        context: its values.
        schema: of the file.
    """
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
    schema = _schema_of(tables, whole)
    known = [field.alias or own for own, field in schema.model_fields.items()]
    other = _OTHER_SPELLINGS.get(name.lower(), "") if not tables else ""
    guess = f"Did you mean '{other}'? " if other else did_you_mean(name, known)
    if not guess and not tables:
        homes = [table for table, inner in TABLES.items() if name in inner.model_fields]
        guess = f"'{name}' belongs below a line [{homes[0]}]. " if homes else ""
    elif not guess and name in Config.model_fields:
        guess = f"'{name}' belongs above the first line in square brackets. "
    return guess.rstrip() or f"The settings here are: {', '.join(known)}."
