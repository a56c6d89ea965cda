"""The command `new`: start a chapter, or a whole booklet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from booklet.cli import options
from booklet.cli.console import print_written, report_errors

app = typer.Typer()


@app.command("new", epilog='Example: {program} new "Rules of thumb for meetings"')
def _new(
    title: Annotated[str, typer.Argument(help="The title of the chapter.")],
    *,
    project: options.Project = None,
    quiet: options.Quiet = False,
) -> None:
    """Start a new chapter.

    You get a file with everything in place, for you to fill in. It takes the next number, and no
    file of yours is ever changed. In an empty folder this starts a whole booklet.
    """
    with report_errors():
        from booklet.scaffold import start_chapter

        folder = Path() if project is None else project
        print_written(start_chapter(folder, title), quiet=quiet)
