"""The program itself: its name for itself, its help, its version. The verbs add themselves."""

from __future__ import annotations

import atexit
import contextlib
import gc
import sys
from typing import Annotated

import typer

from booklet import __version__

_EXAMPLES = """
\b
Examples:
  {program} new "Rules of thumb for meetings"
  {program} pdf
  {program} all --project ../governors

Each chapter is a Markdown file in the folder 'chapters'. What is built appears in the folder
'out'. '{program} pdf --help' tells more about a single command.
"""
_PURPOSE = "Make a printed booklet and an e-book for staff training from short Markdown chapters."

_COLLECTED_AFTER = 1_000_000
"""Objects made since Python looked for cyclic garbage; a book has many and hardly any garbage."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=_EXAMPLES,
)


def main(*, program: str = "booklet") -> None:
    """Run the program with the process's arguments, and exit.

    Args:
        program: how people start it, for the help.
    """
    gc.set_threshold(_COLLECTED_AFTER)
    atexit.register(gc.freeze)  # nor is garbage sorted out at the end, when all of it goes anyway
    for stream in (sys.stdout, sys.stderr):  # a file name may hold what a terminal cannot show
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app.info.epilog = _EXAMPLES.format(program=program)
    for group in (app, *(group.typer_instance for group in app.registered_groups)):
        for command in group.registered_commands if group else ():
            command.epilog = (command.epilog or "").format(program=program)
    app(prog_name=program)


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
    """Give the program, as opposed to its verbs, an option."""
