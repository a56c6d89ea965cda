"""What the command line does about an exception that no command has explained.

Who has typed what no command understands is told so, and so is a machine that has run out of
something. Anything else is a fault of the program: its traceback goes to a file beside the output,
and one sentence says where that is.
"""

from __future__ import annotations

import argparse
import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

# Typer carries Click along, and has no public names for its errors.
from typer._click.exceptions import NoArgsIsHelpError, NoSuchOption
from typer._click.exceptions import UsageError as CommandLineError
from typer.exceptions import TyperException

from booklet.cli.console import EXIT_INTERRUPTED, shown_path
from booklet.common.bug_report import FIRST_LINE, REPORT_NAME, explain_exhaustion, write_report
from booklet.common.errors import BugError, OutputError, SetupError, UsageError
from booklet.common.files import read_inside
from booklet.common.outputs import OUT, folder_inside, remove_output, write_output
from booklet.common.temporary_folders import find_temporary_folder
from booklet.common.visible_text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LARGEST_REPORT = 1_000_000  # bytes

_PLAINER = {
    r"Input should be a valid (?:integer|number),.*": "write a number",
    r"Input should be greater than or equal to (\d+)": r"write a number from \1 on",
    r"Value error, ": "",
    r"Input should be less than or equal to (\d+)": r"write a number up to \1",
}
"""What is said of a value by the library, and how it is told."""


def report_failure(error: Exception, arguments: Sequence[str]) -> int:
    """Say what has gone wrong and what to do.

    Args:
        error: what ended the program.
        arguments: of the command line.

    Returns:
        The exit code.
    """
    if isinstance(error, BrokenPipeError):  # whoever read our words has gone
        return 1
    if isinstance(error, typer.Abort):  # a question was not answered
        typer.echo("Stopped.", err=True)
        return EXIT_INTERRUPTED
    if isinstance(error, TyperException):
        return _report_usage(error)
    if explained := explain_exhaustion(error):
        typer.echo(str(explained), err=True)
        return explained.exit_code
    bug = error if isinstance(error, BugError) else BugError.during("running the program", error)
    report = write_report(bug, arguments)
    path = _write_beside_output(report, arguments)
    if path is None:
        typer.echo(visible_lines(report), err=True)
    where = f"'{shown_path(path)}'" if path else "the lines above"
    typer.echo(
        f"The program has failed while {visible(bug.activity)}, which is no mistake in your "
        f"booklet: please report it, and send {where} along with the chapter that it was at.",
        err=True,
    )
    return BugError.exit_code


def remove_report(out: Path) -> bool:
    """Remove the report of a fault from beside finished files; tell whether one was there.

    Only what begins as our reports do is removed.

    Raises:
        OutputError: when it cannot be removed.
    """
    found = read_inside(out.resolve(), out / REPORT_NAME, largest=_LARGEST_REPORT)
    is_ours = isinstance(found, bytes) and found.startswith(FIRST_LINE.encode())
    if is_ours:
        remove_output(out / REPORT_NAME)
    return is_ours


def _report_usage(error: TyperException) -> int:
    """Say what is wrong with the command line, as every other error is said."""
    if isinstance(error, NoArgsIsHelpError):
        error.show()
        return error.exit_code
    problem, _, guess = error.format_message().partition(". Did you mean ")
    hint = f"Did you mean {guess} " if guess else ""
    if isinstance(error, NoSuchOption):
        problem = f"there is no option '{error.option_name}'"
        hint = f"Did you mean {' or '.join(error.possibilities)}? " if error.possibilities else ""
    if surplus := re.match(r"Got unexpected extra argument\S* \((.+)\)", problem):
        problem = f"it is not clear what '{surplus[1]}' is for"
        hint = "What has spaces stands in quotation marks, and a folder behind --project. "
    if isinstance(error, CommandLineError) and error.ctx is not None:
        hint += f"'{error.ctx.command_path} --help' tells what can be written here."
    for said, meant in _PLAINER.items():
        problem = re.sub(said, meant, problem)
    problem = problem[:1].lower() + problem[1:].rstrip(".")
    typer.echo(str(UsageError(problem, hint=hint)), err=True)
    return UsageError.exit_code


def _write_beside_output(report: str, arguments: Sequence[str]) -> Path | None:
    """Write a report where finished files go or, where that fails, among temporary files."""
    # A command has understood the command line, so reading two of its options again cannot fail.
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--project", type=Path, default=Path())
    parser.add_argument("--out", type=Path)
    given, _ = parser.parse_known_args(arguments)
    for folder in _report_folders(given.project, given.out):
        with contextlib.suppress(OutputError):
            write_output(folder / REPORT_NAME, report.encode(errors="backslashreplace"))
            return folder / REPORT_NAME
    return None


def _report_folders(project: Path, out: Path | None) -> Iterator[Path]:
    with contextlib.suppress(OutputError):  # where nothing may be written
        yield out or folder_inside(project, OUT)
    with contextlib.suppress(SetupError):
        yield find_temporary_folder()
