"""The command `new`: start a chapter, or a whole booklet."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from booklet.cli import options
from booklet.cli.console import print_next_steps, print_written, report_errors
from booklet.common.errors import UsageError

app = typer.Typer()

_FOLDER = re.compile(r"\.{0,2}[/\\]|~[/\\]|[A-Za-z]:[/\\]|\.{1,2}$")
"""What a path begins with, and no title does."""


@app.command("new", epilog='Example: {program} new "Rules of thumb for meetings"')
def _new(
    context: typer.Context,
    title: Annotated[
        str | None,
        typer.Argument(
            metavar="TITLE", help="The title of the chapter; on a terminal you are asked for it."
        ),
    ] = None,
    *,
    author: options.Author = None,
    project: options.Project = None,
    quiet: options.Quiet = False,
) -> None:
    """Start a new chapter, or a whole booklet.

    You get a file with everything in place, for you to fill in. It takes the next number, and no
    file of yours is ever changed. In an empty folder this starts a whole booklet: its settings, an
    example that shows each kind of box once, and files to double-click.
    """
    with report_errors():
        from booklet.scaffold import is_new, start_chapter

        folder = Path() if project is None else project
        starts_booklet = is_new(folder)
        if title is None:
            title = _ask(f"What is the {'booklet' if starts_booklet else 'chapter'} called?")
            if starts_booklet and author is None:
                author = _ask("Who writes it?")
        if _FOLDER.match(title):
            raise UsageError(
                f"'{title}' is a folder, and no title",
                hint=f'Name the folder as well: new "Rules of thumb" --project {title}',
            )
        written = start_chapter(folder, title, author or "")
        print_written(written, quiet=quiet)
        if not quiet:
            print_next_steps(
                str(context.find_root().info_name), written[0], folder, is_first=starts_booklet
            )


def _ask(question: str) -> str:
    """Ask somebody at a terminal.

    Raises:
        UsageError: when nobody is there.
    """
    if not sys.stdin.isatty():
        raise UsageError(
            "a chapter needs a title",
            hint='Write it in quotation marks: new "Rules of thumb for meetings"',
        )
    return str(typer.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True))
