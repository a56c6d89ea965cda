"""What a window sees: news as they come, pictures of pages, and where on them a text stands."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response, StreamingResponse

from booklet.preview.routes.messages import splice, state_message
from booklet.preview.routes.requests import FOR_EVER, edition_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from booklet.preview.live_preview import LivePreview
    from booklet.preview.routes.requests import Answer
    from booklet.preview.snapshot import BlockPlace, ShownPage

_KEEP_ALIVE = 15.0
"""Seconds after which an idle stream of events says that it is alive."""

_RETRY = 500
"""Milliseconds after which a window asks again when the program has stopped."""

_SCALES = (0.25, 4.0)
"""Pixels for each point of a page, at least and at most."""


async def _events(preview: LivePreview, request: Request) -> Response:
    """Tell a window what is new, for as long as it is open (WHATWG HTML, server-sent events).

    The first message has everything, those after it what has changed since.
    """
    edition, path = edition_of(preview, request), request.query_params.get("chapter", "")
    stream = stream_news(preview, edition, path)
    return StreamingResponse(stream, media_type="text/event-stream")


async def stream_news(preview: LivePreview, edition: str, path: str) -> AsyncIterator[str]:
    """Yield all that a window shows, and then what has changed of it, whenever something has."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def tell() -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(news.set)

    end = preview.listen(tell)
    preview.look_at(edition, path)
    shown: tuple[ShownPage, ...] | None = None
    said: dict[str, str] = {}
    try:
        yield f"retry: {_RETRY}\n\n"
        while True:
            news.clear()
            snapshot = preview.snapshot(edition)
            values = await asyncio.to_thread(state_message, preview, edition, path, snapshot)
            written = {name: json.dumps(value) for name, value in values.items()}
            changed = {name: text for name, text in written.items() if said.get(name) != text}
            said = written
            if snapshot.pages != shown:
                changed["splice"] = json.dumps(splice(shown or (), snapshot.pages))
            shown = snapshot.pages
            if changed:
                parts = (f'"{name}": {text}' for name, text in changed.items())
                yield f"data: {{{', '.join(parts)}}}\n\n"
            try:
                await asyncio.wait_for(news.wait(), _KEEP_ALIVE)
            except TimeoutError:
                yield ":\n\n"
    finally:
        end()
        preview.look_away(edition)


async def _picture(preview: LivePreview, request: Request) -> Response:
    edition, digest = request.path_params["edition"], request.path_params["digest"]
    try:
        scale = float(request.query_params.get("scale", "1"))
    except ValueError:
        raise HTTPException(400) from None
    if not _SCALES[0] <= scale <= _SCALES[1]:
        raise HTTPException(400)
    drawn = await asyncio.to_thread(preview.picture, edition, digest, scale)
    if drawn is None:
        raise HTTPException(404)
    return Response(drawn, media_type="image/png", headers={"Cache-Control": FOR_EVER})


async def _place(preview: LivePreview, request: Request) -> Response:
    """Tell which line of which chapter a point of a page is from."""
    edition, query = edition_of(preview, request), request.query_params
    try:
        index, x, y = int(query["page"]), float(query["x"]), float(query["y"])
    except (KeyError, ValueError):
        raise HTTPException(400) from None
    pages = preview.snapshot(edition).pages
    if not 0 <= index < len(pages):
        raise HTTPException(404)
    page = pages[index]
    blocks = [one for one in preview.blocks(edition, page.source) if one.page_index == index]
    words = await asyncio.to_thread(
        preview.words_at, edition, page.digest, x * page.width, y * page.height
    )
    nearest = min(blocks, key=lambda one: _distance(one, x, y), default=None)
    line = nearest.line if nearest else 0
    return JSONResponse({"path": page.source, "line": line, "words": words})


def _distance(block: BlockPlace, x: float, y: float) -> tuple[float, float]:
    """Say how far a point lies outside of a block; of those that it is in, the smallest counts."""
    beside = max(block.x - x, 0, x - block.x - block.width)
    above = max(block.y - y, 0, y - block.y - block.height)
    return beside + above, block.width * block.height


async def _pdf(preview: LivePreview, request: Request) -> Response:
    pdf = preview.pdf(edition_of(preview, request))
    if pdf is None:
        raise HTTPException(404)
    return Response(pdf, media_type="application/pdf")


VIEWING: tuple[tuple[str, Answer, str], ...] = (
    ("/events", _events, "GET"),
    ("/pages/{edition}/{digest}.png", _picture, "GET"),
    ("/place", _place, "GET"),
    ("/booklet.pdf", _pdf, "GET"),
)
"""Addresses, what answers there, and the method of the requests."""
