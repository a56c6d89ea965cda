"""A proxy that is the only way to hosts that do not exist, and remembers what it was asked for."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class RecordingProxy(ThreadingHTTPServer):
    """An HTTP proxy on this machine.

    Attributes:
        files: what it has, by absolute address; everything else is not found.
        asked: each address, in the order of the requests.
        host_and_port: where it is, as `127.0.0.1:8080`.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.asked: list[str] = []
        self.host_and_port = f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: RecordingProxy

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        content = self.server.files.get(self.path)
        self.send_response(404 if content is None else 200)
        if self.path.endswith("/"):
            self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def do_CONNECT(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(403)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def recording_proxy(files: Mapping[str, bytes]) -> Iterator[RecordingProxy]:
    """Run a proxy as long as the block lasts."""
    with RecordingProxy(files) as proxy:
        thread = threading.Thread(target=proxy.serve_forever)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
