"""The command `epub`: the e-book."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.console import print_products, report_errors
from booklet.cli.runtime import open_build_context

app = typer.Typer()


@app.command("epub", epilog="Example: {program} epub --out ../website")
def _epub(
    *,
    no_page_list: options.NoPageList = False,
    project: options.Project = None,
    out: options.Out = None,
    strict: options.Strict = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    no_cache: options.NoCache = False,
    open_them: options.Open = False,
    quiet: options.Quiet = False,
) -> None:
    """Build the e-book.

    The EPUB file is for phones, tablets and e-readers.
    """
    with report_errors():
        from booklet.pipelines.book import build_epub

        folder, target = options.find_folders(project, out)
        with open_build_context(
            quiet=quiet,
            workers=workers,
            scheduler=scheduler,
            no_cache=no_cache,
            renders_pages=not no_page_list,
        ) as build_context:
            product = build_epub(
                folder,
                target,
                page_list=not no_page_list,
                strict=strict,
                build_context=build_context,
            )
        print_products([product], quiet=quiet, open_them=open_them)
