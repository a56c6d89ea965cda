"""What a window writes: texts, and chapters that begin, change places or get another name."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from booklet.preview.chapters import list_files, rename, reorder
from booklet.preview.routes.messages import text_message
from booklet.preview.routes.requests import known_path, read_values, string_of
from booklet.scaffold import start_chapter

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from booklet.preview.live_preview import LivePreview
    from booklet.preview.routes.requests import Answer


async def _text(preview: LivePreview, request: Request) -> Response:
    path = known_path(preview, request.query_params.get("path", ""))
    return JSONResponse(text_message(preview, preview.texts.open(path)))


async def _edit(preview: LivePreview, request: Request) -> Response:
    values = await read_values(request)
    path = known_path(preview, string_of(values, "path"))
    revision = values.get("revision")
    if not isinstance(revision, int):
        raise HTTPException(400)
    text = string_of(values, "text").replace("\r\n", "\n")
    return JSONResponse({"revision": preview.edit(path, text, revision).revision})


async def _keep(preview: LivePreview, request: Request) -> Response:
    """Decide between what was written here and what another program has written."""
    values = await read_values(request)
    path = known_path(preview, string_of(values, "path"))
    keep = preview.texts.keep_mine if values.get("mine") else preview.texts.take_theirs
    text = await asyncio.to_thread(keep, path)
    preview.notice_files()
    return JSONResponse(text_message(preview, text))


async def _list(preview: LivePreview, request: Request) -> Response:
    del request
    return JSONResponse({"chapters": await _chapters(preview)})


async def _start(preview: LivePreview, request: Request) -> Response:
    values = await read_values(request)
    written = await asyncio.to_thread(
        start_chapter, preview.project, string_of(values, "title"), str(values.get("author") or "")
    )
    preview.notice_files()
    path = written[0].relative_to(preview.project).as_posix()
    return JSONResponse({"path": path})


async def _rename(preview: LivePreview, request: Request) -> Response:
    values = await read_values(request)
    path, title = known_path(preview, string_of(values, "path")), string_of(values, "title")
    new = await asyncio.to_thread(rename, preview.project, preview.texts, path, title)
    preview.notice_files()
    return JSONResponse({"path": new})


async def _order(preview: LivePreview, request: Request) -> Response:
    values = await read_values(request)
    paths = values.get("paths")
    if not isinstance(paths, list):
        raise HTTPException(400)
    moves = await asyncio.to_thread(
        reorder, preview.project, preview.texts, [str(path) for path in paths]
    )
    preview.notice_files()
    return JSONResponse({"moves": dict(moves)})


async def _chapters(preview: LivePreview) -> list[dict[str, Any]]:
    listed = await asyncio.to_thread(list_files, preview.project, preview.texts)
    return [asdict(one) for one in listed]


WRITING: tuple[tuple[str, Answer, str], ...] = (
    ("/text", _text, "GET"),
    ("/text", _edit, "POST"),
    ("/keep", _keep, "POST"),
    ("/chapters", _list, "GET"),
    ("/chapters", _start, "POST"),
    ("/rename", _rename, "POST"),
    ("/order", _order, "POST"),
)
"""Addresses, what answers there, and the method of the requests."""
