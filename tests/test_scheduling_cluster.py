"""A real scheduler and real workers on this machine set a book, and one of them is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, program
from render_samples import copy_of, division
from test_scheduling_workers import long_book, serial

from booklet.common.errors import BugError, SetupError
from booklet.pipelines.merge import Wanted, build_copies
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.cluster import ClusterWorkers
from booklet.scheduling.typeset_book import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    # Ended connections are what one of these tests is about; distributed leaves some to Python.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

pytest.importorskip("distributed")

LOOPBACK = "127.0.0.1"


@contextmanager
def running(folder: Path, module: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of Dask's programs in a folder of its own, as on another machine."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    with (folder / f"{module}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Start a scheduler and give its address."""
    with starting_scheduler(tmp_path) as address:
        yield address


@contextmanager
def starting_scheduler(tmp_path: Path, *more: str) -> Iterator[str]:
    file = tmp_path / "scheduler.json"
    options = ["--host", LOOPBACK, "--port", "0", "--no-dashboard", "--no-show", *more]
    with running(tmp_path / "s", "dask_scheduler", *options, "--scheduler-file", str(file)):
        wait_until(lambda: file.exists() and '"address"' in file.read_text())
        address = file.read_text().partition('"address": "')[2].partition('"')[0]
        yield address


@contextmanager
def worker(folder: Path, address: str, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    options = ["--host", LOOPBACK, "--nthreads", "1", "--no-nanny", "--no-dashboard", *more]
    with running(folder, "dask_worker", address, *options) as process:
        yield process


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about within half a minute")


def wait_for_workers(address: str, count: int) -> None:
    from distributed import Client  # noqa: PLC0415 - slow

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=30)


def test_two_workers_set_a_book_and_one_is_killed_in_the_middle(
    scheduler: str, tmp_path: Path
) -> None:
    with worker(tmp_path / "a", scheduler) as victim, worker(tmp_path / "b", scheduler):
        wait_for_workers(scheduler, 2)

        def kill_one(_title: str, done: int, _total: int) -> None:
            if done == 4:
                victim.kill()

        with ClusterWorkers(scheduler) as workers:
            made = typeset(long_book(), BuildContext(progress=kill_one, workers=workers)).pdf
        assert victim.wait() != 0
    assert made == serial()


def test_two_workers_make_copies_and_one_is_killed_in_the_middle(
    scheduler: str, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    (project / "chapters").mkdir(parents=True)
    (project / "chapters" / "one.md").write_text("# One\n\nDear {{name}}, some words.\n", "utf-8")
    people = "name\n" + "".join(f"Person {number}\n" for number in range(60))
    (project / "people.csv").write_text(people, "utf-8")
    with worker(tmp_path / "a", scheduler) as victim, worker(tmp_path / "b", scheduler):
        wait_for_workers(scheduler, 2)

        def kill_one(_title: str, done: int, _total: int) -> None:
            if done == 4:
                victim.kill()

        with ClusterWorkers(scheduler) as workers:
            build_context = BuildContext(progress=kill_one, workers=workers)
            build_copies(project, project / "x", project / "people.csv", Wanted(), build_context)
        assert victim.wait() != 0
    build_copies(project, project / "y", project / "people.csv")
    made, expected = (
        {path.name: path.read_bytes() for path in (project / out / "copies").iterdir()}
        for out in ("x", "y")
    )
    assert len(made) == 62
    assert made == expected


def test_when_the_last_worker_is_gone_nobody_waits(scheduler: str, tmp_path: Path) -> None:
    with worker(tmp_path / "a", scheduler) as victim:
        wait_for_workers(scheduler, 1)
        build_context = BuildContext(
            progress=lambda *_: victim.kill(), workers=ClusterWorkers(scheduler, patience=1)
        )
        with pytest.raises(SetupError, match="has lost its last worker"), build_context.workers:
            typeset(long_book(), build_context)


def test_a_bug_in_a_worker_arrives_with_its_traceback(scheduler: str, tmp_path: Path) -> None:
    with worker(tmp_path / "a", scheduler, "--preload", "deadly_workers"):
        wait_for_workers(scheduler, 1)
        with (
            pytest.raises(BugError, match="setting 'Buggy'") as caught,
            ClusterWorkers(scheduler) as workers,
        ):
            typeset(copy_of(division("buggy", "<p>x</p>")), BuildContext(workers=workers))
    assert "in render_buggy\n" in caught.value.traceback
    assert caught.value.traceback.endswith("ZeroDivisionError: no pages\n")


def make_certificate(folder: Path) -> dict[str, str]:
    """Make an authority and a certificate of it, and give them as Dask's settings."""
    folder.mkdir()
    # It signs itself, so it is its own authority: whoever has this file and its key is trusted.
    subprocess.run(
        [
            *(program("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-subj", "/CN=cluster", "-keyout", folder / "key", "-out", folder / "cert"),
        ],
        check=True,
        capture_output=True,
    )
    tls = "distributed.comm.tls."
    sides = ("scheduler", "worker", "client")
    files = {
        f"{tls}{side}.{file}": str(folder / file) for side in sides for file in ("cert", "key")
    }
    authority = {f"{tls}ca-file": str(folder / "cert")}
    return {"distributed.comm.require-encryption": "True", **authority, **files}


def test_who_has_no_certificate_is_not_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the settings that SECURITY.md names."""
    import dask.config  # noqa: PLC0415 - slow

    settings = make_certificate(tmp_path / "ours")
    for name, value in settings.items():
        monkeypatch.setenv(f"DASK_{name.upper()}".replace(".", "__").replace("-", "_"), value)
    with (
        starting_scheduler(tmp_path, "--protocol", "tls") as address,
        worker(tmp_path / "a", address, "--protocol", "tls"),
    ):
        with dask.config.set(settings):
            wait_for_workers(address, 1)
            with ClusterWorkers(address) as workers:
                made = typeset(long_book(), BuildContext(workers=workers)).pdf
        for certificate, problem in (
            ({}, "Dask has no certificate to show"),  # this process has read its settings before
            (make_certificate(tmp_path / "others"), "no scheduler answers"),
        ):
            with (
                dask.config.set(certificate),
                pytest.raises(SetupError, match=problem),
                ClusterWorkers(address, seconds_to_answer=2) as strangers,
            ):
                typeset(long_book(), BuildContext(workers=strangers))
    assert address.startswith("tls://")
    assert made == serial()


def test_a_scheduler_without_workers_is_told(scheduler: str) -> None:
    with (
        pytest.raises(SetupError, match="has no workers") as caught,
        ClusterWorkers(scheduler) as workers,
    ):
        typeset(long_book(), BuildContext(workers=workers))
    assert f"dask worker {scheduler}" in caught.value.hint


@pytest.mark.parametrize("address", [f"tcp://{LOOPBACK}:9", "no address at all"])
def test_a_scheduler_that_does_not_answer_is_named(address: str) -> None:
    with (
        pytest.raises(SetupError, match="no scheduler answers") as caught,
        ClusterWorkers(address, seconds_to_answer=1) as workers,
    ):
        typeset(long_book(), BuildContext(workers=workers))
    assert "dask scheduler" in caught.value.hint


def test_without_dask_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(SetupError, match="not installed: distributed") as caught,
        ClusterWorkers("tcp://x:1") as workers,
    ):
        typeset(long_book(), BuildContext(workers=workers))
    assert "pip install" in caught.value.hint
