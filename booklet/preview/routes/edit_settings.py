"""The settings that a form in the window has: read from `booklet.toml`, and written line by line.

The others are changed in the text of the file, which the window shows like a chapter.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from booklet.common.errors import ConfigError
from booklet.common.stray_settings import FILE_NAME
from booklet.config import parse_config, parse_values
from booklet.config.toml_edit import set_value
from booklet.preview.routes.requests import read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from booklet.preview.live_preview import LivePreview
    from booklet.preview.routes.requests import Answer

_WORDS = ("title", "subtitle", "logo")
_FIELDS = frozenset((*_WORDS, "authors", "accent", "session"))


async def _show(preview: LivePreview, request: Request) -> Response:
    del request
    return JSONResponse(show_settings(preview.texts.open(FILE_NAME).text))


async def _change(preview: LivePreview, request: Request) -> Response:
    values = await read_values(request)
    await asyncio.to_thread(_edit, preview, values)
    return JSONResponse({})


def _edit(preview: LivePreview, values: Mapping[str, Any]) -> None:
    before = preview.texts.open(FILE_NAME)
    preview.edit(FILE_NAME, change_settings(before.text, values), before.revision)


def show_settings(text: str) -> dict[str, Any]:
    """Say what the fields of the form hold.

    Args:
        text: of the file.

    Raises:
        ConfigError: when something in it is wrong, which is better mended in the text.
    """
    config, written = parse_config(text), parse_values(text)
    author = written.get("author", ())
    return {
        **{name: str(written.get(name, "")) for name in _WORDS},
        "authors": [author] if isinstance(author, str) else [str(one) for one in author],
        "accent": config.colours.accent,
        "session": config.session.date.isoformat() if config.session.date else "",
    }


def change_settings(text: str, values: Mapping[str, Any]) -> str:
    """Change fields of the form in the text of the file, each on its own line.

    Args:
        text: of the file.
        values: of the fields that were changed, by name; "" or no author takes the setting away.

    Raises:
        ConfigError: when a value cannot be used; the text stays as it is.
        UsageError: when a setting is written in a way that is better changed by hand.
        HTTPException: when there is no such field, or it cannot hold this.
    """
    if not values.keys() <= _FIELDS:
        raise HTTPException(400)
    parse_config(text)
    for name in (*_WORDS, "accent"):
        if name in values:
            key = ("colours", "accent") if name == "accent" else (name,)
            text = set_value(text, key, _one_line(values[name]) or None)
    if "authors" in values:
        if not isinstance(values["authors"], list):
            raise HTTPException(400)
        authors = [*filter(None, map(_one_line, values["authors"]))]
        text = set_value(text, ("author",), authors[0] if len(authors) == 1 else authors or None)
    if "session" in values:
        is_table = isinstance(parse_values(text).get("session"), dict)
        text = set_value(text, ("session", "date") if is_table else ("session",), _day(values))
    _check(text)
    return text


def _check(text: str) -> None:
    """Say the first thing that is wrong; the form has no room for a list."""
    try:
        parse_config(text)
    except ConfigError as error:
        first = next(iter(error.findings), error)
        raise ConfigError(first.problem, hint=first.hint) from error


def _one_line(value: object) -> str:
    if not isinstance(value, str):
        raise HTTPException(400)
    return " ".join(value.split())


def _day(values: Mapping[str, Any]) -> dt.date | None:
    day = _one_line(values["session"])
    try:
        return dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise HTTPException(400) from None


SETTINGS: tuple[tuple[str, Answer, str], ...] = (
    ("/settings", _show, "GET"),
    ("/settings", _change, "POST"),
)
"""Addresses, what answers there, and the method of the requests."""
