"""The application that is served: the page, the files on it and no others, the leader's page."""

from __future__ import annotations

import hashlib
import ipaddress
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Scope

    from booklet.share.files import SharedFile
    from booklet.share.page import Page

_FRESH = "private, no-cache"
"""Kept by the browser, and asked for each time whether it is still right (RFC 9111, 5.2.2.4)."""

_SELF_CONTAINED = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page that carries all it needs may do."""

_MOST_DEVICES = 5000
"""More than any school has; what is counted must not grow without end."""


@dataclass(slots=True)
class Visitors:
    """Which other devices have opened the page. Their addresses are forgotten with the process.

    Attributes:
        own: the addresses of this computer besides loopback.
    """

    own: frozenset[str]
    _seen: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many there were."""
        return len(self._seen)

    def is_own(self, host: str) -> bool:
        """Tell whether a request comes from this computer."""
        return host in self.own or ipaddress.ip_address(host).is_loopback

    def note(self, host: str) -> None:
        """Count a device, once."""
        if not self.is_own(host) and len(self._seen) < _MOST_DEVICES:
            self._seen.add(host)


def make_app(page: Page, leader: Page, files: Iterable[SharedFile], visitors: Visitors) -> ASGIApp:
    """Put the application together.

    Args:
        page: for phones, at the root.
        leader: at `leader/`, for this computer alone.
        files: beside the page.
        visitors: are counted here.
    """

    def show_page(request: Request) -> Response:
        if request.client is not None:
            visitors.note(request.client.host)
        return _answer(page, request)

    def show_leader_page(request: Request) -> Response:
        return _answer(leader, request) if _is_own(request) else _nothing()

    def tell_status(request: Request) -> Response:
        if not _is_own(request):
            return _nothing()
        return JSONResponse({"devices": visitors.count}, headers={"Cache-Control": "no-store"})

    def _is_own(request: Request) -> bool:
        return request.client is not None and visitors.is_own(request.client.host)

    return Starlette(
        routes=[
            Route("/", show_page),
            Route("/leader/", show_leader_page),
            Route("/leader/status", tell_status),
            Mount("/", _ListedFiles(files)),
        ]
    )


def _nothing() -> Response:
    return PlainTextResponse("There is nothing here.\n", 404)


def _answer(page: Page, request: Request) -> Response:
    """Answer with a page, or say that the browser's copy of it is still right."""
    response = Response(
        page.html,
        media_type="text/html",
        headers={
            "Cache-Control": _FRESH,
            "Content-Security-Policy": page.policy,
            "ETag": f'"{hashlib.sha256(page.html.encode()).hexdigest()[:32]}"',
        },
    )
    is_known = StaticFiles().is_not_modified(response.headers, request.headers)
    return NotModifiedResponse(response.headers) if is_known else response


class _ListedFiles(StaticFiles):
    """Starlette's answers for files, with their ranges and validators, for those of a list.

    What a request asks for is looked up as a name, and is never part of a path.
    """

    def __init__(self, files: Iterable[SharedFile]) -> None:
        super().__init__()
        self._files = {file.name: file for file in files}

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a listed file, as it is now: it may have been built again."""
        file = self._files.get(path)
        if file is None:
            return "", None
        try:
            found = file.path.lstat()
        except FileNotFoundError:
            return "", None
        return path, found if stat.S_ISREG(found.st_mode) else None

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with a listed file, by its name."""
        file = self._files[str(full_path)]
        headers = {"Cache-Control": _FRESH}
        if file.media_type == "text/html":
            headers["Content-Security-Policy"] = _SELF_CONTAINED
        response = FileResponse(
            file.path,
            status_code=status_code,
            headers=headers,
            media_type=file.media_type,
            filename=file.name,
            stat_result=stat_result,
            content_disposition_type="inline",  # phones offer to open it, and not only to keep it
        )
        is_known = self.is_not_modified(response.headers, Headers(scope=scope))
        return NotModifiedResponse(response.headers) if is_known else response
