"""Takes are handed out to any executor: the longest first, supplies once, nothing lost."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from render_samples import copy_of, division, job_of

from booklet.common.errors import SetupError, TypesetError
from booklet.common.toolchain import renderer_version
from booklet.scheduling import worker_task
from booklet.scheduling.dispatch import ExecutorWorkers, LostWorkersError, dispatch
from booklet.scheduling.typeset_book import gather_render_context

if TYPE_CHECKING:
    from collections.abc import Callable

    from booklet.weasy.render_job import RenderJob

SUPPLIES = gather_render_context(copy_of())


@pytest.fixture(autouse=True)
def _arithmetic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the name stand for a fragment."""
    monkeypatch.setattr(worker_task, "_contexts", {})
    monkeypatch.setattr(worker_task, "render_division", lambda job, _render_context: job.name)


def jobs(*lengths: int) -> list[RenderJob]:
    return [job_of(division(f"{n}", "x" * n)) for n in lengths]


class Hands(Executor):
    """Does each job when it is handed out, and remembers what it was handed."""

    def __init__(self, outcome: Callable[..., Any] = worker_task.run_task) -> None:
        self.jobs: list[tuple[Any, ...]] = []
        self.outcome = outcome

    def submit(
        self, function: Callable[..., Any], /, *arguments: object, **_: object
    ) -> Future[Any]:
        """Do a job at once."""
        assert function is worker_task.run_task
        self.jobs.append(arguments)
        future: Future[Any] = Future()
        try:
            future.set_result(self.outcome(*arguments))
        except BaseException as error:  # noqa: BLE001 - as an executor does
            future.set_exception(error)
        return future


def names(jobs: list[tuple[Any, ...]]) -> list[str]:
    return list(dict.fromkeys(job.name for job, *_ in jobs))


def test_everything_is_set_and_the_longest_first() -> None:
    hands = Hands()
    done = list(dispatch(hands, jobs(10, 30, 20), SUPPLIES, 1))
    assert all(job.name == fragment for job, fragment in done)
    assert len(done) == 3
    assert names(hands.jobs) == ["30", "20", "10"]


def test_supplies_travel_once_to_a_worker() -> None:
    hands = Hands()
    list(dispatch(hands, jobs(1, 2, 3, 4), SUPPLIES, 1))
    assert [len(arguments) for arguments in hands.jobs] == [3, 4, 3, 3, 3]
    assert [each for arguments in hands.jobs for each in arguments[3:]] == [SUPPLIES]


def test_supplies_travel_no_oftener_than_jobs_are_out_at_once() -> None:
    hands = Hands()
    list(dispatch(hands, jobs(*range(1, 20)), SUPPLIES, 4))
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
        done = list(dispatch(Slow(), jobs(*range(1, 30)), SUPPLIES, 3))
    assert len(done) == 29
    assert max(at_once) <= 3


def test_a_take_that_cannot_be_set_says_why() -> None:
    def refuse(*_: object) -> None:
        raise TypesetError("it does not end", hint="shorten it")

    with pytest.raises(TypesetError, match="it does not end"):
        list(dispatch(Hands(refuse), jobs(1), SUPPLIES, 1))


def test_whatever_else_goes_wrong_names_the_chapter() -> None:
    def fail(*_: object) -> None:
        raise ConnectionError

    with pytest.raises(TypesetError, match=r"a worker could not set '12': ConnectionError"):
        list(dispatch(Hands(fail), jobs(12), SUPPLIES, 1))


def test_dead_workers_name_what_they_were_doing() -> None:
    def die(*_: object) -> None:
        raise BrokenExecutor

    with pytest.raises(LostWorkersError) as caught:
        list(dispatch(Hands(die), jobs(1, 2, 3), SUPPLIES, 2))
    assert {job.name for job in caught.value.jobs} == {"3", "2"}
    with pytest.raises(TypesetError, match="was ended from outside"):
        list(ExecutorWorkers(Hands(die)).render(jobs(1), SUPPLIES))


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
        list(dispatch(Dying(), jobs(1, 2, 3), SUPPLIES, 2))
    assert {job.name for job in caught.value.jobs} == {"3", "2"}


def test_nobody_waits_for_workers_that_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booklet.scheduling.dispatch._PATIENCE", 0.01)

    class Deserted(Hands):
        def submit(self, *_: object, **__: object) -> Future[Any]:
            """Wait for a worker."""
            return Future()

    handed_out = dispatch(Deserted(), jobs(1), SUPPLIES, 1, is_anybody_there=lambda: False)
    with pytest.raises(LostWorkersError):
        list(handed_out)


def test_a_worker_keeps_only_the_last_supplies() -> None:
    one, version = jobs(1)[0], renderer_version()
    for number in range(10):
        assert worker_task.run_task(one, version, f"{number}", SUPPLIES) == "1"
    assert worker_task.run_task(one, version, "9") == "1"
    assert worker_task.run_task(one, version, "0") is None


def test_a_worker_of_another_version_is_refused() -> None:
    with pytest.raises(SetupError, match="other versions"):
        worker_task.run_task(jobs(1)[0], "another", "key", SUPPLIES)
