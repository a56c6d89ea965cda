"""Takes are handed out to any executor: the longest first, supplies once, nothing lost."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from typeset_samples import copy_of, division

from booklet.errors import SetupError, TypesetError
from booklet.toolchain import compositor_version
from booklet.typeset import job
from booklet.typeset.book import gather_supplies
from booklet.typeset.dispatch import ExecutorCrew, LostWorkersError, dispatch
from booklet.typeset.take import Take

if TYPE_CHECKING:
    from collections.abc import Callable

SUPPLIES = gather_supplies(copy_of())


@pytest.fixture(autouse=True)
def _arithmetic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the name stand for a fragment."""
    monkeypatch.setattr(job, "_stock", {})
    monkeypatch.setattr(job, "compile_division", lambda take, _supplies: take.division.name)


def takes(*lengths: int) -> list[Take]:
    return [Take(division(f"{n}", "x" * n), 1, ()) for n in lengths]


class Hands(Executor):
    """Does each job when it is handed out, and remembers what it was handed."""

    def __init__(self, outcome: Callable[..., Any] = job.do_job) -> None:
        self.jobs: list[tuple[Any, ...]] = []
        self.outcome = outcome

    def submit(
        self, function: Callable[..., Any], /, *arguments: object, **_: object
    ) -> Future[Any]:
        """Do a job at once."""
        assert function is job.do_job
        self.jobs.append(arguments)
        future: Future[Any] = Future()
        try:
            future.set_result(self.outcome(*arguments))
        except BaseException as error:  # noqa: BLE001 - as an executor does
            future.set_exception(error)
        return future


def names(jobs: list[tuple[Any, ...]]) -> list[str]:
    return list(dict.fromkeys(take.division.name for take, *_ in jobs))


def test_everything_is_set_and_the_longest_first() -> None:
    hands = Hands()
    done = list(dispatch(hands, takes(10, 30, 20), SUPPLIES, 1))
    assert all(take.division.name == fragment for take, fragment in done)
    assert len(done) == 3
    assert names(hands.jobs) == ["30", "20", "10"]


def test_supplies_travel_once_to_a_worker() -> None:
    hands = Hands()
    list(dispatch(hands, takes(1, 2, 3, 4), SUPPLIES, 1))
    assert [len(arguments) for arguments in hands.jobs] == [3, 4, 3, 3, 3]
    assert [each for arguments in hands.jobs for each in arguments[3:]] == [SUPPLIES]


def test_supplies_travel_no_oftener_than_jobs_are_out_at_once() -> None:
    hands = Hands()
    list(dispatch(hands, takes(*range(1, 20)), SUPPLIES, 4))
    assert sum(len(arguments) == 4 for arguments in hands.jobs) <= 4


def test_no_more_jobs_are_handed_out_than_asked_for() -> None:
    given: list[Future[Any]] = []
    at_once = []

    class Slow(Hands):
        def submit(
            self, function: Callable[..., Any], /, *arguments: object, **_: object
        ) -> Future[Any]:
            """Do a job some time later."""
            given.append(waiting.submit(function, *arguments))
            at_once.append(sum(not future.done() for future in given))
            return given[-1]

    with ThreadPoolExecutor(1) as waiting:
        done = list(dispatch(Slow(), takes(*range(1, 30)), SUPPLIES, 3))
    assert len(done) == 29
    assert max(at_once) <= 3


def test_a_take_that_cannot_be_set_says_why() -> None:
    def refuse(*_: object) -> None:
        raise TypesetError("it does not end", hint="shorten it")

    with pytest.raises(TypesetError, match="it does not end"):
        list(dispatch(Hands(refuse), takes(1), SUPPLIES, 1))


def test_whatever_else_goes_wrong_names_the_chapter() -> None:
    def fail(*_: object) -> None:
        raise ConnectionError

    with pytest.raises(TypesetError, match=r"a worker could not set '12': ConnectionError"):
        list(dispatch(Hands(fail), takes(12), SUPPLIES, 1))


def test_dead_workers_name_what_they_were_doing() -> None:
    def die(*_: object) -> None:
        raise BrokenExecutor

    with pytest.raises(LostWorkersError) as caught:
        list(dispatch(Hands(die), takes(1, 2, 3), SUPPLIES, 2))
    assert {take.division.name for take in caught.value.takes} == {"3", "2"}
    with pytest.raises(TypesetError, match="was ended from outside"):
        list(ExecutorCrew(Hands(die)).compile(takes(1), SUPPLIES))


def test_workers_that_die_when_a_job_is_sent_again_are_lost_as_well() -> None:
    class Dying(Hands):
        def submit(
            self, function: Callable[..., Any], /, *arguments: object, **_: object
        ) -> Future[Any]:
            """Break at the first job that brings supplies."""
            if len(arguments) == 4:
                raise BrokenExecutor
            return super().submit(function, *arguments)

    with pytest.raises(LostWorkersError) as caught:
        list(dispatch(Dying(), takes(1, 2, 3), SUPPLIES, 2))
    assert {take.division.name for take in caught.value.takes} == {"3", "2"}


def test_nobody_waits_for_workers_that_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booklet.typeset.dispatch._PATIENCE", 0.01)

    class Deserted(Hands):
        def submit(self, *_: object, **__: object) -> Future[Any]:
            """Wait for a worker."""
            return Future()

    jobs = dispatch(Deserted(), takes(1), SUPPLIES, 1, is_anybody_there=lambda: False)
    with pytest.raises(LostWorkersError):
        list(jobs)


def test_a_worker_keeps_only_the_last_supplies() -> None:
    one, version = takes(1)[0], compositor_version()
    for number in range(10):
        assert job.do_job(one, version, f"{number}", SUPPLIES) == "1"
    assert job.do_job(one, version, "9") == "1"
    assert job.do_job(one, version, "0") is None


def test_a_worker_of_another_version_is_refused() -> None:
    with pytest.raises(SetupError, match="other versions"):
        job.do_job(takes(1)[0], "another", "key", SUPPLIES)
