"""The Typer application: its commands in the order of the help, its version, and `main`.

What no command has explained ends in `main`: as one sentence and a report of the fault.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from typing import Annotated

import typer

from booklet import __version__
from booklet.cli import (
    cache,
    check,
    collect,
    doctor,
    epub,
    everything,
    handouts,
    import_command,
    impose,
    merge,
    new,
    offline_kit,
    pdf,
    preview,
    print_me,
    rules_poster,
    session,
    share,
    test,
    test_sheet,
)
from booklet.cli.help_sections import ENGINEERS, SectionedCommand, SectionedGroup

COMMANDS = (
    new,
    import_command,
    preview,
    everything,
    pdf,
    epub,
    check,
    handouts,
    rules_poster,
    session,
    share,
    collect,
    merge,
    impose,
    print_me,
    test_sheet,
    doctor,
    offline_kit,
    cache,
    test,
)
"""The modules of the commands, in the order of the help; a new command is a line here."""

_EXAMPLES = """
\b
Examples:
  {program} new "Rules of thumb for meetings"    start a booklet, or its next chapter
  {program} import my-blog.xml                   chapters from what you have written elsewhere
  {program} all --open                           booklet and e-book, and show them
  {program} pdf --edition large-print            the booklet in large print
  {program} handouts --project ../governors      handouts of a booklet elsewhere
  {program} doctor                               when something is strange

Each chapter is a Markdown file in the folder 'chapters'. What is built appears in the folder
'out'. '{program} pdf --help' tells more about a single command.
"""
_PURPOSE = "Make a printed booklet and an e-book for staff training from short Markdown chapters."

_GC_THRESHOLD = 1_000_000
"""Allocations between two collections of cyclic garbage; a book allocates much of what stays."""

app = typer.Typer(
    cls=SectionedGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=_EXAMPLES,
)
for _command in COMMANDS:
    # Those without a name add their command; `cache` adds a group, which takes the panel.
    app.add_typer(_command.app, rich_help_panel=ENGINEERS)


def main(*, program: str = "booklet") -> None:
    """Run the program with the process's arguments, and exit.

    Args:
        program: how people start it, for the help.
    """
    gc.set_threshold(_GC_THRESHOLD)
    atexit.register(gc.freeze)  # nor is garbage sorted out at the end, when all of it goes anyway
    for stream in (sys.stdout, sys.stderr):  # a file name may hold what a terminal cannot show
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app.info.epilog = _EXAMPLES.format(program=program)
    for group in (app, *(group.typer_instance for group in app.registered_groups)):
        for command in group.registered_commands if group else ():
            command.epilog = (command.epilog or "").format(program=program)
            command.cls = SectionedCommand
    try:
        exit_code: int | None = app(prog_name=program, standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, it is reported
        from booklet.cli.failures import report_failure

        exit_code = report_failure(error, sys.argv[1:])
    _flush()
    sys.exit(exit_code)


def _flush() -> None:
    """Write what is still to be written; where nobody can read it, let Python not try again."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer's way of calling
    if wanted:
        typer.echo(f"booklet {__version__}")
        raise typer.Exit


@app.callback(help=_PURPOSE)
def _program(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the version of this program.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Carry the options of the program itself; they come before the command."""
