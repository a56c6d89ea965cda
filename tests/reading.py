"""A real reading library in a real browser: an e-book is opened, and what was seen comes back."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = Path(__file__).parent / "readers"
LIBRARIES = ("foliate-js", "epubjs", "@readium/navigator", "@readium/shared", "r2-shared-js")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=390,844",
)
LONGEST = 120


def find_libraries() -> Path | None:
    """Find the folder of npm packages that has the reading libraries."""
    named = os.environ.get("BOOKLET_READERS")
    folders = [Path(named)] if named else []
    folders += [
        Path.home() / ".cache" / name / "node_modules"
        for name in ("booklet-validators", "booklet-readers")
    ]
    return next((one for one in folders if all((one / name).is_dir() for name in LIBRARIES)), None)


def publish(book: Path, folder: Path, node: str, libraries: Path) -> None:
    """Unpack an e-book for Readium, beside the manifest that Readium's own streamer makes of it.

    Args:
        book: the EPUB file.
        folder: for the files of the book, and `manifest.json`.
        node: the program that runs the streamer.
        libraries: from `find_libraries`.
    """
    with zipfile.ZipFile(book) as archive:
        archive.extractall(folder)
    finished = subprocess.run(
        [node, str(PAGES / "manifest.cjs"), str(book)],
        env={**os.environ, "NODE_PATH": str(libraries)},
        stdout=subprocess.PIPE,
        check=True,
    )
    (folder / "manifest.json").write_bytes(finished.stdout)


class _Handler(SimpleHTTPRequestHandler):
    """Serves our pages, the libraries and one e-book, and takes what a page tells."""

    def __init__(
        self,
        *details: Any,  # noqa: ANN401 - the base class takes what the server gives
        libraries: Path,
        book: Path,
        told: queue.Queue[Any],
    ) -> None:
        self.libraries, self.book, self.told = libraries, book, told
        super().__init__(*details, directory=str(PAGES))

    def translate_path(self, path: str) -> str:
        """Find the file for an address."""
        address = urlsplit(path).path
        if address == "/book.epub":
            return str(self.book)
        if address.startswith("/book/"):
            return str(self.book / address.removeprefix("/book/"))
        if address.startswith("/modules/"):
            return str(self.libraries / address.removeprefix("/modules/"))
        return super().translate_path(path)

    def do_POST(self) -> None:
        """Take what a page tells."""
        length = int(self.headers["Content-Length"])
        self.told.put(json.loads(self.rfile.read(length)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve(book: Path, libraries: Path) -> Iterator[tuple[str, queue.Queue[Any]]]:
    """Serve an e-book and the readers on this machine only; yield the address and the answers."""
    told: queue.Queue[Any] = queue.Queue()
    handler = partial(_Handler, libraries=libraries, book=book, told=told)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", told
        finally:
            server.shutdown()
            thread.join()


def read(book: Path, page: str, chromium: str, libraries: Path) -> dict[str, Any]:
    """Open an e-book in one of the readers, and return what its page tells.

    Args:
        book: the EPUB file, or the folder that `publish` filled.
        page: of `tests/readers`, such as `foliate.html?note=trust.xhtml`.
        chromium: the browser's program.
        libraries: from `find_libraries`.
    """
    with (
        serve(book, libraries) as (address, told),
        TemporaryDirectory(
            ignore_cleanup_errors=True  # its last process may still write
        ) as profile,
    ):
        browser = subprocess.Popen(
            [chromium, *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0",
             f"{address}/{page}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": profile},
        )  # fmt: skip
        try:
            answer: dict[str, Any] = told.get(timeout=LONGEST)
        finally:
            browser.terminate()
            browser.wait(timeout=20)
    assert "error" not in answer, answer["error"]
    return answer
