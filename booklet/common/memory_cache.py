"""Caches in memory, for one process: what was used last stays, the rest goes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from booklet.common.cache import Cache

_Value = TypeVar("_Value")

_MOST_ENTRIES = 1500
"""A book of a hundred chapters has some 400."""


@dataclass(slots=True)
class MemoryCache:
    """Values by key, for any number of threads.

    Attributes:
        most: how many values are held; what has not been asked for longest goes first.
        entries: the values by digests of their keys, for another process to begin with.
    """

    most: int = _MOST_ENTRIES
    entries: OrderedDict[bytes, object] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return what was put under a key, or None when that is nothing of this kind."""
        digest = _digest(key)
        with self._lock:
            if digest in self.entries:
                self.entries.move_to_end(digest)
            value = self.entries.get(digest)
        return value if isinstance(value, kind) else None

    def put(self, key: str, value: object) -> None:
        """Hold a frozen value."""
        digest = _digest(key)
        with self._lock:
            self.entries[digest] = value
            self.entries.move_to_end(digest)
            while len(self.entries) > self.most:
                self.entries.popitem(last=False)


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


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
