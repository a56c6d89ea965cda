"""The command `doctor` without Typer, for a Python in which nothing is installed yet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common.errors import SetupError
from booklet.doctor.diagnosis import diagnose
from booklet.doctor.machine import examine
from booklet.doctor.report import list_checks, write_for_technician

if TYPE_CHECKING:
    from collections.abc import Sequence


def examine_machine(
    project: Path, out: Path, missing: Sequence[str], *, for_it: bool
) -> tuple[str, int]:
    """Examine this computer, and tell what came of it.

    Args:
        project: the folder of the booklet.
        out: the folder for finished files.
        missing: packages that are not installed yet.
        for_it: write a paragraph for whoever looks after the computer, instead of the list.

    Returns:
        The text, and an exit code that is not 0 when something is in the way.
    """
    checks = diagnose(examine(project, out, missing))
    text = write_for_technician(checks) if for_it else list_checks(checks)
    return text, SetupError.exit_code if any(check.remedy for check in checks) else 0


def run_doctor(arguments: Sequence[str], missing: Sequence[str]) -> int:
    """Run the command with arguments as they were typed, and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python build.py doctor",
        description="See what stands in the way of a booklet on this computer.",
    )
    parser.add_argument("--project", type=Path, metavar="DIR", default=Path())
    parser.add_argument("--out", type=Path, metavar="DIR")
    parser.add_argument("--for-it", action="store_true")
    given = parser.parse_args(arguments)
    out = given.out or given.project / "out"
    text, exit_code = examine_machine(given.project, out, missing, for_it=given.for_it)
    sys.stdout.buffer.write(f"{text}\n".encode(errors="replace"))
    return exit_code
