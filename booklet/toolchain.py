"""What the program is made of, in one word that changes with any of it.

Whatever is kept from one build to the next is kept under this word: our own code and layouts, every
installed package, Python, and the system's libraries that draw text.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).resolve().parent
_CODE = frozenset({".py", ".css", ".html", ".ncx", ".toml", ".svg", ".xhtml"})
_RECORDS = ("*.dist-info", "*.egg-info")
_LIBRARIES = (
    ("pango_version_string", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("hb_version_string", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
)
"""A function that tells a library's version, and the library's names on Linux, macOS, Windows."""


@cache
def own_layouts() -> Path:
    """Find our layouts: beside the package in a checkout, inside it when installed."""
    beside = _PACKAGE.parent / "layouts"
    return beside if (beside / "print").is_dir() else _PACKAGE / "layouts"


@cache
def fingerprint() -> str:
    """Sum up the program and all it is built on; the same until one of them changes."""
    digest = sha256()
    for part in (sys.version, platform.system(), platform.machine(), *_packages(), *_libraries()):
        digest.update(part.encode() + b"\n")
    for folder in (_PACKAGE, own_layouts()):
        for path in _files(folder):
            digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _CODE and path.is_file():
            yield path


def _packages() -> Iterator[str]:
    """Name the installed packages with their versions: their records are called after both."""
    for folder in dict.fromkeys(filter(None, sys.path)):
        for pattern in _RECORDS:
            yield from sorted(path.name for path in Path(folder).glob(pattern))


def _libraries() -> Iterator[str]:
    """Tell the versions of what draws text, as far as it is there."""
    for function, *names in _LIBRARIES:
        yield next(filter(None, (_version(name, function) for name in names)), "")


def _version(library: str, function: str) -> str:
    try:
        tell = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return ""
    tell.restype = ctypes.c_char_p
    return str(tell().decode())
