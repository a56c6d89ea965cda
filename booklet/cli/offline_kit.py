"""The command `offline-kit`: the program with all it needs, for a computer without internet."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from booklet.cli import options
from booklet.cli.console import print_written, report_errors
from booklet.cli.help_sections import ENGINEERS
from booklet.offline_kit import System

app = typer.Typer()


@app.command(
    "offline-kit",
    epilog="Example: {program} offline-kit --for windows --python 3.13",
    rich_help_panel=ENGINEERS,
)
def _offline_kit(
    *,
    system: Annotated[System, typer.Option("--for", help="The system of that computer.")],
    python: Annotated[
        str,
        typer.Option("--python", metavar="3.N", help="Its version of Python; else as here."),
    ] = f"3.{sys.version_info.minor}",
    project: options.Project = None,
    out: options.Out = None,
    quiet: options.Quiet = False,
) -> None:
    """Pack everything for a computer without internet.

    Unpack the file there, and use the program as ever: it installs itself from what is in it. On
    Linux, Pango has to be there already.
    """
    with report_errors():
        from booklet.offline_kit import pack_offline_kit

        _, target = options.find_folders(project, out)
        print_written([pack_offline_kit(system, python, target)], quiet=quiet)
