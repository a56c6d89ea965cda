"""Temporary files go when their process goes, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from render_samples import SENTENCE
from systems import needs_links, needs_posix

from booklet.common.errors import SetupError
from booklet.common.temporary_folders import remove_leftovers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import MakeProject

_MAKE = "from booklet.common.temporary_folders import make_temporary_folder as make; "


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this process and its children keep their temporary files in a folder of the test's."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(folder))
    return folder


def run(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def build(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "build.py", "pdf", "--project", project, "--no-cache", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_process_removes_its_folder_when_it_ends(temporary: Path) -> None:
    program = run(f"{_MAKE}print(make()); (make() / 'font').write_text('x'); raise ValueError")
    made = program.communicate()[0].strip()
    assert made.startswith(str(temporary))
    assert list(temporary.iterdir()) == []


@needs_posix
def test_what_a_killed_process_leaves_is_removed_by_the_next(temporary: Path) -> None:
    program = run(f"{_MAKE}import time; print(make(), flush=True); time.sleep(60)")
    assert program.stdout is not None
    program.stdout.readline()
    remove_leftovers()
    assert len(list(temporary.iterdir())) == 1, "it is alive"
    program.kill()
    program.communicate()
    assert len(list(temporary.iterdir())) == 1
    remove_leftovers()
    assert list(temporary.iterdir()) == []


def test_a_folder_without_a_lock_goes_only_when_it_is_old(temporary: Path) -> None:
    folder = temporary / "cpd-booklet-x"
    folder.mkdir()
    remove_leftovers()
    assert folder.exists()
    os.utime(folder, (0, 0))
    remove_leftovers()
    assert not folder.exists()


@needs_links
def test_links_and_what_is_not_ours_stay(temporary: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    (temporary / "cpd-booklet-link").symlink_to(elsewhere)
    (temporary / "cpd-booklet-file").touch()
    (temporary / "other").mkdir()
    remove_leftovers()
    assert len(list(temporary.iterdir())) == 3
    assert (elsewhere / "lock").exists()


def test_a_folder_that_cannot_be_made_is_told(temporary: Path) -> None:
    temporary.rmdir()
    program = run(
        f"{_MAKE}import tempfile; tempfile.tempdir = {str(temporary)!r}\n"
        "from booklet.common.errors import SetupError\n"
        "try:\n    make()\nexcept SetupError as error:\n    print(error.problem, error.hint)"
    )
    said = program.communicate()[0]
    assert "temporary files cannot be used: No such file" in said
    assert "TMPDIR" in said


@pytest.mark.slow
@pytest.mark.parametrize("command", ["pdf", "handouts"])
def test_a_build_leaves_nothing_behind(
    temporary: Path, make_project: MakeProject, command: str
) -> None:
    project = make_project({"chapters/01-one.md": "# One\n\n1. **Start** – now.\n"})
    subprocess.run(
        [sys.executable, "build.py", command, "--project", project, "--no-cache"],
        cwd=ROOT,
        check=True,
    )
    assert list(temporary.iterdir()) == []
    assert not list((project / "out").glob(".*"))


@needs_posix
@pytest.mark.slow
def test_workers_leave_nothing_behind_even_when_their_parent_is_killed(
    temporary: Path, make_project: MakeProject
) -> None:
    text = f"# C\n\n{SENTENCE * 1500}\n"
    project = make_project({f"chapters/{number:02}.md": text for number in range(6)})
    command = [sys.executable, "build.py", "pdf", "--project", project, "--workers", "2"]
    program = subprocess.Popen([*command, "--no-cache"], cwd=ROOT, stderr=subprocess.PIPE)
    wait_until(lambda: len(list(temporary.glob("*/cpd-booklet-*/tmp*/*"))) > 1)
    os.kill(program.pid, signal.SIGKILL)
    program.communicate()
    wait_until(lambda: not list(temporary.iterdir()))


@needs_posix
@pytest.mark.slow
def test_a_disk_that_is_full_while_pages_are_set_is_told_as_that(
    temporary: Path, make_project: MakeProject
) -> None:
    """A limit on the size of files is a full disk that needs no root to be made."""
    project = make_project({"chapters/01-one.md": "# One\n\nText.\n"})
    limits = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
        "from booklet.cli import main; main()"
    )
    finished = subprocess.run(
        [sys.executable, "-Bc", limits, "pdf", "--project", project, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == SetupError.exit_code
    assert "temporary files cannot be used: File too large" in finished.stderr
    assert "TMPDIR" in finished.stderr
    assert "failed while" not in finished.stderr
    assert list(temporary.iterdir()) == []


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what other processes do; a test that waits in vain is stopped from outside."""
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it never happened")
