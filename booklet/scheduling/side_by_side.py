"""Make like things side by side, each of them whole by one worker: editions, chapters' handouts.

The divisions of one long book are rendered side by side (`dispatch`). Short books keep no more than
one worker busy, so that several of them are made at a time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from booklet.common.memoize import forget_unused
from booklet.common.toolchain import renderer_version
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.worker_task import require_renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from booklet.common.cache import Cache

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Series(Generic[Shared, Item, Made]):
    """Like things that are made of the same material.

    Attributes:
        what: they are, in the plural, for messages.
        make: makes one; a function of a module, which workers import.
        shared: what all of them are made of; it is sent to each worker once.
    """

    what: str
    make: Callable[[Shared, Item, BuildContext], Made]
    shared: Shared


@dataclass(frozen=True, slots=True)
class _SeriesContext:
    """What a worker needs for a series: it opens the same cache as the build it works for."""

    key: str
    series: Series[Any, Any, Any]
    cache: Cache | None

    @property
    def what(self) -> str:
        return self.series.what


def make_side_by_side(
    series: Series[Shared, Item, Made], items: Sequence[Item], build_context: BuildContext
) -> Iterator[Made]:
    """Make all of a series, and give them in order.

    The first are made in this process. When they take so long that the rest is worth it, that is
    left to workers; what is in the cache is found sooner than a worker has started.

    Args:
        series: what is made, and how.
        items: one for each thing to be made.
        build_context: how they are made; its progress hears of what is made in this process.

    Raises:
        BookletError: whatever is wrong with one of them, after those before it.
    """
    seconds = 0.0
    for done, item in enumerate(items):
        left = len(items) - done
        workers = build_context.workers
        expected = seconds / done * left if done else 0.0
        if workers is not None and left > 1 and workers.accepts_series(expected):
            key = f"{id(series)} {time.time_ns()} {renderer_version()}"
            context = _SeriesContext(key, series, build_context.cache)
            batches = ((one,) for one in items[done:])
            yield from workers.run_batches(_make_batch, batches, context)
            return
        began = time.perf_counter()
        made = series.make(series.shared, item, build_context)
        seconds += time.perf_counter() - began
        yield made


_contexts: dict[str, _SeriesContext] = {}


def _make_batch(
    items: tuple[Any, ...], version: str, key: str, context: _SeriesContext | None = None
) -> Any:  # noqa: ANN401 - whatever the series is of; None asks for the context
    require_renderer(version)
    if context is not None:
        _contexts.clear()
        _contexts[key] = context
    known = _contexts.get(key)
    if known is None:
        return None
    forget_unused()
    (item,) = items
    return known.series.make(known.series.shared, item, BuildContext(cache=known.cache))
