"""The command `handouts`: single reflections as sheets, pocket guides and rule cards."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.console import print_products, report_errors
from booklet.cli.runtime import open_build_context

app = typer.Typer()


@app.command("handouts", epilog="Example: {program} handouts --out ../session")
def _handouts(
    *,
    project: options.Project = None,
    out: options.Out = None,
    strict: options.Strict = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    no_cache: options.NoCache = False,
    open_them: options.Open = False,
    quiet: options.Quiet = False,
) -> None:
    """Build handouts of each reflection.

    Each is there on one sheet of A4, as the A5 pages of the booklet, as a guide that is folded for
    the pocket, and as rule cards to cut.
    """
    with report_errors():
        from booklet.pipelines.handouts import build_handouts

        folder, target = options.find_folders(project, out)
        with open_build_context(
            quiet=quiet, workers=workers, scheduler=scheduler, no_cache=no_cache
        ) as build_context:
            products = build_handouts(folder, target, strict=strict, build_context=build_context)
        print_products(products, quiet=quiet, open_them=open_them)
