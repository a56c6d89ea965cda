"""The Typer application: its commands in the order of the help, its version, and `main`.

What no command has explained ends in `main`: as one sentence and a report of the fault.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from booklet import __version__
from booklet.cli.help_sections import ENGINEERS, SectionedCommand, SectionedGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "new": "new",
    "import": "import_command",
    "preview": "preview",
    "all": "everything",
    "pdf": "pdf",
    "epub": "epub",
    "check": "check",
    "handouts": "handouts",
    "rules-poster": "rules_poster",
    "session": "session",
    "share": "share",
    "collect": "collect",
    "merge": "merge",
    "impose": "impose",
    "print-me": "print_me",
    "test-sheet": "test_sheet",
    "doctor": "doctor",
    "offline-kit": "offline_kit",
    "cache": "cache",
    "test": "test",
}
"""The module of each command, in the order of the help; a new command is a line here."""

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


def make_app(arguments: Sequence[str] = (), *, program: str = "booklet") -> typer.Typer:
    """Make the application.

    Args:
        arguments: of the process. Only the command that they begin with is imported; where they
            begin with none, all are, for the help.
        program: how people start it, for the help.
    """
    app = typer.Typer(
        cls=SectionedGroup,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        epilog=_EXAMPLES.format(program=program),
    )
    app.callback(help=_PURPOSE)(_program)
    names = arguments[:1] if set(arguments[:1]) & COMMANDS.keys() else COMMANDS
    for name in names:
        module = import_module(f"booklet.cli.{COMMANDS[name]}")
        # Those without a name add their command; `cache` adds a group, which takes the panel.
        app.add_typer(module.app, rich_help_panel=ENGINEERS)
    for group in (app, *(group.typer_instance for group in app.registered_groups)):
        for command in group.registered_commands if group else ():
            command.epilog = (command.epilog or "").format(program=program)
            command.cls = SectionedCommand
    return app


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
    try:
        app = make_app(sys.argv[1:], program=program)
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
