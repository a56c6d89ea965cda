"""Run batches of work on the workers of any executor, and give the results in order.

What all batches share is sent to a worker once: one that does not have it returns None and gets the
batch again with it, as in `worker_task`. Batches of a worker that is lost are done again.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from booklet.common.bug_report import explain_exhaustion
from booklet.common.errors import BookletError, BugError, SetupError, TypesetError
from booklet.common.toolchain import renderer_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future

    from booklet.weasy.render_job import RenderJob

PATIENCE = 20
"""Seconds without a result after which the executor is asked whether it still has workers."""

_MOST_LOSSES = 3
"""How often a batch may be running when workers are lost, before it is taken for the reason."""


class Keyed(Protocol):
    """What all batches share."""

    @property
    def key(self) -> str:
        """Another for every context."""

    @property
    def what(self) -> str:
        """What the batches make, in the plural: "copies"."""


Job = TypeVar("Job")
Result = TypeVar("Result")


Task: TypeAlias = "Callable[[tuple[Job, ...], str, str, Any], Result | None]"
"""A function of a module, which workers import. It is given a batch, the renderer's version, the
key of the context, and the context or None; it returns None to ask for the context."""


class LostBatchesError(Exception):
    """Workers have died with their batches."""


@dataclass(slots=True)
class _Batch(Generic[Job]):
    jobs: tuple[Job, ...]
    losses: int = 0
    future: Future[Any] | None = field(default=None, compare=False)


class BatchRunner(Generic[Job, Result]):
    """Runs batches in order; it can go on with another executor when one has broken."""

    def __init__(
        self,
        task: Task[Job, Result],
        batches: Iterator[tuple[Job, ...]],
        context: Keyed,
        at_once: int,
    ) -> None:
        """Prepare to run; nothing is submitted yet.

        Args:
            task: does a batch.
            batches: is asked for the next one when there is room for it.
            context: what all batches share.
            at_once: how many are handed out or wait for their turn to be given.
        """
        self._task = task
        self._batches = batches
        self._context = context
        self._at_once = at_once
        self._begun: deque[_Batch[Job]] = deque()

    def run(
        self,
        executor: Executor,
        *,
        has_workers: Callable[[], bool] = lambda: True,
        fatal: tuple[type[Exception], ...] = (),
        patience: float = PATIENCE,
    ) -> Iterator[Result]:
        """Give results in the order of the batches.

        Args:
            executor: runs them.
            has_workers: asked when nothing is finished for long.
            fatal: the exceptions by which the executor says that a batch has ended its worker, and
                that it will not be tried again.
            patience: seconds without a result after which `has_workers` is asked.

        Raises:
            BugError: when something unexpected goes wrong.
            LostBatchesError: when the executor has lost its workers; `run` may be called again.
            SetupError: when a worker's machine cannot set pages, or the connection is lost.
            TypesetError: when a batch cannot be done.
        """
        for batch in self._begun:
            if batch.future is None:
                self._submit(executor, batch)
        try:
            while True:
                self._fill(executor)
                if not self._begun:
                    return
                first = self._begun[0]
                result = self._await(executor, first, has_workers, fatal, patience)
                self._begun.popleft()
                yield result
        finally:
            for batch in self._begun:
                if batch.future is not None and not batch.future.done():
                    batch.future.cancel()
                    batch.future = None

    def run_here(self) -> Iterator[Result]:
        """Give the results of all batches, done in this process."""
        context: Keyed | None = self._context
        for jobs in self._batches:
            result = self._task(jobs, renderer_version(), self._context.key, context)
            context = None
            if result is not None:
                yield result

    def _fill(self, executor: Executor) -> None:
        while len(self._begun) < self._at_once:
            jobs = next(self._batches, None)
            if jobs is None:
                return
            self._begun.append(_Batch(jobs))
            self._submit(executor, self._begun[-1])

    def _submit(self, executor: Executor, batch: _Batch[Job], context: Keyed | None = None) -> None:
        key = self._context.key
        try:
            batch.future = executor.submit(self._task, batch.jobs, renderer_version(), key, context)
        except BrokenExecutor as error:
            raise self._lost() from error

    def _await(
        self,
        executor: Executor,
        batch: _Batch[Job],
        has_workers: Callable[[], bool],
        fatal: tuple[type[Exception], ...],
        patience: float,
    ) -> Result:
        """Wait for a batch; meanwhile give others the context that they ask for.

        What goes wrong with others is told when it is their turn.
        """
        while True:
            futures = {one.future: one for one in self._begun if one.future is not None}
            unfinished = [future for future in futures if not future.done()]
            if batch.future is not None and not batch.future.done():
                finished, _ = wait(unfinished, timeout=patience, return_when=FIRST_COMPLETED)
                if not finished and not has_workers():
                    raise self._lost()
            for future, one in futures.items():
                if _asks_for_context(future):
                    self._submit(executor, one, self._context)
            if batch.future is not None and batch.future.done():
                result = self._result(batch.future, fatal)
                if result is not None:
                    return result

    def _result(self, future: Future[Any], fatal: tuple[type[Exception], ...]) -> Result | None:
        try:
            result: Result | None = future.result()
        except (BookletError, BugError, MemoryError):
            raise
        except BrokenExecutor as error:
            raise self._lost() from error
        except fatal as error:
            raise batch_died(self._context.what) from error
        except (CancelledError, ImportError, OSError) as error:
            raise explain_loss(error, self._context.what) from error
        except Exception as error:
            raise BugError.during(f"setting {self._context.what}", error) from error
        return result

    def _lost(self) -> Exception:
        """Take back what was not finished, and give the error to raise."""
        for batch in self._begun:
            future = batch.future
            if future is None or not future.done() or future.cancelled() or future.exception():
                batch.losses += 1
                batch.future = None
        if any(batch.losses >= _MOST_LOSSES for batch in self._begun):
            return batch_died(self._context.what)
        return LostBatchesError()


def _asks_for_context(future: Future[Any]) -> bool:
    is_finished = future.done() and not future.cancelled() and future.exception() is None
    return is_finished and future.result() is None


def explain_loss(error: Exception, what: str) -> BookletError:
    """Make the error for work that has not come to a worker, or whose result has not come back.

    Args:
        error: that the executor gives.
        what: was to be set.
    """
    return explain_exhaustion(error) or SetupError(
        f"a worker was lost that was to set {what}: {type(error).__name__}: {error}",
        hint="See what the worker itself reports. Every machine needs this program, its "
        "packages and Pango, in the same versions, and a connection that lasts.",
    )


def batch_died(what: str) -> TypesetError:
    """Make the error for a batch whose worker has ended without a result; `what` it was to set."""
    return TypesetError(
        f"the worker that was setting {what} was ended from outside, again and again",
        hint="Most often the machine has run out of memory: close other programs, or try with "
        "fewer workers.",
    )


def worker_died(job: RenderJob) -> TypesetError:
    """Make the error for a job whose worker has ended without a result."""
    return TypesetError(
        f"the worker that was setting '{job.title}' was ended from outside",
        hint="Most often the machine has run out of memory: close other programs, try with fewer "
        "workers, or make the pictures of this chapter smaller. What was set before is kept, so "
        "the next run goes on from there.",
    )
