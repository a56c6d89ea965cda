"""Jobs are dispatched to any executor: the longest first, the context once, nothing lost."""

from __future__ import annotations

import errno
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from render_samples import copy_of, division, job_of

from booklet.common.errors import BugError, OutputError, SetupError, TypesetError
from booklet.common.toolchain import renderer_version
from booklet.scheduling import worker_task
from booklet.scheduling.dispatch import ExecutorWorkers, LostWorkersError, dispatch
from booklet.scheduling.typeset_book import gather_render_context

if TYPE_CHECKING:
    from collections.abc import Callable

    from booklet.weasy.render_job import RenderContext, RenderJob

CONTEXT = gather_render_context(copy_of())


def new_context() -> RenderContext:
    """Make a context that no worker has."""
    return replace(CONTEXT, key=uuid4().hex)


@pytest.fixture(autouse=True)
def _arithmetic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the name stand for a fragment."""
    monkeypatch.setattr(worker_task, "render_division", lambda job, _render_context: job.name)


def jobs(*lengths: int) -> list[RenderJob]:
    return [job_of(division(f"{n}", "x" * n)) for n in lengths]


class Inline(Executor):
    """Runs each job when it is submitted, and records its arguments."""

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


def raiser(error: Exception) -> Callable[..., Any]:
    def fail(*_: object) -> None:
        raise error

    return fail


def names(jobs: list[tuple[Any, ...]]) -> list[str]:
    return list(dict.fromkeys(job.name for job, *_ in jobs))


def test_everything_is_set_and_the_longest_first() -> None:
    executor = Inline()
    done = list(dispatch(executor, jobs(10, 30, 20), CONTEXT, 1))
    assert all(job.name == fragment for job, fragment in done)
    assert len(done) == 3
    assert names(executor.jobs) == ["30", "20", "10"]


def test_the_context_is_sent_once_to_a_worker() -> None:
    executor = Inline()
    context = new_context()
    list(dispatch(executor, jobs(1, 2, 3, 4), context, 1))
    assert [len(arguments) for arguments in executor.jobs] == [3, 4, 3, 3, 3]
    assert [each for arguments in executor.jobs for each in arguments[3:]] == [context]


def test_the_context_is_sent_no_more_often_than_jobs_run_at_once() -> None:
    executor = Inline()
    list(dispatch(executor, jobs(*range(1, 20)), new_context(), 4))
    assert 1 <= sum(len(arguments) == 4 for arguments in executor.jobs) <= 4


def test_no_more_jobs_are_handed_out_than_asked_for() -> None:
    given: list[Future[Any]] = []
    at_once = []

    class Slow(Inline):
        def submit(
            self, function: Callable[..., Any], /, *arguments: object, **_: object
        ) -> Future[Any]:
            """Do a job some time later."""
            given.append(waiting.submit(function, *arguments))
            at_once.append(sum(not future.done() for future in given))
            return given[-1]

    with ThreadPoolExecutor(1) as waiting:
        done = list(dispatch(Slow(), jobs(*range(1, 30)), CONTEXT, 3))
    assert len(done) == 29
    assert max(at_once) <= 3


def test_a_job_that_cannot_be_rendered_says_why() -> None:
    def refuse(*_: object) -> None:
        raise TypesetError("it does not end", hint="shorten it")

    with pytest.raises(TypesetError, match="it does not end"):
        list(dispatch(Inline(refuse), jobs(1), CONTEXT, 1))


@pytest.mark.parametrize("error", [ConnectionError("closed"), CancelledError(), ImportError("no")])
def test_a_worker_that_cannot_be_reached_names_the_chapter(error: Exception) -> None:
    with pytest.raises(SetupError, match=r"a worker was lost that was to set '12'") as caught:
        list(dispatch(Inline(raiser(error)), jobs(12), CONTEXT, 1))
    assert type(error).__name__ in caught.value.problem


def test_a_full_disk_is_told_as_what_it_is() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(OutputError, match="is full"):
        list(dispatch(Inline(raiser(full)), jobs(12), CONTEXT, 1))


def test_a_bug_keeps_its_traceback_and_names_the_chapter() -> None:
    with pytest.raises(BugError) as caught:
        list(dispatch(Inline(raiser(ValueError("odd"))), jobs(12), CONTEXT, 1))
    assert caught.value.activity == "setting '12'"
    assert "in fail\n" in caught.value.traceback
    assert caught.value.traceback.endswith("ValueError: odd\n")


def test_a_bug_that_a_worker_reports_stays_as_it_is() -> None:
    bug = BugError("setting '12'", "Traceback: …")
    with pytest.raises(BugError) as caught:
        list(dispatch(Inline(raiser(bug)), jobs(12), CONTEXT, 1))
    assert caught.value is bug


def test_an_exception_that_means_a_dead_worker_is_no_bug() -> None:
    class Killed(Exception):  # noqa: N818 - as Dask names its own
        pass

    with pytest.raises(TypesetError, match="'12' was ended from outside"):
        list(dispatch(Inline(raiser(Killed())), jobs(12), CONTEXT, 1, fatal=(Killed,)))


def test_dead_workers_name_what_they_were_doing() -> None:
    def die(*_: object) -> None:
        raise BrokenExecutor

    with pytest.raises(LostWorkersError) as caught:
        list(dispatch(Inline(die), jobs(1, 2, 3), CONTEXT, 2))
    assert {job.name for job in caught.value.jobs} == {"3", "2"}
    with pytest.raises(TypesetError, match="was ended from outside"):
        list(ExecutorWorkers(Inline(die)).render(jobs(1), CONTEXT))


def test_workers_that_die_when_a_job_is_sent_again_are_lost_as_well() -> None:
    class Dying(Inline):
        def submit(
            self, function: Callable[..., Any], /, *arguments: object, **_: object
        ) -> Future[Any]:
            """Break at the first job that brings its context."""
            if len(arguments) == 4:
                raise BrokenExecutor
            return super().submit(function, *arguments)

    with pytest.raises(LostWorkersError) as caught:
        list(dispatch(Dying(), jobs(1, 2, 3), new_context(), 2))
    assert {job.name for job in caught.value.jobs} == {"3", "2"}


def test_nobody_waits_for_workers_that_are_gone() -> None:
    class Deserted(Inline):
        def submit(self, *_: object, **__: object) -> Future[Any]:
            """Wait for a worker."""
            return Future()

    handed_out = dispatch(Deserted(), jobs(1), CONTEXT, 1, has_workers=lambda: False, patience=0.01)
    with pytest.raises(LostWorkersError):
        list(handed_out)


def test_a_worker_keeps_only_the_last_contexts() -> None:
    one, version = jobs(1)[0], renderer_version()
    for number in range(10):
        assert worker_task.run_task(one, version, f"{number}", CONTEXT) == "1"
    assert worker_task.run_task(one, version, "9") == "1"
    assert worker_task.run_task(one, version, "0") is None


def test_a_worker_of_another_version_is_refused() -> None:
    with pytest.raises(SetupError, match="other versions"):
        worker_task.run_task(jobs(1)[0], "another", "key", CONTEXT)
