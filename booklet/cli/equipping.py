"""What the command line builds with: a progress bar, workers, and the cache."""

# ruff: noqa: PLC0415 - each is imported when it is wanted

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from booklet.cli.speech import progress_bar
from booklet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from booklet.typeset.dispatch import Crew
    from booklet.typeset.equipment import Equipment


@contextmanager
def equipped(
    *,
    quiet: bool,
    workers: int | None,
    scheduler: str | None,
    no_cache: bool,
    sets_pages: bool = True,
) -> Iterator[Equipment]:
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
    from booklet.cache import FolderCache, cache_folder
    from booklet.toolchain import fingerprint
    from booklet.typeset.equipment import Equipment

    if workers is not None and scheduler is not None:
        raise UsageError(
            "--workers and --scheduler cannot be used together",
            hint="A scheduler has workers of its own; leave --workers out.",
        )
    with ExitStack() as stack:
        crew = stack.enter_context(_crew_of(workers, scheduler)) if sets_pages else None
        progress = stack.enter_context(progress_bar(quiet=quiet))
        cache = None if no_cache else FolderCache(cache_folder(), fingerprint())
        if cache is not None:
            stack.callback(cache.tidy)
        yield Equipment(progress, cache, crew)


def _crew_of(workers: int | None, scheduler: str | None) -> AbstractContextManager[Crew]:
    if scheduler is not None:
        from booklet.typeset.cluster import ClusterWorkers

        return ClusterWorkers(scheduler)
    from booklet.typeset.workers import LocalWorkers, core_count

    return LocalWorkers(workers or core_count())
