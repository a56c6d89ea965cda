"""Turn away every request that was not made with the address that people were given."""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse

from booklet.server.listen import new_secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from booklet.server.listen import Listener

_COOKIE = "booklet"

_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # else a link out of a page would tell the secret
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Admission:
    """Lets one browser in with each address that its user was given.

    The token in the address works once and is exchanged for a cookie (RFC 6265). Other users of the
    computer can see the addresses that programs are started with, and somebody else can look into
    the history of a browser: what they find opens nothing any more.

    Attributes:
        address: that works now.
    """

    def __init__(self, listener: Listener, tell: Callable[[str], object]) -> None:
        """Prepare an address.

        Args:
            listener: whose cookie is given.
            tell: is called with a new address when somebody comes with one that was used.
        """
        self._listener = listener
        self._tell = tell
        self._token = new_secret()
        self._used: set[str] = set()
        self._was_told = True

    @property
    def address(self) -> str:
        """The address that works now."""
        return f"{self._listener.origin}/{self._token}/"

    def answer(self, path: str) -> ASGIApp | None:
        """Answer a request for an address with a token; None for any other."""
        token = path.strip("/")
        if hmac.compare_digest(token.encode(), self._token.encode()):
            self._used.add(self._token)
            self._token, self._was_told = new_secret(), False
            folder = f"/{self._listener.secret}/"
            admitted = RedirectResponse(folder, 303)
            admitted.set_cookie(
                _COOKIE, self._listener.cookie, path=folder, httponly=True, samesite="lax"
            )
            return admitted
        if token in self._used:
            if not self._was_told:
                self._was_told = True
                self._tell(self.address)
            return PlainTextResponse(
                "This address has been used already. Where the command runs, there is a new one.\n",
                410,
            )
        return None

    def has_cookie(self, headers: Headers) -> bool:
        """Tell whether a request comes from a browser that was let in."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(_COOKIE)
        except CookieError:
            return False
        ours = self._listener.cookie
        return found is not None and hmac.compare_digest(found.value.encode(), ours.encode())


class Guard:
    """An application behind a secret: it gets what comes under the right name, path and origin.

    A page of another site can make a browser send requests to this computer, also under a name of
    its own that leads here (DNS rebinding). The header `Host` gives such a name away, `Origin` the
    other site (RFC 6454, 7).
    """

    def __init__(
        self, app: ASGIApp, listener: Listener, admission: Admission | None = None
    ) -> None:
        """Stand before an application.

        Args:
            app: sees paths without the listener's secret, which is its `root_path`.
            listener: its names are what `Host` may say.
            admission: for browsers that were given an address of their own; without it the secret
                is enough.
        """
        self._app = app
        self._names = listener.names
        self._secret = listener.secret
        self._admission = admission

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
        return self._refuse_path(scope["path"], headers)

    def _refuse_path(self, path: str, headers: Headers) -> ASGIApp | None:
        """Return the answer to whoever does not know the secret, or was not let in."""
        if self._admission is not None and (answer := self._admission.answer(path)):
            return answer
        first, slash, _ = path.removeprefix("/").partition("/")
        # As bytes: of strings, only ASCII ones can be compared in constant time.
        if not hmac.compare_digest(first.lower().encode(), self._secret.encode()):
            return PlainTextResponse("There is nothing here.\n", 404)
        if not slash or first != self._secret:  # as people type it; relative links need the slash
            return RedirectResponse(f"/{self._secret}/", 308)
        if self._admission is not None and not self._admission.has_cookie(headers):
            return PlainTextResponse("Open the address that the command has printed.\n", 403)
        return None
