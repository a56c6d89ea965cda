"""Read what a window asks for, and turn away what no window of ours would ask."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from booklet.common.product_paths import STANDARD
from booklet.common.stray_settings import FILE_NAME
from booklet.pipelines.preview import PRODUCTS
from booklet.preview.chapters import list_files
from booklet.theme.editions import edition_names

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from starlette.requests import Request
    from starlette.responses import Response

    from booklet.preview.live_preview import LivePreview

    Answer: TypeAlias = Callable[[LivePreview, Request], Awaitable[Response]]

FOR_EVER = "private, max-age=31536000, immutable"
"""What `Cache-Control` says of answers that never change."""

_LARGEST_BODY = 6_000_000
"""Bytes of a request: a chapter of five million, and what is around it."""


def edition_of(preview: LivePreview, request: Request) -> str:
    """Return the edition or product that a request names; the standard edition for none."""
    edition = request.query_params.get("edition", STANDARD)
    if edition not in {*edition_names(preview.project), *PRODUCTS}:
        raise HTTPException(404)
    return edition


def known_path(preview: LivePreview, path: str) -> str:
    """Let a browser name only what is a chapter of this project, or its settings.

    A chapter that it has opened stays one, even if another program removes its file.
    """
    if preview.texts.is_open(path):
        return path
    known = {one.path for one in list_files(preview.project, preview.texts)}
    if path not in known | {FILE_NAME}:
        raise HTTPException(404)
    return path


async def read_values(request: Request) -> dict[str, Any]:
    """Read the JSON of a request."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415)
    content = await read_body(request, _LARGEST_BODY)
    try:
        values = json.loads(content)
    except ValueError:
        raise HTTPException(400) from None
    if not isinstance(values, dict):
        raise HTTPException(400)
    return values


async def read_body(request: Request, largest: int) -> bytes:
    """Read a request of so many bytes at most."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > largest:
            raise HTTPException(413)
    return bytes(content)


def string_of(values: dict[str, Any], name: str) -> str:
    """Return a value that must be text."""
    value = values.get(name)
    if not isinstance(value, str):
        raise HTTPException(400)
    return value
