"""Memoize pure functions, for a process that builds again: a preview, a test."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")

_CACHED_RESULTS = 500


def memoize(function: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """Cache the last few hundred results of a pure function, such as what it made of a chapter.

    Its arguments must be hashable, and nobody may change what it returns.
    """
    return cast("Callable[Arguments, Value]", lru_cache(maxsize=_CACHED_RESULTS)(function))
