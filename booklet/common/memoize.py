"""Pure functions, which a process that builds again need not call again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")

_MOST = 500


def memoize(function: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """Remember what a pure function has made of the last few hundred values, such as chapters.

    Its arguments must be hashable, and nobody may change what it returns.
    """
    return cast("Callable[Arguments, Value]", lru_cache(maxsize=_MOST)(function))
