"""What the command line does about an exception that no command has explained.

A machine that has run out of something is told so. Anything else is a fault of the program: its
traceback goes to a file beside the output, and one sentence says where that is.
"""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import typer

from booklet.cli.console import relative_path
from booklet.common.bug_report import REPORT_NAME, explain_exhaustion, write_report
from booklet.common.errors import BugError, OutputError
from booklet.common.outputs import write_output

if TYPE_CHECKING:
    from collections.abc import Sequence


def report_failure(error: Exception, arguments: Sequence[str]) -> int:
    """Say what has gone wrong and what to do.

    Args:
        error: what ended the program.
        arguments: of the command line.

    Returns:
        The exit code.
    """
    if explained := explain_exhaustion(error):
        typer.echo(str(explained), err=True)
        return explained.exit_code
    bug = error if isinstance(error, BugError) else BugError.during("running the program", error)
    report = write_report(bug, arguments)
    path = _write_beside_output(report, arguments)
    if path is None:
        typer.echo(report, err=True)
    where = f"'{relative_path(path)}'" if path else "the lines above"
    typer.echo(
        f"The program has failed while {bug.activity}, which is no mistake in your booklet: please "
        f"report it, and send {where} along with the chapter that it was at.",
        err=True,
    )
    return BugError.exit_code


def _write_beside_output(report: str, arguments: Sequence[str]) -> Path | None:
    """Write a report where finished files go or, where that fails, among temporary files."""
    # A command has understood the command line, so reading two of its options again cannot fail.
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--project", type=Path, default=Path())
    parser.add_argument("--out", type=Path)
    given, _ = parser.parse_known_args(arguments)
    for folder in (given.out or given.project / "out", Path(gettempdir())):
        with contextlib.suppress(OutputError):
            write_output(folder / REPORT_NAME, report.encode(errors="backslashreplace"))
            return folder / REPORT_NAME
    return None
