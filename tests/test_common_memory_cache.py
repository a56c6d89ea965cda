"""A cache in memory holds what is asked for, and lets go of the rest."""

from __future__ import annotations

from booklet.common.memoize import ROUNDS
from booklet.common.memory_cache import MemoryCache


def test_what_was_not_asked_for_longest_goes_first() -> None:
    cache = MemoryCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a", int) == 1
    cache.put("c", 3)
    assert [cache.get(key, int) for key in "abc"] == [1, None, 3]


def test_what_nobody_asks_for_is_forgotten_after_some_rounds() -> None:
    cache = MemoryCache()
    cache.put("used", 1)
    cache.put("unused", 2)
    for _ in range(ROUNDS + 1):
        assert cache.get("used", int) == 1
        assert len(cache.entries) == 2
        cache.forget_unused()
    assert [cache.get(key, int) for key in ("used", "unused")] == [1, None]
