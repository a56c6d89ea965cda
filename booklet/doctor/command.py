"""The command `doctor` without Typer, for a Python in which nothing is installed yet.

It tells what is well and what is not, as a list for whoever asks or as a paragraph to pass on.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common.errors import SetupError
from booklet.doctor.diagnosis import diagnose
from booklet.doctor.machine import examine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.doctor.diagnosis import Check

_WIDTH = 88


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


def list_checks(checks: Sequence[Check]) -> str:
    """Write a line for each check, and under each trouble its remedy."""
    lines = []
    for check in checks:
        mark = "!!" if check.remedy else "ok"
        lines.append(f"{mark}  {check.name}: {check.found}")
        if check.remedy:
            lines += textwrap.wrap(
                f"→ {check.remedy}", _WIDTH, initial_indent="    ", subsequent_indent="      "
            )
    return "\n".join([*lines, "", _sum_up(checks)])


def write_for_technician(checks: Sequence[Check]) -> str:
    """Write one paragraph for whoever looks after the computer, without names of users or paths."""
    troubles = [check for check in checks if check.needs_technician]
    python = next(check.found for check in checks if check.name == "Python")
    opening = (
        "I should like to make our staff training booklets on this computer. The program is "
        "written in Python, runs as an ordinary user, installs nothing on the system, and "
        f"fetches its packages once from the Python Package Index. Here is Python {python}."
    )
    if not troubles:
        return f"{opening} It needs nothing from you."
    listed = " ".join(
        f"({number}) {check.name}: {check.found.rstrip('.')}. {check.remedy}"
        for number, check in enumerate(troubles, 1)
    )
    return f"{opening} It reports: {listed} Could you help with this? Thank you."


def _sum_up(checks: Sequence[Check]) -> str:
    troubles = [check for check in checks if check.remedy]
    if not troubles:
        return "All is well: booklets can be made on this computer."
    noun = "thing is" if len(troubles) == 1 else "things are"
    first = f"{len(troubles)} {noun} in the way; begin at the top."
    if any(check.needs_technician for check in troubles):
        return f"{first} 'doctor --for-it' writes a message to whoever looks after the computer."
    return first
