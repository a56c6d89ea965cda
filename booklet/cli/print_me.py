"""The command `print-me`: a note for whoever stands at the copier."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.console import print_products, report_errors

app = typer.Typer()


@app.command("print-me", epilog="Example: {program} print-me --copies 30")
def _print_me(
    *,
    copies: options.BookletCopies = 1,
    project: options.Project = None,
    out: options.Out = None,
    open_them: options.Open = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a note for whoever stands at the copier.

    It says which file to print, what to press, and how much paper to have at hand.
    """
    with report_errors():
        from booklet.pipelines.copier import build_print_note

        folder, target = options.find_folders(project, out)
        print_products([build_print_note(folder, target, copies)], quiet=quiet, open_them=open_them)
