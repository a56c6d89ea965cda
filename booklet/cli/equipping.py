"""What the command line builds with: a progress bar, workers, and the cache."""

# ruff: noqa: PLC0415 - each is imported when it is wanted

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from booklet.cli.speech import progress_bar
from booklet.common.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.dispatch import Workers


@contextmanager
def equipped(
    *,
    quiet: bool,
    workers: int | None,
    scheduler: str | None,
    no_cache: bool,
    sets_pages: bool = True,
) -> Iterator[BuildContext]:
    """Have everything ready that builds need, and put it away afterwards.

    Args:
        quiet: whether to show no progress.
        workers: how many chapters are set side by side; None for one on each core.
        scheduler: the address of one whose workers set pages; None for this machine.
        no_cache: whether to remember nothing.
        sets_pages: whether there is anything to do for workers.

    Raises:
        UsageError: when both workers and a scheduler are asked for.
        SetupError: when the scheduler cannot be used.
    """
    from booklet.common.cache import FolderCache, cache_folder
    from booklet.common.toolchain import fingerprint
    from booklet.scheduling.build_context import BuildContext

    if workers is not None and scheduler is not None:
        raise UsageError(
            "--workers and --scheduler cannot be used together",
            hint="A scheduler has workers of its own; leave --workers out.",
        )
    with ExitStack() as stack:
        context_workers = (
            stack.enter_context(_open_workers(workers, scheduler)) if sets_pages else None
        )
        progress = stack.enter_context(progress_bar(quiet=quiet))
        cache = None if no_cache else FolderCache(cache_folder(), fingerprint())
        if cache is not None:
            stack.callback(cache.tidy)
        yield BuildContext(progress, cache, context_workers)


def _open_workers(
    worker_count: int | None, scheduler: str | None
) -> AbstractContextManager[Workers]:
    if scheduler is not None:
        from booklet.scheduling.cluster import ClusterWorkers

        return ClusterWorkers(scheduler)
    from booklet.scheduling.workers import LocalWorkers, core_count

    return LocalWorkers(worker_count or core_count())
