"""Bring Pango along: find the libraries that WeasyPrint draws with, and load them for it.

    Windows, macOS   the PyPI package `gstreamer-libs`, always
    Linux            the system's own libraries where they serve; otherwise the distribution's
                     packages in `.venv/system`, unpacked there by `booklet.common.distribution`

Everything is loaded by its full path before WeasyPrint is imported, so that no search path of the
system has to be changed. WeasyPrint then asks for the libraries by names that the loader of
Windows or macOS would not find; `found_by_weasyprint` answers with the loaded files.

This module needs nothing but the standard library: build.py uses it while it sets up. It downloads
nothing.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common.environment import environment_folder
from booklet.common.errors import SetupError
from booklet.common.temporary_folders import find_temporary_folder, in_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OLDEST_PANGO = (1, 44)
"""WeasyPrint 70 calls functions that came with this version."""

FILES: dict[str, dict[str, str]] = {
    "linux": {
        "gobject": "libgobject-2.0.so.0",
        "harfbuzz": "libharfbuzz.so.0",
        "harfbuzz-subset": "libharfbuzz-subset.so.0",
        "fontconfig": "libfontconfig.so.1",
        "pango": "libpango-1.0.so.0",
        "pangoft2": "libpangoft2-1.0.so.0",
    },
    "darwin": {
        "gobject": "lib/libgobject-2.0.0.dylib",
        "harfbuzz": "lib/libharfbuzz.0.dylib",
        "harfbuzz-subset": "lib/libharfbuzz-subset.0.dylib",
        "fontconfig": "lib/libfontconfig.1.dylib",
        "pango": "lib/libpango-1.0.0.dylib",
        "pangoft2": "lib/libpangoft2-1.0.0.dylib",
    },
    "win32": {
        "gobject": "bin/gobject-2.0-0.dll",
        "harfbuzz": "bin/harfbuzz.dll",
        "harfbuzz-subset": "bin/harfbuzz-subset.dll",
        "fontconfig": "bin/fontconfig-1.dll",
        "pango": "bin/pango-1.0-0.dll",
        "pangoft2": "bin/pangoft2-1.0-0.dll",
    },
}
"""The libraries by their short names: sonames on Linux, elsewhere files of the wheel.

FriBiDi is for Pillow, which writes Arabic and Hebrew only where it finds one already loaded.
"""

_WHEEL = "gstreamer_libs"
_FOLDER = environment_folder(Path(__file__).resolve().parents[2]) / "system"
"""Where build.py puts a Linux distribution's packages."""


@dataclass(frozen=True, slots=True)
class Pango:
    """The Pango that is loaded in this process.

    Attributes:
        source: where it came from: "system", "distribution's packages" or "wheel".
        version: Pango's own, such as "1.50.12".
        harfbuzz: HarfBuzz's version, which decides how letters are joined and embedded.
        files: what the loader is given for each short name of `FILES`: a path or a soname.
    """

    source: str
    version: str
    harfbuzz: str
    files: Mapping[str, str]


@cache
def load_pango(folder: Path = _FOLDER) -> Pango:
    """Load the libraries, from the first place that has them.

    Args:
        folder: where a Linux distribution's packages are unpacked, if they are.

    Raises:
        SetupError: when they are missing or too old, with what to do on this system.
    """
    problem = "Pango is missing on this machine"
    for source, files in _candidates(folder):
        try:
            pango = _load(source, files)
        except OSError:
            continue
        if _numbers(pango.version) >= OLDEST_PANGO:
            return pango
        problem = f"this machine's Pango {pango.version} is too old"
    raise SetupError(f"pages cannot be set because {problem}", hint=_remedy())


@contextmanager
def found_by_weasyprint(pango: Pango) -> Iterator[None]:
    """Answer WeasyPrint's search for libraries while it is being imported.

    WeasyPrint tries a list of names for each library, such as "libpango-1.0-0", "pango-1.0-0" and
    "libpango-1.0.so.0", through cffi. None of them is a file of the wheel on Windows or macOS; and
    on Linux cffi starts a program for each name in vain. So every name is taken for what it means.
    HarfBuzz-Vector, which no PDF needs, is not there.
    """
    import cffi  # noqa: PLC0415 - a package, and this module works without any

    tempfile.tempdir = str(find_temporary_folder())  # fonts are handed over there
    search = cffi.FFI.dlopen

    def dlopen(self: cffi.FFI, name: str | None, flags: int = 0) -> object:
        wanted = _short_name(name or "")
        if wanted == "harfbuzz-vector":
            raise OSError(name)
        return search(self, pango.files.get(wanted, name), flags)

    cffi.FFI.dlopen = dlopen
    try:
        yield
    finally:
        cffi.FFI.dlopen = search


def _candidates(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """List the places to look in, and what the libraries are called there."""
    if sys.platform in {"win32", "darwin"}:
        if root := _folder_of(_WHEEL):
            os.environ.setdefault("FONTCONFIG_PATH", in_ascii(root / "etc" / "fonts"))
            yield "wheel", {name: str(root / file) for name, file in FILES[sys.platform].items()}
        return
    yield "system", FILES["linux"]
    if libraries := _unpacked(folder):
        if (folder / "fonts.conf").exists():  # the packages' own looks for its parts in /usr
            os.environ.setdefault("FONTCONFIG_PATH", str(folder))
        _open_all(libraries.values())
        yield (
            "distribution's packages",
            {name: str(libraries.get(file, file)) for name, file in FILES["linux"].items()},
        )


def _unpacked(folder: Path) -> dict[str, Path]:
    """List the libraries among a distribution's unpacked packages by their files' names."""
    return {
        path.name: path
        for library_folder in ("lib/*", "usr/lib/*")
        for path in sorted(folder.glob(f"{library_folder}/*.so.*"))
    }


def _open_all(libraries: Iterable[Path]) -> None:
    """Load libraries in whatever order they need each other.

    The loader knows a library that is loaded by its soname, wherever it was loaded from.
    """
    left = list(libraries)
    while left:
        waiting = []
        for library in left:
            try:
                _open(str(library))
            except OSError:
                waiting.append(library)
        if len(waiting) == len(left):
            return  # which of them matter will be seen
        left = waiting


def _folder_of(package: str) -> Path | None:
    """Find an installed package's folder, without importing it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def _load(source: str, files: dict[str, str]) -> Pango:
    """Load all the libraries.

    Raises:
        OSError: when one of them cannot be loaded.
    """
    loaded = {name: _open(file) for name, file in files.items()}
    return Pango(
        source,
        version=_version(loaded["pango"].pango_version_string),
        harfbuzz=_version(loaded["harfbuzz"].hb_version_string),
        files=files,
    )


def _open(file: str) -> ctypes.CDLL:
    return ctypes.CDLL(file)


def _short_name(name: str) -> str:
    """Say which library of `FILES` is meant: "pango" for "libpango-1.0.so.0" or "pango-1.0-0"."""
    return re.sub(r"^lib|-\d.*|\.\d.*|\.(so|dll|dylib).*", "", name)


def _version(function: ctypes._NamedFuncPointer) -> str:
    function.restype = ctypes.c_char_p
    return str(function().decode())


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _remedy() -> str:
    """Say what to do on this system."""
    from booklet.common.distribution import installation_command  # noqa: PLC0415 - seldom needed

    if sys.platform in {"win32", "darwin"}:
        return "Install the program again: pip brings Pango along, as the package gstreamer-libs."
    return f"Install it, then build again: {installation_command()}"
