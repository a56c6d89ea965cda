"""What a build runs with: a progress bar, workers, and the cache."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from booklet.cli.console import print_note, progress_bar
from booklet.common.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from booklet.common.cache import FolderCache
    from booklet.scheduling.build_context import BuildContext, Workers


@contextmanager
def open_build_context(
    *,
    quiet: bool,
    workers: int | None,
    scheduler: str | None,
    no_cache: bool,
    renders_pages: bool = True,
) -> Iterator[BuildContext]:
    """Start workers, progress bar and cache, and close them afterwards.

    Args:
        quiet: whether to show no progress.
        workers: how many chapters are rendered in parallel; None for one on each core.
        scheduler: the address of a Dask scheduler; None for processes on this machine.
        no_cache: whether to read and write no cache.
        renders_pages: whether there is anything to do for workers.

    Raises:
        UsageError: when both workers and a scheduler are asked for.
        SetupError: when the scheduler cannot be used.
    """
    from booklet.common.temporary_folders import remove_leftovers
    from booklet.scheduling.build_context import BuildContext

    if workers is not None and scheduler is not None:
        raise UsageError(
            "--workers and --scheduler cannot be used together",
            hint="A scheduler has workers of its own; leave --workers out.",
        )
    remove_leftovers()
    with ExitStack() as stack:
        context_workers = (
            stack.enter_context(_open_workers(workers, scheduler)) if renders_pages else None
        )
        progress = stack.enter_context(progress_bar(quiet=quiet))
        cache = None if no_cache else open_cache(quiet=quiet)
        if cache is not None:
            stack.callback(cache.evict)
        yield BuildContext(progress, cache, context_workers)


def open_cache(*, quiet: bool, most_in_memory: int | None = None) -> FolderCache | None:
    """Open the user's cache, or say why it is not used.

    Args:
        quiet: whether to say nothing.
        most_in_memory: entries that are held besides; None for as many as a build needs.
    """
    from booklet.common.cache import MOST_IN_MEMORY, FolderCache, cache_folder, why_untrusted
    from booklet.common.toolchain import fingerprint

    folder = cache_folder()
    reason = why_untrusted(folder)
    if reason is None:
        held = MOST_IN_MEMORY if most_in_memory is None else most_in_memory
        return FolderCache(folder, fingerprint(), most_in_memory=held)
    if not quiet:
        print_note(
            f"nothing is kept for the next build, because '{folder}' {reason}",
            "Let the folder belong to you, and let nobody else write to it (chmod go-w).",
        )
    return None


def _open_workers(
    worker_count: int | None, scheduler: str | None
) -> AbstractContextManager[Workers]:
    if scheduler is not None:
        from booklet.scheduling.cluster import ClusterWorkers

        return ClusterWorkers(scheduler)
    from booklet.scheduling.workers import LocalWorkers, core_count

    return LocalWorkers(worker_count or core_count())
