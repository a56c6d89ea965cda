"""The command `all`: the booklet and the e-book."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.console import print_products, report_errors
from booklet.cli.runtime import open_build_context

app = typer.Typer()


@app.command("all", epilog="Example: {program} all --project ../governors")
def _all(
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
    """Build the booklet and the e-book."""
    with report_errors():
        from booklet.pipelines.book import build_all

        folder, target = options.find_folders(project, out)
        with open_build_context(
            quiet=quiet, workers=workers, scheduler=scheduler, no_cache=no_cache
        ) as build_context:
            products = build_all(folder, target, strict=strict, build_context=build_context)
        print_products(products, quiet=quiet, open_them=open_them)
