"""What the program is made of, in words that change with any of it.

Whatever is kept from one build to the next is kept under the fingerprint of all this: our own code
and layouts, every installed package, Python, the system's libraries that draw text, and its fonts.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
import zlib
from ctypes.util import find_library
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = (".py", ".css", ".html", ".ncx", ".toml")
_RECORDS = ("*.dist-info", "*.egg-info")
_SETS_PAGES = (
    "cssselect2-", "fontpkg", "fonttools-", "pillow-", "pydyf-", "pyphen-", "tinycss2-",
    "tinyhtml5-", "weasyprint-",
)  # fmt: skip
"""How the records of packages begin that have a hand in pages."""

_LIBRARIES = (
    ("pango_version_string", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0-0.dll"),
    ("hb_version_string", "harfbuzz", "libharfbuzz.so.0", "libharfbuzz-0.dll"),
)
"""A function that tells a library's version; its name, and its file's on Linux and Windows."""

_DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
"""Where WeasyPrint looks for libraries on Windows."""

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
    """Sum up the program, all it is built on, and this machine's fonts.

    Of our own files the time and the size count, as for any compiler; that is quickly told.
    """
    return _sum_up([*_system(), *map(_stamp, _files()), *_packages(), *_font_folders()])


@cache
def renderer_version() -> str:
    """Sum up what decides how a take is set; all machines that set one book must have the same."""
    packages = (name for name in _packages() if name.startswith(_SETS_PAGES))
    contents = (sha256(path.read_bytes()).hexdigest() for path in _files())
    return _sum_up([*_system(), *contents, *packages])


def _sum_up(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()


def _system() -> Iterator[str]:
    """Name Python, and the libraries that draw text."""
    yield from (sys.version, sys.platform, platform.machine(), zlib.ZLIB_RUNTIME_VERSION)
    for function, *names in _LIBRARIES:
        yield next(filter(None, (_version(name, function) for name in _here(*names))), "")


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


def _here(name: str, linux: str, windows: str) -> Iterator[str]:
    """Say what a library's file is called on this system."""
    if sys.platform == "linux":
        yield linux
    elif sys.platform == "win32":
        folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _DLL_FOLDERS)
        yield from (str(Path(folder) / windows) for folder in folders.split(";"))
    else:
        yield find_library(name) or ""


def _version(library: str, function: str) -> str:
    if not library:
        return ""
    try:
        tell = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return ""
    tell.restype = ctypes.c_char_p
    return str(tell().decode())
