"""Run an application on uvicorn, so that no client keeps the others from being served.

Uvicorn limits what a request may hold, and closes connections that are kept alive. What it lets
wait for ever is bounded here: half a request, and an answer that nobody reads.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from typing import TYPE_CHECKING

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from booklet.common.errors import BugError
from booklet.server.guard import Guard

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from starlette.types import ASGIApp

    from booklet.server.guard import Admission
    from booklet.server.listen import Listener

PATIENCE = 20.0
"""Seconds for a client to send a whole request, and to read some 50 kB of an answer: half a minute
would be a phone that has gone out of reach."""

_KEPT_ALIVE = 5
"""Seconds that a connection stays open after an answer."""

_GRACE = 3
"""Seconds for answers to be finished when the server stops."""

_LONGEST_HEAD = 16_384
"""Bytes of a request's first line and headers together."""

_MOST_CONNECTIONS = 1000
"""A browser opens six at a time, so this is 160 phones in the same second."""

_SHARE_OF_ONE_ADDRESS = 0.5
"""How much of all connections one address may have; many Wi-Fi networks show all their phones
under one address."""

_DESCRIPTORS_BESIDES = 64
"""File descriptors for everything but connections, each of which needs two."""


def run_server(
    app: ASGIApp,
    listener: Listener,
    until: Callable[[], Awaitable[None]],
    admission: Admission | None = None,
) -> None:
    """Serve an application behind the listener's secret until it is time to stop.

    Args:
        app: for Starlette's interface (ASGI); its `root_path` is the secret.
        listener: open.
        until: the server stops when this returns, or when somebody presses Ctrl-C. It runs on the
            server's event loop, so it may look at what the application keeps.
        admission: lets browsers in, where the secret is not enough.

    Raises:
        BugError: after the end, when the application has raised an exception; the other requests
            have been answered.
    """
    faults = _Faults()
    config = Config(
        Guard(app, listener, admission),
        http=_BoundedProtocol,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # they would let a client say that it is another
        server_header=False,
        limit_concurrency=min(_MOST_CONNECTIONS, _allow_descriptors()),
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_keep_alive=_KEPT_ALIVE,
        timeout_graceful_shutdown=_GRACE,
    )
    with faults.collected(), contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(Server(config), listener, until, faults))
    if faults.first is not None:
        raise BugError.during("answering a browser", faults.first) from faults.first


async def _serve(
    server: Server, listener: Listener, until: Callable[[], Awaitable[None]], faults: _Faults
) -> None:
    """Serve until `until` returns; what it raises stops the server too."""

    def stop(_: object) -> None:
        server.should_exit = True

    asyncio.get_running_loop().set_exception_handler(faults.take_context)
    ending = asyncio.ensure_future(until())
    ending.add_done_callback(stop)
    try:
        await server.serve(sockets=list(listener.sockets))
    finally:
        ending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ending
        # Uvicorn leaves open what was not finished in time, and an event loop closes no sockets.
        for connection in list(server.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(0)  # until they are closed


class _BoundedProtocol(H11Protocol):
    """A connection that ends when its client keeps it waiting, or has too many of them."""

    _for_request: asyncio.TimerHandle | None = None
    _for_reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        most = self.config.limit_concurrency or _MOST_CONNECTIONS
        ours = sum(_host(one) == _host(self) for one in self.connections)
        if len(self.connections) >= most or ours > most * _SHARE_OF_ONE_ADDRESS:
            transport.abort()
        else:
            self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget what was waited for."""
        super().connection_lost(exc)
        for timer in (self._for_request, self._for_reading):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Read on; half a request starts no new wait."""
        super().data_received(data)
        self._wait_for_request()

    def on_response_complete(self) -> None:
        """Wait for the next request on this connection."""
        super().on_response_complete()
        self._wait_for_request()

    def pause_writing(self) -> None:
        """Give the client time to read."""
        super().pause_writing()
        if self._for_reading is None:
            self._for_reading = self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        super().resume_writing()
        if self._for_reading is not None:
            self._for_reading.cancel()
            self._for_reading = None

    def _wait_for_request(self) -> None:
        """Start to wait for a request, or stop because there is one to be answered."""
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering and self._for_request is not None:
            self._for_request.cancel()
            self._for_request = None
        elif not is_answering and self._for_request is None:
            self._for_request = self.loop.call_later(PATIENCE, self.transport.abort)


def _host(connection: object) -> str | None:
    """Return the address of the computer at the other end of a connection."""
    return (
        connection.client[0] if isinstance(connection, H11Protocol) and connection.client else None
    )


def _allow_descriptors() -> int:
    """Ask the system for more file descriptors, and return how many connections they are for."""
    if sys.platform == "win32":
        return _MOST_CONNECTIONS
    import resource  # noqa: PLC0415 - not on Windows

    wanted = 2 * _MOST_CONNECTIONS + _DESCRIPTORS_BESIDES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(OSError, ValueError):  # some systems allow less than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
            soft = allowed
    else:
        soft = wanted
    return max((soft - _DESCRIPTORS_BESIDES) // 2, 1)


class _Faults(logging.Handler):
    """Keeps the first exception of the application; what clients do wrong is no news.

    Attributes:
        first: the exception, if there was one.
    """

    first: Exception | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Look at what uvicorn has to say."""
        if record.exc_info:
            self._take(record.exc_info[1])

    def take_context(self, _: object, context: Mapping[str, object]) -> None:
        """Look at what asyncio has to say (`loop.call_exception_handler`)."""
        self._take(context.get("exception"))

    def _take(self, error: object) -> None:
        # An OSError is a connection that broke, or a system that has no more descriptors.
        if self.first is None and isinstance(error, Exception) and not isinstance(error, OSError):
            self.first = error

    @contextlib.contextmanager
    def collected(self) -> Iterator[None]:
        """Hear uvicorn alone, and let it print nothing."""
        logger = logging.getLogger("uvicorn.error")
        propagated, logger.propagate = logger.propagate, False
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.propagate = propagated
