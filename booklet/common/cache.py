"""What earlier builds have made, kept in a folder of this user's and this machine's.

An entry is written to a temporary file and moved into place, so that any number of builds can share
the folder; it carries a digest, so that a damaged one is noticed and made anew. Nothing depends on
an entry being there, and one that cannot be read is not there.

The folder belongs to the user and never to a project, which may come from anybody; one that others
can write to is not used. Entries are pickles, of which only values of our own classes are read, so
that none of them runs anything.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pickle
import shutil
import stat
from dataclasses import dataclass
from enum import Enum
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from booklet.common.atomic_files import remove_leftovers, replace_file
from booklet.common.errors import OutputError
from booklet.common.memory_cache import MemoryCache
from booklet.common.retry import retry_while_open

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")
_Value = TypeVar("_Value")

LARGEST = 500_000_000
"""Bytes that all entries may have together."""

_DIGEST = 32
_ROOT = 0

_PLAIN_CLASSES = frozenset(
    {
        *(("builtins", name) for name in ("bytearray", "complex", "frozenset", "range", "set")),
        *(("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")),
        ("pathlib", "PosixPath"),
        ("pathlib", "PurePosixPath"),
        ("pathlib", "WindowsPath"),
        ("xml.etree.ElementTree", "Element"),
    }
)
"""Classes of Python's that the values have in them; to make one of these runs nothing."""
MOST_IN_MEMORY = 2000
"""Entries that one process holds for its next build."""


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


class LastingKey(str):
    """The key of a plain value that a newer program, or one with other packages, still finds."""

    __slots__ = ()


class Cache(Protocol):
    """Keeps finished things from one build to the next; may lose any of them at any time."""

    def get(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return what was put under a key, or None when that is nothing of this kind."""

    def put(self, key: str, value: object) -> object:
        """Keep a frozen value that can be pickled."""


@dataclass(frozen=True, slots=True)
class LayeredCache:
    """A cache in memory, and below it a larger one or what earlier builds have kept.

    Attributes:
        memory: asked first.
        below: asked next; None for nothing.
        keeps: whether what is put goes below too. What somebody types on the way to a sentence is
            worth no file, and the names on personal copies must not stay behind.
    """

    memory: MemoryCache
    below: Cache | None
    keeps: bool

    def get(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return what was put under a key, or None when that is nothing of this kind."""
        value = self.memory.get(key, kind)
        if value is None and self.below is not None:
            value = self.below.get(key, kind)
            if value is not None:
                self.memory.put(key, value)
        return value

    def put(self, key: str, value: object) -> None:
        """Keep a frozen value."""
        self.memory.put(key, value)
        if self.keeps and self.below is not None:
            self.below.put(key, value)


class FolderCache:
    """Keeps values by key, for one state of the program."""

    def __init__(
        self,
        folder: Path,
        toolchain: str,
        *,
        largest: int = LARGEST,
        most_in_memory: int = MOST_IN_MEMORY,
    ) -> None:
        """Use a folder, which is made when something is put in.

        Args:
            folder: of the cache.
            toolchain: changes whenever the program would make something else.
            largest: bytes that all entries may have together.
            most_in_memory: entries that are held for the next build of this process.
        """
        self._folder = folder
        self._toolchain = toolchain
        self._largest = largest
        self._is_dirty = False
        self._is_patient = True
        self._memory = MemoryCache(most_in_memory)

    def __reduce__(self) -> tuple[Callable[..., FolderCache], tuple[Path, str]]:
        """Let another process open the same folder, and expect that it adds something."""
        self._is_dirty = True
        reopen = partial(FolderCache, largest=self._largest, most_in_memory=self._memory.most)
        return reopen, (self._folder, self._toolchain)

    def get(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return what was put under a key, or None when that is nothing of this kind.

        A damaged entry is removed.
        """
        path = self._path(key)
        _mark_as_used(path)
        value = self._memory.get(path.name, object)
        if value is None:
            content = self._read(path)
            if content is None:
                return None
            try:
                value = _Unpickler(BytesIO(content)).load()
            except Exception:  # noqa: BLE001 - of a pickle from anywhere: anything
                return None
            self._memory.put(path.name, value)
        return value if isinstance(value, kind) else None

    def put(self, key: str, value: object) -> None:
        """Keep a frozen value; where that is impossible, do without."""
        path = self._path(key)
        self._memory.put(path.name, value)
        content = _pickled(value)
        with contextlib.suppress(OSError):
            self._write(path, content)
            self._is_dirty = True

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
            content = self._attempt(lambda: _read_own(path))
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
        toolchain = "" if isinstance(key, LastingKey) else self._toolchain
        name = sha256(f"{toolchain} {key}".encode()).hexdigest()
        return self._folder / name


class _Pickler(pickle.Pickler):
    """Writes members of enumerations by their values, as most versions of Python do.

    Python 3.11.0 to 3.11.3 write them as a call of `getattr`, which no entry may name.
    """

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as its parent
        """Say how a value is made again; `NotImplemented` means as ever."""
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def _pickled(value: object) -> bytes:
    stream = BytesIO()
    _Pickler(stream).dump(value)
    return stream.getvalue()


class _Unpickler(pickle.Unpickler):
    """Reads values of our own classes, and a few of Python's."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - any class
        """Find a class that an entry names.

        Raises:
            pickle.UnpicklingError: when no entry of ours names it.
        """
        found = super().find_class(module, name)
        is_ours = module.startswith("booklet.") and getattr(found, "__module__", "") == module
        if (is_ours and isinstance(found, type)) or (module, name) in _PLAIN_CLASSES:
            return found
        raise pickle.UnpicklingError(f"'{module}.{name}' is no value")


def remember(
    cache: Cache | None, key: str, kind: type[_Value], make: Callable[[], _Value]
) -> _Value:
    """Return what a cache has under a key; else make it, and keep it there.

    Args:
        cache: None keeps nothing.
        key: holds all that the value depends on, but for the program itself.
        kind: of the value.
        make: gives a frozen value that can be pickled, and is never None.
    """
    known = cache.get(key, kind) if cache is not None else None
    if known is not None:
        return known
    made = make()
    if cache is not None:
        cache.put(key, made)
    return made


def why_untrusted(folder: Path) -> str | None:
    """Say why a cache's folder may not be used: others could have written what is in it.

    The owner and the mode of the folder and of all folders around it are judged as ssh judges
    those of its keys (sshd_config(5), StrictModes), links resolved.

    Returns:
        The reason, in words that follow "it"; None when it may be used.
    """
    if not hasattr(os, "getuid"):
        return None  # Windows keeps each user's cache in a folder of that user's
    try:
        real = folder.resolve()
        for path in (real, *real.parents):
            if path.exists() and (reason := _why_open(path.stat())):
                return reason if path == real else f"lies in '{path}', which {reason}"
    except (OSError, RuntimeError) as error:
        return f"cannot be looked at: {error}"
    return None


def _why_open(status: os.stat_result) -> str | None:
    if status.st_uid not in {_ROOT, os.getuid()}:
        return "belongs to another user"
    has_own_group = status.st_gid == status.st_uid  # a group of nobody but its user
    others = stat.S_IWOTH if has_own_group else stat.S_IWOTH | stat.S_IWGRP
    if status.st_mode & others and not status.st_mode & stat.S_ISVTX:
        return "may be written to by other users"
    return None


def _read_own(path: Path) -> bytes:
    """Read an ordinary file of this user's that nobody else could have written.

    Raises:
        OSError: when it is anything else; nothing is ever waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        is_own = not hasattr(os, "getuid") or _why_open(status) is None
        if not (stat.S_ISREG(status.st_mode) and is_own):
            raise OSError(errno.EPERM, "not a file of this user's", str(path))
        return stream.read()


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
