"""A report of a fault holds what is needed to find it, and nobody's home folder."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from booklet import __version__
from booklet.common.bug_report import explain_exhaustion, write_report
from booklet.common.errors import BugError

if TYPE_CHECKING:
    import pytest


def test_a_report_has_the_command_the_versions_and_the_traceback() -> None:
    report = write_report(BugError("setting 'One'", "Traceback: x"), ["pdf", "--out", "two words"])
    lines = report.splitlines()
    assert "Command: booklet pdf --out 'two words'" in lines
    assert "While: setting 'One'" in lines
    assert f"booklet {__version__}" in lines
    assert any(line.startswith("Python 3.") for line in lines)
    assert any(line.startswith("weasyprint ") for line in lines)
    assert lines[-1] == "Traceback: x"


def test_a_report_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/anna"))
    bug = BugError("setting 'One'", 'File "/home/anna/booklet/x.py", line 1')
    report = write_report(bug, ["pdf", "--project", "/home/anna/school"])
    assert "anna" not in report
    assert "Command: booklet pdf --project ~/school" in report.splitlines()
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert "/home/anna/school" in write_report(bug, ["pdf", "--project", "/home/anna/school"])


def test_another_fault_of_a_disk_is_not_explained() -> None:
    assert explain_exhaustion(OSError(errno.EIO, "Input/output error")) is None
    assert explain_exhaustion(ValueError()) is None
