"""The command `test-sheet`: one sheet that shows whether a copier is set right."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.console import print_products, report_errors

app = typer.Typer()


@app.command("test-sheet", epilog="Example: {program} test-sheet")
def _test_sheet(
    *,
    project: options.Project = None,
    out: options.Out = None,
    open_them: options.Open = False,
    quiet: options.Quiet = False,
) -> None:
    """Write one sheet that shows whether a copier is set right.

    Print it before a hundred booklets: it tells whether the copier flips and scales as it should.
    """
    with report_errors():
        from booklet.pipelines.copier import build_test_sheet

        folder, target = options.find_folders(project, out)
        print_products(build_test_sheet(folder, target), quiet=quiet, open_them=open_them)
