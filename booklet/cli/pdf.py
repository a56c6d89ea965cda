"""The command `pdf`: one edition of the booklet, or all of them."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.console import print_products, report_errors
from booklet.cli.runtime import open_build_context

app = typer.Typer()


@app.command("pdf", epilog="Example: {program} pdf --edition large-print")
def _pdf(
    *,
    edition: options.Edition = "standard",
    fillable: options.Fillable = False,
    project: options.Project = None,
    out: options.Out = None,
    strict: options.Strict = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    no_cache: options.NoCache = False,
    open_them: options.Open = False,
    quiet: options.Quiet = False,
) -> None:
    """Build the booklet, ready to print.

    The PDF has A5 pages: read it on a screen, or print it in the booklet mode of your copier.
    Other editions are for readers who need larger or clearer type, for whoever leads the session,
    and for copiers that are short of ink.
    """
    with report_errors():
        from booklet.pipelines.book import build_edition

        folder, target = options.find_folders(project, out)
        with open_build_context(
            quiet=quiet, workers=workers, scheduler=scheduler, no_cache=no_cache
        ) as build_context:
            products = build_edition(
                folder,
                target,
                edition,
                fillable=fillable,
                strict=strict,
                build_context=build_context,
            )
        print_products(products, quiet=quiet, open_them=open_them)
