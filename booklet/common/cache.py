"""What earlier builds have made, kept in a folder of this user's and this machine's.

An entry is written to a temporary file and moved into place, so that any number of builds can share
the folder; it carries a digest, so that a damaged one is noticed and made anew. Nothing depends on
an entry being there. The folder belongs to the user and never to a project, because entries are
pickles, which can run programs, and a project may come from anybody.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from booklet.common.atomic_files import remove_leftovers, replace_file
from booklet.common.errors import OutputError
from booklet.common.retry import retry_while_open

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")

LARGEST = 500_000_000
"""Bytes that all entries may have together."""

_DIGEST = 32
_MOST_IN_MEMORY = 2000


def cache_folder() -> Path:
    """Name the folder, as this system wants it."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - slow, and often not needed

    return user_cache_path("cpd-booklet", appauthor=False)


@dataclass(frozen=True, slots=True)
class CacheUsage:
    """What a cache holds.

    Attributes:
        entries: how many.
        size: in bytes, all together.
    """

    entries: int
    size: int

    def __str__(self) -> str:
        noun = "entry" if self.entries == 1 else "entries"
        return f"{self.entries:,} {noun}, {self.size / 1e6:,.1f} MB"


class Cache(Protocol):
    """Keeps finished things from one build to the next; may lose any of them at any time."""

    def get(self, key: str) -> Any:  # noqa: ANN401 - whatever was put there
        """Return what was put under a key, or None."""

    def put(self, key: str, value: object) -> object:
        """Keep a frozen value that can be pickled."""


class FolderCache:
    """Keeps values by key, for one state of the program."""

    def __init__(self, folder: Path, toolchain: str, *, largest: int = LARGEST) -> None:
        """Use a folder, which is made when something is put in.

        Args:
            folder: of the cache.
            toolchain: changes whenever the program would make something else.
            largest: bytes that all entries may have together.
        """
        self._folder = folder
        self._toolchain = toolchain
        self._largest = largest
        self._is_dirty = False
        self._is_patient = True
        self._in_memory: dict[str, Any] = {}

    def get(self, key: str) -> Any:  # noqa: ANN401 - whatever was put there
        """Return what was put under a key, or None; a damaged entry is removed."""
        path = self._path(key)
        _mark_as_used(path)
        if path.name not in self._in_memory:
            content = self._read(path)
            if content is None:
                return None
            self._hold(path.name, pickle.loads(content))  # noqa: S301 - the digest is right
        return self._in_memory[path.name]

    def put(self, key: str, value: object) -> None:
        """Keep a frozen value; where that is impossible, do without."""
        path = self._path(key)
        self._hold(path.name, value)
        content = pickle.dumps(value)
        with contextlib.suppress(OSError):
            self._write(path, content)
            self._is_dirty = True

    def _hold(self, name: str, value: object) -> None:
        """Keep a value in memory for the next build of this process."""
        self._in_memory[name] = value
        if len(self._in_memory) > _MOST_IN_MEMORY:
            del self._in_memory[next(iter(self._in_memory))]

    def evict(self) -> None:
        """Remove the least recently used entries, if something was added and there is too much."""
        if not self._is_dirty:
            return
        remove_leftovers(self._folder)
        entries = sorted(_entries(self._folder))
        excess = sum(size for _, size, _ in entries) - self._largest
        for _, size, path in entries:
            if excess <= 0:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                excess -= size

    def _read(self, path: Path) -> bytes | None:
        """Read an entry; remove it when it is damaged."""
        try:
            content = self._attempt(path.read_bytes)
        except OSError:
            return None
        if sha256(content[_DIGEST:]).digest() == content[:_DIGEST]:
            return content[_DIGEST:]
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(
            path,
            sha256(content).digest() + content,
            permissions=0o600,
            is_durable=False,  # the digest tells what was lost
            attempt=self._attempt,
        )

    def _attempt(self, action: Callable[[], _Result]) -> _Result:
        """Wait for files that others have open; once that was in vain, it is not tried again."""
        if not self._is_patient:
            return action()
        try:
            return retry_while_open(action)
        except PermissionError:
            self._is_patient = False
            raise

    def _path(self, key: str) -> Path:
        name = sha256(f"{self._toolchain} {key}".encode()).hexdigest()
        return self._folder / name


def measure_usage(folder: Path) -> CacheUsage:
    """Count what a cache holds."""
    sizes = [size for _, size, _ in _entries(folder)]
    return CacheUsage(len(sizes), sum(sizes))


def clear(folder: Path) -> CacheUsage:
    """Remove a cache's folder, and tell what was in it.

    Raises:
        OutputError: when something in it cannot be removed.
    """
    usage = measure_usage(folder)
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise OutputError(
            f"'{error.filename or folder}' cannot be removed: {error.strerror or error}",
            hint="End other builds and try again, or remove the folder yourself.",
        ) from error
    return usage


def _mark_as_used(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.utime(path)


def _entries(folder: Path) -> list[tuple[float, int, Path]]:
    """List when each entry was used last, its size in bytes, and its file."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as files:
        for file in files:
            with contextlib.suppress(OSError):
                status = file.stat()
                found.append((status.st_mtime, status.st_size, Path(file)))
    return found
