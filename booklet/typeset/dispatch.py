"""Dispatch: takes are handed to the workers of any `concurrent.futures.Executor`."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, wait
from typing import TYPE_CHECKING, Protocol

from booklet.errors import BookletError, TypesetError
from booklet.typeset.job import do_job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from booklet.pdf.fragment import Fragment
    from booklet.typeset.take import Supplies, Take

_MANY = 32


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
            raise lost(error.takes[0]) from error


class LostWorkersError(Exception):
    """Workers have died with their jobs.

    Attributes:
        takes: those that were being set; one of them may be the reason.
    """

    def __init__(self, takes: Iterable[Take]) -> None:
        super().__init__("workers have died")
        self.takes = tuple(takes)


def dispatch(
    executor: Executor, takes: Iterable[Take], supplies: Supplies, jobs_at_once: int
) -> Iterator[tuple[Take, Fragment]]:
    """Hand out takes, the longest first, and give each as soon as it is set.

    Args:
        executor: runs the jobs.
        takes: what to set.
        supplies: what all of them are set with.
        jobs_at_once: how many jobs are handed out before one of them is finished.

    Raises:
        LostWorkersError: when the executor breaks; what was given before is finished.
        TypesetError: when a take cannot be set; it names the division.
    """
    waiting = deque(sorted(takes, key=lambda take: -len(take.division.html)))
    running: dict[Future[Fragment | None], Take] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs_at_once:
                take = waiting.popleft()
                running[_submit(executor, take, supplies.key, running)] = take
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                take = running[future]
                fragment = _result(future, running)
                if fragment is None:
                    again = executor.submit(do_job, take, supplies.key, supplies)
                    running[again] = take
                del running[future]
                if fragment is not None:
                    yield take, fragment
    finally:
        for future in running:
            future.cancel()


def _submit(
    executor: Executor, take: Take, key: str, running: dict[Future[Fragment | None], Take]
) -> Future[Fragment | None]:
    try:
        return executor.submit(do_job, take, key)
    except BrokenExecutor as error:
        raise LostWorkersError([*running.values(), take]) from error


def _result(
    future: Future[Fragment | None], running: dict[Future[Fragment | None], Take]
) -> Fragment | None:
    try:
        return future.result()
    except BookletError:
        raise
    except BrokenExecutor as error:
        raise LostWorkersError(running.values()) from error
    except (Exception, CancelledError) as error:
        raise lost(running[future], type(error).__name__) from error


def lost(take: Take, reason: str = "") -> TypesetError:
    """Say that the worker which was setting a take is gone."""
    why = f" ({reason})" if reason else ""
    return TypesetError(
        f"the program that was setting '{take.division.title}' was ended from outside{why}",
        hint="Most often the machine ran out of memory: close other programs, try --workers 1, or "
        "make the pictures of this chapter smaller. What was set before is kept, so the next run "
        "goes on from there.",
    )
