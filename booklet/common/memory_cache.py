"""A cache in memory, for one process: what was used last stays, the rest goes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import TypeVar

_Value = TypeVar("_Value")

_MOST_ENTRIES = 600
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


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
