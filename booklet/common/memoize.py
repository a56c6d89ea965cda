"""Memoize pure functions, for a process that builds again: a preview, a test."""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")

MOST_RESULTS = 500
"""Of each function: a book of a hundred chapters needs some 200."""

ROUNDS = 8
"""Of `forget_unused`, after which a result is forgotten that nobody has asked for."""


class _Memo(Generic[Value]):
    """The last results of one function, by its arguments."""

    def __init__(self) -> None:
        self._results: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._round = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the result for some arguments, made now if it was not before."""
        with self._lock:
            found = self._results.get(key)
            if found is not None:
                self._results[key] = found[0], self._round
                self._results.move_to_end(key)
                return found[0]
        value = make()
        with self._lock:
            self._results[key] = value, self._round
            while len(self._results) > MOST_RESULTS:
                self._results.popitem(last=False)
        return value

    def forget_unused(self) -> None:
        """Begin another round, and forget what has not been asked for in the last ones."""
        with self._lock:
            self._round += 1
            first = self._round - ROUNDS
            for key in [key for key, (_, used) in self._results.items() if used < first]:
                del self._results[key]


_MEMOS: list[_Memo[object]] = []


def memoize(function: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """Cache the last few hundred results of a pure function, such as what it made of a chapter.

    Its arguments must be hashable, and nobody may change what it returns.
    """
    memo: _Memo[Value] = _Memo()
    _MEMOS.append(memo)  # type: ignore[arg-type]  # only forgotten there

    @wraps(function)
    def call(*arguments: Arguments.args, **named: Arguments.kwargs) -> Value:
        key = arguments, tuple(sorted(named.items()))
        return memo.get(key, lambda: function(*arguments, **named))

    return call


def forget_unused() -> None:
    """Forget results that nobody has asked for since this was called for the last few times.

    Where somebody types, most results are of a text that will never be seen again.
    """
    for memo in _MEMOS:
        memo.forget_unused()
