"""Sockets to listen at, and secrets that keep an address from being guessed."""

from __future__ import annotations

import contextlib
import secrets
import socket
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOOPBACK = "127.0.0.1"
"""The address of this computer that no other computer can reach (RFC 1122, 3.2.1.3)."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""What people can tell apart when they type it from a screen: no i, l, o, 0 and 1."""

_GROUP, _GROUPS = 5, 2
"""Ten characters of 31 are 49 bits: at 10,000 guesses a second, one in 10 million in two hours."""

_ATTEMPTS = 20


def new_secret() -> str:
    """Choose the first part of a path so that nobody guesses it, such as `k7m2n-9qx3h`."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUP * _GROUPS)]
    return "-".join("".join(letters[i : i + _GROUP]) for i in range(0, len(letters), _GROUP))


@dataclass(frozen=True, slots=True)
class Listener:
    """Sockets that listen at the same port of one or more of this computer's addresses.

    Attributes:
        sockets: one for each address.
        hosts: IPv4 addresses, the one to tell people first.
        port: of all of them.
        secret: the first part of every path.
        cookie: what a browser shows that was let in, where the secret is not enough.
    """

    sockets: tuple[socket.socket, ...]
    hosts: tuple[str, ...]
    port: int
    secret: str
    cookie: str = ""

    @property
    def origin(self) -> str:
        """Where it listens: `http://192.168.1.20:8123`."""
        return f"http://{self.hosts[0]}:{self.port}"

    @property
    def identity(self) -> tuple[int, str, str]:
        """What a window knows it by; see `listen_again`."""
        return self.port, self.secret, self.cookie

    @property
    def address(self) -> str:
        """The address to tell people: `http://192.168.1.20:8123/k7m2n-9qx3h/`."""
        return f"{self.origin}/{self.secret}/"

    @property
    def names(self) -> frozenset[str]:
        """What the header `Host` may say (RFC 9110, 7.2)."""
        local = ("localhost",) if LOOPBACK in self.hosts else ()
        return frozenset(f"{host}:{self.port}" for host in (*self.hosts, *local))


@contextlib.contextmanager
def listen(hosts: Sequence[str] = (LOOPBACK,), port: int = 0) -> Iterator[Listener]:
    """Listen at some of this computer's addresses, and at no other.

    Args:
        hosts: IPv4 addresses, the one to tell people first.
        port: 0 takes any that is free at all of them.

    Raises:
        SetupError: when an address is not this computer's, or the port is taken.
    """
    with contextlib.ExitStack() as stack:
        sockets = _bind(hosts, port)
        for one in sockets:
            stack.enter_context(one)
            one.listen()
        port = sockets[0].getsockname()[1]
        yield Listener(sockets, tuple(hosts), port, new_secret(), secrets.token_urlsafe())


@contextlib.contextmanager
def listen_again(before: tuple[int, str, str] | None) -> Iterator[Listener]:
    """Listen at this computer's own address, where another process did before if that is possible.

    So a window that was open finds the program again after it has been started anew.

    Args:
        before: the `identity` of that process's listener; None for the first time.

    Raises:
        SetupError: when nothing can be served.
    """
    with contextlib.ExitStack() as stack:
        listener = None
        if before is not None:
            port, secret, cookie = before
            with contextlib.suppress(SetupError):  # another program has the port now
                listener = stack.enter_context(listen(port=port))
                listener = replace(listener, secret=secret, cookie=cookie)
        yield listener or stack.enter_context(listen())


def _bind(hosts: Sequence[str], port: int) -> tuple[socket.socket, ...]:
    """Bind a socket at each address, all with the same port."""
    for attempt in range(_ATTEMPTS):
        bound: list[socket.socket] = []
        try:
            for host in hosts:
                bound.append(_new_socket())
                bound[-1].bind((host, bound[0].getsockname()[1] if bound[1:] else port))
        except OSError as error:
            for one in bound:
                one.close()
            # A port that is free at the first address may be taken at the next.
            if port or len(bound) == 1 or attempt == _ATTEMPTS - 1:
                raise SetupError(
                    f"nothing can be served at {host}"
                    f"{f', port {port}' if port else ''}: {error.strerror or error}",
                    hint="Another program may use the port: choose another one, or none. The "
                    "address must be one of this computer's own.",
                ) from error
        else:
            return tuple(bound)
    raise AssertionError


def _new_socket() -> socket.socket:
    """Make a socket that takes no port from a running program, and waits for no dead one's."""
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":  # there SO_REUSEADDR would share the port with a running program
        one.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return one
