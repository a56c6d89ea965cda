"""Batches come back in order, whoever did them; those of a worker that is lost are done again."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from booklet.common.errors import BugError, SetupError, TypesetError
from booklet.scheduling.batches import BatchRunner
from booklet.scheduling.dispatch import ExecutorWorkers
from booklet.scheduling.workers import LocalWorkers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Context:
    """What batches share here: a factor, and where to note that a worker has died."""

    key: str
    factor: int = 10
    note: str = ""
    what: str = "copies"


_known: dict[str, Context] = {}


def multiply(
    jobs: tuple[int, ...], _version: str, key: str, context: Context | None = None
) -> list[int] | None:
    """Do a batch; the first numbers take longest."""
    if context is not None:
        _known[key] = context
    if key not in _known:
        return None
    time.sleep(0.02 if jobs[0] == 0 else 0)
    return [job * _known[key].factor for job in jobs]


def multiply_or_die(
    jobs: tuple[int, ...], version: str, key: str, context: Context | None = None
) -> list[int] | None:
    """End the process the first time that a certain batch comes."""
    done = multiply(jobs, version, key, context)
    if done and 4 in jobs and _known[key].note and not os.path.exists(_known[key].note):  # noqa: PTH110
        open(_known[key].note, "x").close()  # noqa: PTH123
        os._exit(1)
    return done


def die(
    _jobs: tuple[int, ...], _version: str, _key: str, _context: Context | None = None
) -> list[int] | None:
    """End the process."""
    os._exit(1)


def fail(
    _jobs: tuple[int, ...], _version: str, _key: str, _context: Context | None = None
) -> list[int] | None:
    """Fail as no task should."""
    raise KeyError("unexpected")


def lose(
    _jobs: tuple[int, ...], _version: str, _key: str, _context: Context | None = None
) -> list[int] | None:
    """Fail as a connection does."""
    raise ConnectionResetError("gone")


def batches(count: int = 6) -> Iterator[tuple[int, ...]]:
    return ((2 * number, 2 * number + 1) for number in range(count))


EXPECTED = [[20 * number, 20 * number + 10] for number in range(6)]


def test_results_come_in_order_and_the_context_is_sent_when_it_is_asked_for() -> None:
    with ThreadPoolExecutor(3) as executor:
        workers = ExecutorWorkers(executor, jobs_at_once=3)
        assert list(workers.run_batches(multiply, batches(), Context("threads"))) == EXPECTED


def test_no_more_batches_are_made_than_are_handed_out() -> None:
    made = 0

    def counted() -> Iterator[tuple[int, ...]]:
        nonlocal made
        for batch in batches():
            made += 1
            yield batch

    with ThreadPoolExecutor(2) as executor:
        results = BatchRunner(multiply, counted(), Context("few"), 2).run(executor)
        assert next(results) == EXPECTED[0]
        assert made == 2
        assert list(results) == EXPECTED[1:]


@pytest.mark.slow
def test_the_batches_of_a_worker_that_dies_are_done_again(tmp_path: Path) -> None:
    context = Context("processes", note=str(tmp_path / "died"))
    with LocalWorkers(2) as workers:
        assert list(workers.run_batches(multiply_or_die, batches(), context)) == EXPECTED
    assert (tmp_path / "died").exists()


@pytest.mark.slow
def test_a_batch_that_ends_every_worker_is_given_up() -> None:
    with LocalWorkers(1) as workers, pytest.raises(TypesetError, match="again and again"):
        list(workers.run_batches(die, batches(), Context("deadly")))


def test_a_fault_and_a_lost_connection_are_told_apart() -> None:
    with ThreadPoolExecutor(1) as executor:
        workers = ExecutorWorkers(executor)
        with pytest.raises(BugError, match="setting copies"):
            list(workers.run_batches(fail, batches(), Context("fault")))
        with pytest.raises(SetupError, match="a worker was lost that was to set copies"):
            list(workers.run_batches(lose, batches(), Context("lost")))
