"""Firefox and WebKit for tests, driven as the W3C's WebDriver says.

Both know the same commands. WebKit's driver takes them over HTTP; Firefox takes them over its own
protocol, Marionette: JSON on a socket, each message with its length and a colon before it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from conftest import missing, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 90.0
_MINI_BROWSERS = "/usr/lib/*/webkit*gtk-*/MiniBrowser"
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The name under which WebDriver gives elements (W3C WebDriver, 11)."""
_ENTER = "\ue007"
"""The key, among those that are no characters (17.4.2)."""


class _Send(Protocol):
    def __call__(self, command: str, /, **values: Any) -> Any:  # noqa: ANN401 - any JSON
        """Give a command, and return what comes back."""


class Page:
    """The one page that a browser shows."""

    def __init__(self, send: _Send) -> None:
        self._send = send

    def open(self, address: str) -> None:
        """Open an address, and wait until it is there."""
        self._send("Navigate", url=address)

    def run(self, script: str) -> Any:  # noqa: ANN401 - any JSON
        """Run an expression of JavaScript, and return what it gives."""
        return self._send("ExecuteScript", script=f"return {script};", args=[])

    def wait_for(self, script: str) -> Any:  # noqa: ANN401 - any JSON
        """Wait until an expression is true, and return it."""
        until = time.monotonic() + LONGEST
        while not (value := self.run(script)):
            assert time.monotonic() < until, f"never true: {script}"
            time.sleep(0.05)
        return value

    def click(self, selector: str) -> None:
        """Click an element, as a mouse does."""
        found = self._send("FindElement", using="css selector", value=selector)
        self._send("ElementClick", id=str(found[_ELEMENT]))

    def type(self, text: str) -> None:
        """Press the keys that write a text into what has the focus."""
        pressed = [
            {"type": kind, "value": key}
            for key in text.replace("\n", _ENTER)
            for kind in ("keyDown", "keyUp")
        ]
        keys = {"type": "key", "id": "keyboard", "actions": pressed}
        self._send("PerformActions", actions=[keys])


@contextlib.contextmanager
def firefox() -> Iterator[Page]:
    """Run Firefox without a window; skip or fail without it."""
    called = shutil.which("firefox-esr") or program("firefox", "firefox-esr")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        port = _free_port()
        Path(profile, "user.js").write_text(f'user_pref("marionette.port", {port});\n', "utf-8")
        command = [called, "--headless", "--marionette", "--no-remote", "--profile", profile]
        with _started(command, HOME=profile), _until_there(_connect, port) as connection:
            _read_message(connection)
            send = _marionette(connection)
            send("NewSession")
            yield Page(send)


@contextlib.contextmanager
def webkit() -> Iterator[Page]:
    """Run WebKit on a screen that nobody sees; skip or fail without it."""
    driver = program("WebKitWebDriver", "webkit2gtk-driver")
    screen = program("xvfb-run", "xvfb")
    browsers = sorted(Path("/").glob(_MINI_BROWSERS[1:]))
    if not browsers:
        missing("WebKit's own small browser", "Debian: apt install webkit2gtk-driver")
    options = {"binary": str(browsers[-1]), "args": ["--automation"]}
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        port = _free_port()
        command = [screen, "-a", driver, f"--port={port}", "--host=127.0.0.1"]
        with _started(command, HOME=home, WEBKIT_DISABLE_DMABUF_RENDERER="1"):
            _until_there(_connect, port).close()
            address = f"http://127.0.0.1:{port}/session"
            wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
            made = _post(address, wanted)
            yield Page(_over_http(f"{address}/{made['sessionId']}"))


def _marionette(connection: socket.socket) -> _Send:
    def send(command: str, /, **values: Any) -> Any:  # noqa: ANN401 - any JSON
        message = json.dumps([0, 1, f"WebDriver:{command}", values]).encode()
        connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = _read_message(connection)
        assert error is None, (command, error)
        return result["value"] if set(result) == {"value"} else result

    return send


def _read_message(connection: socket.socket) -> Any:  # noqa: ANN401 - any JSON
    size = b""
    while not size.endswith(b":"):
        size += _receive(connection, 1)
    message = b""
    while len(message) < int(size[:-1]):
        message += _receive(connection, int(size[:-1]) - len(message))
    return json.loads(message)


def _receive(connection: socket.socket, most: int) -> bytes:
    part = connection.recv(most)
    assert part, "the browser has ended"
    return part


def _over_http(session: str) -> _Send:
    paths = {
        "Navigate": "url",
        "ExecuteScript": "execute/sync",
        "FindElement": "element",
        "ElementClick": "element/{id}/click",
        "PerformActions": "actions",
    }

    def send(command: str, /, **values: Any) -> Any:  # noqa: ANN401 - any JSON
        return _post(f"{session}/{paths[command].format(**values)}", values)

    return send


def _post(address: str, values: object) -> Any:  # noqa: ANN401 - any JSON
    request = urllib.request.Request(address, json.dumps(values).encode(), method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=LONGEST) as answer:  # noqa: S310 - loopback
        return json.load(answer)["value"]


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), LONGEST)


def _until_there(connect: Callable[[int], socket.socket], port: int) -> socket.socket:
    until = time.monotonic() + LONGEST
    while True:
        try:
            return connect(port)
        except OSError:
            assert time.monotonic() < until, "the browser does not answer"
            time.sleep(0.1)


@contextlib.contextmanager
def _started(command: list[str], **environment: str) -> Iterator[None]:
    """Run a program, and all that it starts, while the block runs."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        process.wait(timeout=20)
