"""Fingerprints of the toolchain: digests that change with anything that decides what comes out.

Whatever is kept from one build to the next is kept under the fingerprint of all this: our own code
and layouts, every installed package, Python, the system's libraries that draw text, and its fonts.
"""

from __future__ import annotations

import os
import platform
import sys
import zlib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common.errors import SetupError
from booklet.common.pango import Pango, load_pango

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = (".py", ".css", ".html", ".js", ".ncx", ".toml")
_RECORDS = ("*.dist-info", "*.egg-info")
_SETS_PAGES = (
    "cssselect2-", "fontpkg", "fonttools-", "manimgx_fonts-", "pillow-", "pydyf-",
    "pymupdf_fonts-", "pyphen-", "tinycss2-", "tinyhtml5-", "weasyprint-",
)  # fmt: skip
"""How the records of packages begin that have a hand in pages."""

_FONTS = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
              "/etc/fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
}  # fmt: skip
"""Where systems keep fonts, and how they are chosen."""


@cache
def own_layouts() -> Path:
    """Find our layouts: beside the package in a checkout, inside it when installed."""
    beside = _PACKAGE.parent / "layouts"
    return beside if (beside / "print").is_dir() else _PACKAGE / "layouts"


@cache
def fingerprint() -> str:
    """Digest the program, all it is built on, and this machine's fonts.

    Of our own files the time and the size count, as for any compiler; that is quickly told.
    """
    source = pango.source if (pango := _pango()) else ""
    return _sum_up([*_system(), source, *map(_stamp, _files()), *_packages(), *_font_folders()])


@cache
def renderer_version() -> str:
    """Digest what decides how a page is rendered; all machines of a cluster must have the same."""
    packages = (name for name in _packages() if name.startswith(_SETS_PAGES))
    contents = (sha256(path.read_bytes()).hexdigest() for path in _files())
    return _sum_up([*_system(), *contents, *packages])


def _sum_up(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()


def _system() -> Iterator[str]:
    """Name Python, and the libraries that draw text."""
    yield f"optimised {sys.flags.optimize}"  # without asserts and docstrings
    yield from (sys.version, sys.platform, platform.machine(), zlib.ZLIB_RUNTIME_VERSION)
    if pango := _pango():
        yield from (pango.version, pango.harfbuzz)


def _pango() -> Pango | None:
    """Load the Pango that pages will be set with, unless this machine has none."""
    try:
        return load_pango()
    except SetupError:
        return None


def _files() -> Iterator[Path]:
    """List our code and layouts."""
    for folder in (_PACKAGE, own_layouts()):
        for parent, inner, names in os.walk(folder):
            inner.sort()
            yield from (Path(parent, name) for name in sorted(names) if name.endswith(_CODE))


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def _packages() -> Iterator[str]:
    """Name the installed packages with their versions: their records are called after both."""
    for folder in dict.fromkeys(filter(None, sys.path)):
        for pattern in _RECORDS:
            yield from sorted(path.name.lower() for path in Path(folder).glob(pattern))


def _font_folders() -> Iterator[str]:
    """Tell when something was last put into each folder of fonts, or taken out."""
    for root in _FONTS.get(sys.platform, ()):
        for folder, inner, _ in os.walk(Path(root).expanduser()):
            inner.sort()
            yield f"{folder} {Path(folder).stat().st_mtime_ns}"
