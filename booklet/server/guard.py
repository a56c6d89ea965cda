"""Turn away every request that was not made with the address that people were given."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # else a link out of a page would tell the secret
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Guard:
    """An application behind a secret: it gets what comes under the right name, path and origin.

    A page of another site can make a browser send requests to this computer, also under a name of
    its own that leads here (DNS rebinding). The header `Host` gives such a name away, `Origin` the
    other site (RFC 6454, 7).
    """

    def __init__(self, app: ASGIApp, *, names: frozenset[str], secret: str) -> None:
        """Stand before an application.

        Args:
            app: sees paths without the secret, which is its `root_path`.
            names: what `Host` may say, with the port.
            secret: the first part of the path.
        """
        self._app = app
        self._names = names
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application do it."""
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self._refusal(scope) or self._app
        await app({**scope, "root_path": f"/{self._secret}"}, receive, send_guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        """Return the answer to a request that the application must not see."""
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._names:
            return PlainTextResponse("This computer has another name here.\n", 421)
        origins = {f"http://{name}" for name in self._names}
        if headers.get("origin", "").lower() not in {"", *origins}:
            return PlainTextResponse("Not from another site.\n", 403)
        path: str = scope["path"]
        first, slash, _ = path.removeprefix("/").partition("/")
        # As bytes: of strings, only ASCII ones can be compared in constant time.
        if not hmac.compare_digest(first.lower().encode(), self._secret.encode()):
            return PlainTextResponse("There is nothing here.\n", 404)
        if not slash or first != self._secret:  # as people type it; relative links need the slash
            return RedirectResponse(f"/{self._secret}/", 308)
        return None
