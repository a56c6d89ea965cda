"""A server of ours in a thread of a test, and requests written by hand. Loopback only."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.server.guard import Admission
from booklet.server.listen import listen, listen_again
from booklet.server.run import run_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.types import ASGIApp

    from booklet.server.listen import Listener

LONGEST = 90.0


@contextlib.contextmanager
def serving(app: ASGIApp, hosts: Sequence[str] = ("127.0.0.1",)) -> Iterator[Listener]:
    """Serve an application while the block runs; what the server raises, this raises."""
    with listen(hosts) as listener, _running(app, listener):
        yield listener


@contextlib.contextmanager
def admitting(
    app: ASGIApp, before: tuple[int, str, str] | None = None, told: list[str] | None = None
) -> Iterator[tuple[Listener, Admission]]:
    """Serve an application to browsers that are let in one by one, as `preview` does.

    Args:
        app: to be served.
        before: the identity of the listener in whose place this one comes.
        told: gets new addresses.
    """
    with listen_again(before) as listener:
        admission = Admission(listener, ([] if told is None else told).append)
        with _running(app, listener, admission):
            yield listener, admission


@contextlib.contextmanager
def _running(
    app: ASGIApp, listener: Listener, admission: Admission | None = None
) -> Iterator[None]:
    over, raised = threading.Event(), []

    async def until() -> None:
        await asyncio.to_thread(over.wait)

    def run() -> None:
        try:
            run_server(app, listener, until, admission)
        except Exception as error:  # noqa: BLE001 - it is raised again in the test's own thread
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LONGEST)
        assert not thread.is_alive()
    if raised:
        raise raised[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read to its end.

    Attributes:
        status: such as 200; 0 when the connection was closed without one.
        headers: by their names in small letters.
        body: as it came.
    """

    status: int
    headers: dict[str, str]
    body: bytes


def connect(listener: Listener, host: str = "", source: str = "") -> socket.socket:
    """Open a connection to one of the listener's addresses, from one of loopback's."""
    bound = (source, 0) if source else None
    return socket.create_connection(
        (host or listener.hosts[0], listener.port), LONGEST, source_address=bound
    )


def read_answer(connection: socket.socket) -> Answer:
    """Read until the other end closes."""
    received = bytearray()
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65_536):
            received += part
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    status = int(first.split()[1]) if first else 0
    return Answer(status, {name.lower(): value for name, _, value in pairs}, body)


def ask(
    listener: Listener,
    path: str,
    *,
    method: str = "GET",
    host: str | None = None,
    source: str = "",
    **headers: str,
) -> Answer:
    """Make one request.

    Args:
        listener: of the server.
        path: as it stands in the request, after the secret if it does not begin with "/".
        method: of the request.
        host: what the header `Host` says; without this, the right name.
        source: the address of the client: any of 127.0.0.0/8.
        headers: more of them, with "_" for "-".
    """
    target = path if path.startswith(("/", "http")) else f"/{listener.secret}/{path}"
    name = f"{listener.hosts[0]}:{listener.port}" if host is None else host
    lines = [f"{method} {target} HTTP/1.1", f"Host: {name}", "Connection: close"]
    lines += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    with connect(listener, source=source) as connection:
        with contextlib.suppress(ConnectionError):  # it may be refused before it has all been sent
            connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        return read_answer(connection)
