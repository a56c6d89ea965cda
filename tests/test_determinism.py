"""The same chapters give the same files, byte for byte: anywhere, on any day, for anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, Sample

if TYPE_CHECKING:
    from pathlib import Path

# The clock goes wrong by some years before the program can look at it.
ANOTHER_DAY = """\
import datetime, sys, time
ahead = 5 * 365 * 86400 + 12345.678
now, local, universal = time.time, time.localtime, time.gmtime
time.time = lambda: now() + ahead
time.time_ns = lambda: int(time.time() * 1e9)
time.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: universal(time.time() if seconds is None else seconds)
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)
class MovedDate(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime, datetime.date = Moved, MovedDate
from booklet.cli import main
main()
"""


@pytest.mark.slow
def test_another_folder_day_and_user_give_the_same_bytes(sample: Sample, tmp_path: Path) -> None:
    project = tmp_path / "Ünother füller folder" / "booklet"
    for name in ("booklet.toml", "chapters"):
        source, target = ROOT / name, project / name
        if source.is_dir():
            shutil.copytree(source, target, copy_function=shutil.copyfile)  # with other times
        else:
            target.parent.mkdir(parents=True)
            shutil.copyfile(source, target)
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "4711",
        "HOME": str(home),
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
    }
    finished = subprocess.run(
        [sys.executable, "-c", ANOTHER_DAY, "all", "--project", str(project), "--out", str(home)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    for path in (sample.epub, sample.pdf):
        assert (home / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_moved_clock_is_moved() -> None:
    program = ANOTHER_DAY.replace(
        "from booklet.cli import main\nmain()", "print(datetime.date.today().year)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    plain = subprocess.run(
        [sys.executable, "-c", "import datetime; print(datetime.date.today().year)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(finished.stdout) >= int(plain.stdout) + 5
