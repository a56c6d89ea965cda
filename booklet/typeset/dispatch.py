"""Dispatch: takes are handed to the workers of any `concurrent.futures.Executor`."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait
from typing import TYPE_CHECKING, Protocol, TypeAlias

from booklet.errors import BookletError, TypesetError
from booklet.toolchain import compositor_version
from booklet.typeset.job import do_job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from booklet.pdf.fragment import Fragment
    from booklet.typeset.take import Supplies, Take

    _Jobs: TypeAlias = dict[Future[Fragment | None], Take]

_MANY = 32
_PATIENCE = 20
"""Seconds without a result after which it is asked whether anybody still works."""


class Crew(Protocol):
    """Workers that set takes side by side."""

    def takes_on(self, takes: Sequence[Take]) -> bool:
        """Tell whether these takes are work enough for a crew."""

    def compile(self, takes: Sequence[Take], supplies: Supplies) -> Iterator[tuple[Take, Fragment]]:
        """Set takes, and give each as soon as it is finished."""


class ExecutorCrew:
    """The workers of an executor that somebody else opens and closes."""

    def __init__(self, executor: Executor, jobs_at_once: int = _MANY) -> None:
        """Hand out jobs to an executor.

        Args:
            executor: whose workers can import this package.
            jobs_at_once: how many it is given before one of them is finished.
        """
        self._executor = executor
        self._jobs_at_once = jobs_at_once

    def takes_on(self, takes: Sequence[Take]) -> bool:
        """Take on whatever there is."""
        return bool(takes)

    def compile(self, takes: Sequence[Take], supplies: Supplies) -> Iterator[tuple[Take, Fragment]]:
        """Set takes side by side.

        Raises:
            TypesetError: when a take cannot be set; it names the division.
        """
        try:
            yield from dispatch(self._executor, takes, supplies, self._jobs_at_once)
        except LostWorkersError as error:
            raise died(error.takes[0]) from error


class LostWorkersError(Exception):
    """Workers have died with their jobs.

    Attributes:
        takes: those that were being set; one of them may be the reason.
    """

    def __init__(self, takes: Iterable[Take]) -> None:
        super().__init__("workers have died")
        self.takes = tuple(takes)


def dispatch(
    executor: Executor,
    takes: Iterable[Take],
    supplies: Supplies,
    jobs_at_once: int,
    *,
    is_anybody_there: Callable[[], bool] = lambda: True,
) -> Iterator[tuple[Take, Fragment]]:
    """Hand out takes, the longest first, and give each as soon as it is set.

    Args:
        executor: runs the jobs.
        takes: what to set.
        supplies: what all of them are set with.
        jobs_at_once: how many jobs are handed out before one of them is finished.
        is_anybody_there: asked when nothing is finished for long; for executors that wait for new
            workers when they have lost all.

    Raises:
        LostWorkersError: when the executor breaks; what was given before is finished.
        SetupError: when a worker's machine cannot set these pages.
        TypesetError: when a take cannot be set; it names the division.
    """
    waiting = deque(sorted(takes, key=lambda take: -len(take.division.html)))
    running: _Jobs = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs_at_once:
                _hand_out(executor, running, waiting.popleft(), supplies.key)
            finished, _ = wait(running, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
            if not finished and not is_anybody_there():
                raise LostWorkersError(running.values())
            for future in finished:
                fragment = _result(future, running)
                take = running.pop(future)
                if fragment is None:
                    _hand_out(executor, running, take, supplies.key, supplies)
                else:
                    yield take, fragment
    finally:
        for future in running:
            future.cancel()


def _hand_out(executor: Executor, running: _Jobs, take: Take, *supplies: str | Supplies) -> None:
    try:
        future = executor.submit(do_job, take, compositor_version(), *supplies)  # type: ignore[arg-type]
    except BrokenExecutor as error:
        raise LostWorkersError([*running.values(), take]) from error
    running[future] = take


def _result(future: Future[Fragment | None], running: _Jobs) -> Fragment | None:
    try:
        return future.result()
    except BookletError:
        raise
    except BrokenExecutor as error:
        raise LostWorkersError(running.values()) from error
    except Exception as error:
        raise TypesetError(
            f"a worker could not set '{running[future].division.title}': "
            f"{type(error).__name__}: {error}",
            hint="Look at what the worker itself says. Every machine needs this program, its "
            "packages and Pango, in the same versions.",
        ) from error


def died(take: Take) -> TypesetError:
    """Say that the worker which was setting a take is gone."""
    return TypesetError(
        f"the worker that was setting '{take.division.title}' was ended from outside",
        hint="Most often the machine has run out of memory: close other programs, try with fewer "
        "workers, or make the pictures of this chapter smaller. What was set before is kept, so "
        "the next run goes on from there.",
    )
