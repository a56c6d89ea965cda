"""A cache in memory, for one process: what was used last stays, the rest goes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import TypeVar

from booklet.common.memoize import ROUNDS

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
    _round: int = 0
    _used_in: dict[bytes, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return what was put under a key, or None when that is nothing of this kind."""
        digest = _digest(key)
        with self._lock:
            if digest in self.entries:
                self.entries.move_to_end(digest)
                self._used_in[digest] = self._round
            value = self.entries.get(digest)
        return value if isinstance(value, kind) else None

    def put(self, key: str, value: object) -> None:
        """Hold a frozen value."""
        digest = _digest(key)
        with self._lock:
            self.entries[digest] = value
            self.entries.move_to_end(digest)
            self._used_in[digest] = self._round
            while len(self.entries) > self.most:
                oldest, _ = self.entries.popitem(last=False)
                self._used_in.pop(oldest, None)

    def forget_unused(self) -> None:
        """Begin another round, and forget what has not been asked for in the last ones.

        A small book has few values, but each text that somebody has rested at has its own.
        """
        with self._lock:
            self._round += 1
            first = self._round - ROUNDS
            for digest in [one for one in self.entries if self._used_in.get(one, 0) < first]:
                del self.entries[digest]
                self._used_in.pop(digest, None)


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
