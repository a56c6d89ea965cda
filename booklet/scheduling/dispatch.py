"""Dispatch jobs to the workers of any `concurrent.futures.Executor`.

Which jobs there are, and what becomes of their fragments, is decided in `resolve_page_numbers`.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait
from typing import TYPE_CHECKING, TypeAlias

from booklet.common.errors import BookletError, BugError
from booklet.common.toolchain import renderer_version
from booklet.scheduling.batches import (
    PATIENCE,
    BatchRunner,
    LostBatchesError,
    batch_died,
    explain_loss,
    worker_died,
)
from booklet.scheduling.fragment_cache import FragmentCache
from booklet.scheduling.worker_task import render_division, run_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from booklet.linker.fragment import Fragment
    from booklet.scheduling.batches import Job, Keyed, Result, Task
    from booklet.scheduling.build_context import BuildContext
    from booklet.weasy.render_job import RenderContext, RenderJob

    _Jobs: TypeAlias = dict[Future[Fragment | None], RenderJob]

_MANY = 32


class ExecutorWorkers:
    """The workers of an executor that the caller opens and closes."""

    def __init__(self, executor: Executor, jobs_at_once: int = _MANY) -> None:
        """Hand out jobs to an executor.

        Args:
            executor: whose workers can import this package.
            jobs_at_once: how many it is given before one of them is finished.
        """
        self._executor = executor
        self._jobs_at_once = jobs_at_once

    @property
    def count(self) -> int:
        """How many jobs it is given at once."""
        return self._jobs_at_once

    def run_batches(
        self, task: Task[Job, Result], batches: Iterator[tuple[Job, ...]], context: Keyed
    ) -> Iterator[Result]:
        """Run batches side by side, and give the results in order.

        Raises:
            BugError: when something unexpected goes wrong.
            TypesetError: when a batch cannot be done.
        """
        runner = BatchRunner(task, batches, context, self._jobs_at_once)
        try:
            yield from runner.run(self._executor)
        except LostBatchesError as error:
            raise batch_died(context.what) from error

    def prepare(self) -> None:
        """Do nothing: the executor is there anyway."""

    def accepts(self, jobs: Sequence[RenderJob]) -> bool:
        """Accept any jobs: the executor is there anyway."""
        return bool(jobs)

    def accepts_series(self, seconds: float) -> bool:  # noqa: ARG002 - whatever they take
        """Accept any series: the executor is there anyway."""
        return True

    def render(
        self, jobs: Sequence[RenderJob], render_context: RenderContext
    ) -> Iterator[tuple[RenderJob, Fragment]]:
        """Render jobs side by side.

        Raises:
            BugError: when something unexpected goes wrong; it names the division.
            TypesetError: when a job cannot be rendered; it names the division.
        """
        try:
            yield from dispatch(self._executor, jobs, render_context, self._jobs_at_once)
        except LostWorkersError as error:
            raise worker_died(error.jobs[0]) from error


class LostWorkersError(Exception):
    """Workers have died with their jobs.

    Attributes:
        jobs: those that were being set; one of them may be the reason.
    """

    def __init__(self, jobs: Iterable[RenderJob]) -> None:
        super().__init__("workers have died")
        self.jobs = tuple(jobs)


def dispatch(
    executor: Executor,
    jobs: Iterable[RenderJob],
    render_context: RenderContext,
    jobs_at_once: int,
    *,
    has_workers: Callable[[], bool] = lambda: True,
    fatal: tuple[type[Exception], ...] = (),
    patience: float = PATIENCE,
) -> Iterator[tuple[RenderJob, Fragment]]:
    """Dispatch jobs, the longest first, and yield each with its fragment when it is finished.

    Args:
        executor: runs the jobs.
        jobs: what to render.
        render_context: shared by all of them.
        jobs_at_once: how many jobs are handed out before one of them is finished.
        has_workers: asked when nothing is finished for long; for executors that wait for new
            workers when they have lost all.
        fatal: the exceptions by which the executor says that a job has ended its worker, and
            that it will not be tried again.
        patience: seconds without a result after which `has_workers` is asked.

    Raises:
        BugError: when something unexpected goes wrong; it names the division.
        LostWorkersError: when the executor breaks; what was yielded before is finished.
        SetupError: when a worker's machine cannot set these pages, or the connection is lost.
        TypesetError: when a job cannot be rendered; it names the division.
    """
    waiting = deque(sorted(jobs, key=lambda job: -len(job.html)))
    running: _Jobs = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs_at_once:
                _submit(executor, running, waiting.popleft(), render_context.key)
            finished, _ = wait(running, timeout=patience, return_when=FIRST_COMPLETED)
            if not finished and not has_workers():
                raise LostWorkersError(running.values())
            for future in finished:
                fragment = _result(future, running, fatal)
                job = running.pop(future)
                if fragment is None:
                    _submit(executor, running, job, render_context.key, render_context)
                else:
                    yield job, fragment
    finally:  # also when the caller stops asking
        for future in running:
            future.cancel()


def _submit(
    executor: Executor, running: _Jobs, job: RenderJob, *render_context: str | RenderContext
) -> None:
    try:
        future = executor.submit(run_task, job, renderer_version(), *render_context)  # type: ignore[arg-type]
    except BrokenExecutor as error:
        raise LostWorkersError([*running.values(), job]) from error
    running[future] = job


def _result(
    future: Future[Fragment | None], running: _Jobs, fatal: tuple[type[Exception], ...]
) -> Fragment | None:
    try:
        return future.result()
    except (BookletError, BugError, MemoryError):
        raise
    except BrokenExecutor as error:
        raise LostWorkersError(running.values()) from error
    except fatal as error:
        raise worker_died(running[future]) from error
    except (CancelledError, ImportError, OSError) as error:
        raise explain_loss(error, f"'{running[future].title}'") from error
    except Exception as error:
        raise BugError.during(f"setting '{running[future].title}'", error) from error


class Dispatcher:
    """Gets the jobs of one book rendered: from the cache, by workers, or in this process."""

    def __init__(self, render_context: RenderContext, build_context: BuildContext) -> None:
        """Render in this context, with the cache and the workers of a build."""
        self._render_context = render_context
        recolours = build_context.for_copies
        self._cache = FragmentCache(render_context, build_context.cache, recolours=recolours)
        self._workers = build_context.workers

    def render(self, jobs: Sequence[RenderJob], tell: Callable[[str], object]) -> list[Fragment]:
        """Render jobs; in which way does not change the result.

        Args:
            jobs: of divisions that are all different.
            tell: called with the name of each job that is finished, in whatever order.

        Returns:
            The fragments in the order of the jobs.

        Raises:
            BugError: when something unexpected goes wrong.
            TypesetError: when a job cannot be rendered; what is finished is in the cache.
        """
        found: dict[str, Fragment] = {}
        while waiting := [job for job in jobs if job.name not in found]:
            for job in waiting:
                if (fragment := self._cache.get(job)) is not None:
                    found[job.name] = fragment
                    tell(job.name)
            missing = [job for job in waiting if job.name not in found]
            for job, fragment in self._render_missing(self._cache.choose_one_of_each(missing)):
                self._cache.put(job, fragment)
                found[job.name] = fragment
                tell(job.name)
        return [found[job.name] for job in jobs]

    def _render_missing(self, jobs: Sequence[RenderJob]) -> Iterator[tuple[RenderJob, Fragment]]:
        if self._workers is not None and self._workers.accepts(jobs):
            yield from self._workers.render(jobs, self._render_context)
        else:
            for job in jobs:
                yield job, render_division(job, self._render_context)
