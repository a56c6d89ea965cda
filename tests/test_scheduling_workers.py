"""Real worker processes: the same pages, also when some of them are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import wait
from functools import cache
from typing import TYPE_CHECKING, Any

import deadly_workers
import pytest
from conftest import ROOT
from render_samples import SENTENCE, copy_of, division, job_of, lengthened
from systems import needs_posix

from booklet.common.errors import BugError, TypesetError
from booklet.preview.renderers import Renderers
from booklet.scheduling import dispatch as dispatcher
from booklet.scheduling import workers as local_workers
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.typeset_book import gather_render_context, typeset
from booklet.scheduling.workers import LocalWorkers, core_count

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeProject

    from booklet.print.division import PrintBook

pytestmark = pytest.mark.slow

LONG = f"<p>{SENTENCE * 80}</p>"


@cache
def long_book() -> PrintBook:
    """Make a book whose chapters are set many at a time."""
    chapters = (division(f"chapter-{n}", f'<h1 id="c{n}">C</h1>{LONG}') for n in range(12))
    return lengthened(copy_of(*chapters))


@cache
def serial() -> bytes:
    return typeset(long_book()).pdf


def test_two_workers_give_the_bytes_of_none() -> None:
    with LocalWorkers(2, enough_work=0) as workers:
        assert typeset(long_book(), BuildContext(workers=workers)).pdf == serial()
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def test_none_are_started_for_little_work() -> None:
    with LocalWorkers(2) as workers:
        typeset(
            copy_of(division("one", "<p>x</p>"), division("two", "<p>x</p>")),
            BuildContext(workers=workers),
        )
        assert not multiprocessing.active_children()


def test_there_are_as_many_cores_as_this_process_may_use() -> None:
    if hasattr(os, "sched_setaffinity"):
        allowed = os.sched_getaffinity(0)
        try:
            os.sched_setaffinity(0, {min(allowed)})
            assert core_count() == 1
        finally:
            os.sched_setaffinity(0, allowed)
        assert core_count() == len(allowed)


def test_where_no_process_can_be_started_this_one_does_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_method: str) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(multiprocessing, "get_context", refuse)
    with LocalWorkers(2, enough_work=0) as workers:
        assert typeset(long_book(), BuildContext(workers=workers)).pdf == serial()


@needs_posix
def test_workers_that_are_killed_are_replaced() -> None:
    killed = []

    def kill_one(_title: str, done: int, _total: int) -> None:
        if done == 4 and not killed:
            victim = multiprocessing.active_children()[0]
            killed.append(victim.pid)
            os.kill(victim.pid or 0, signal.SIGKILL)

    with LocalWorkers(2, enough_work=0) as workers:
        made = typeset(long_book(), BuildContext(progress=kill_one, workers=workers)).pdf
    assert killed
    assert made == serial()
    assert not multiprocessing.active_children()


def test_jobs_that_are_called_off_before_they_began_are_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`wait` is never told of jobs that are cancelled with their pool."""
    pool = local_workers._open_pool(1)  # noqa: SLF001 - to have it full
    for _ in range(3):
        pool.submit(time.sleep, 600)

    def wait_for_nothing(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as `wait`
        pool.stop()
        return wait(*arguments, **named)

    monkeypatch.setattr(dispatcher, "wait", wait_for_nothing)
    done = dispatcher.dispatch(
        pool,
        [job_of(division("a", LONG))],
        gather_render_context(copy_of()),
        1,
        has_workers=pool.all_run,
        patience=0.2,
    )
    with pytest.raises(dispatcher.LostWorkersError):
        next(done)
    assert not multiprocessing.active_children()


def test_workers_that_are_called_off_in_the_middle_are_replaced() -> None:
    calls = []

    def call_off(_title: str, done: int, _total: int) -> None:
        if done == 4 and not calls:
            calls.append(done)
            renderers.call_off()

    with Renderers(2, lambda: True) as renderers:
        made = typeset(long_book(), BuildContext(progress=call_off, workers=renderers)).pdf
    assert calls
    assert made == serial()
    assert not multiprocessing.active_children()


@needs_posix
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells that a process is stopped")
def test_a_worker_that_is_stopped_counts_as_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would never answer, nor end when it is asked to."""
    monkeypatch.setattr(dispatcher, "PATIENCE", 2)
    stopped = []

    def stop_one(_title: str, done: int, _total: int) -> None:
        if done == 4 and not stopped:
            victim = multiprocessing.active_children()[0]
            stopped.append(victim.pid)
            os.kill(victim.pid or 0, signal.SIGSTOP)

    with LocalWorkers(2, enough_work=0) as workers:
        made = typeset(long_book(), BuildContext(progress=stop_one, workers=workers)).pdf
    assert stopped
    assert made == serial()
    assert not multiprocessing.active_children()


@needs_posix
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells that a process is stopped")
def test_a_worker_that_is_stopped_when_all_is_done_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local_workers, "SECONDS_TO_END", 1)
    with LocalWorkers(2, enough_work=0) as workers:
        typeset(long_book(), BuildContext(workers=workers))
        os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGSTOP)
    assert not multiprocessing.active_children()


@needs_posix
def test_the_chapter_that_kills_its_workers_is_named_and_the_rest_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "__main__", deadly_workers)
    kept: dict[str, object] = {}

    class Kept:
        get = staticmethod(lambda key, _kind: kept.get(key))
        put = staticmethod(kept.__setitem__)

    book = copy_of(*long_book().divisions[:10], division("deadly", LONG))
    with (
        pytest.raises(TypesetError, match="'Deadly' was ended from outside") as caught,
        LocalWorkers(2, enough_work=0) as workers,
    ):
        typeset(book, BuildContext(cache=Kept(), workers=workers))
    assert "with fewer workers" in caught.value.hint
    assert kept
    assert not multiprocessing.active_children()


def test_a_bug_in_a_worker_arrives_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "__main__", deadly_workers)
    book = copy_of(*long_book().divisions[:10], division("buggy", LONG))
    with (
        pytest.raises(BugError, match="setting 'Buggy'") as caught,
        LocalWorkers(2, enough_work=0) as workers,
    ):
        typeset(book, BuildContext(workers=workers))
    assert "render_buggy" in caught.value.traceback
    assert caught.value.traceback.endswith("ZeroDivisionError: no pages\n")
    assert not multiprocessing.active_children()


@needs_posix
def test_ctrl_c_ends_everything_and_says_so(make_project: MakeProject, tmp_path: Path) -> None:
    text = f"# C\n\n{SENTENCE * 1500}\n"
    project = make_project({f"chapters/{number:02}.md": text for number in range(12)})
    program = subprocess.Popen(
        [sys.executable, "build.py", "pdf", "--project", project, "--workers", "2", "--no-cache"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while len(children := children_of(program.pid)) < 2:
        assert program.poll() is None, program.communicate()
        time.sleep(0.05)
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=300)
    assert (program.returncode, out) == (130, "")
    assert err == "Stopped. What was built before is still there.\n"
    assert not any(os.path.exists(f"/proc/{child}/exe") for child in children)  # noqa: PTH110
    assert not list(tmp_path.rglob("*.pdf"))


def children_of(pid: int) -> list[int]:
    """List the workers of a process (proc(5))."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as listed:  # noqa: PTH123
            found = [int(child) for child in listed.read().split()]
    except OSError:
        pytest.skip("this system does not tell which processes a process has started")
    return [child for child in found if "spawn_main" in command_of(child)]


def command_of(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline") as line:  # noqa: PTH123
            return line.read()
    except OSError:
        return ""
