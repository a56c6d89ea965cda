"""The verbs for whoever writes a booklet."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

from typing import Annotated

import typer

from booklet.cli.equipping import equipped
from booklet.cli.options import (
    EditionOption,
    FillableOption,
    NoCacheOption,
    NoPageListOption,
    OutOption,
    ProjectOption,
    QuietOption,
    SchedulerOption,
    StrictOption,
    WorkersOption,
    find_folders,
)
from booklet.cli.program import app
from booklet.cli.speech import announce, shown, speaking_plainly


@app.command("pdf", epilog="Example: {program} pdf --edition large-print")
def _pdf(
    *,
    edition: EditionOption = "standard",
    fillable: FillableOption = False,
    project: ProjectOption = None,
    out: OutOption = None,
    strict: StrictOption = False,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the booklet, ready to print.

    The PDF has A5 pages: read it on a screen, or print it in the booklet mode of your copier.
    Other editions are for readers who need larger or clearer type, for whoever leads the session,
    and for copiers that are short of ink.
    """
    with speaking_plainly():
        from booklet.pipelines.book import build_edition

        folder, target = find_folders(project, out)
        with equipped(
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
        announce(products, quiet=quiet)


@app.command("epub", epilog="Example: {program} epub --out ../website")
def _epub(
    *,
    no_page_list: NoPageListOption = False,
    project: ProjectOption = None,
    out: OutOption = None,
    strict: StrictOption = False,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the e-book.

    The EPUB file is for phones, tablets and e-readers.
    """
    with speaking_plainly():
        from booklet.pipelines.book import build_epub

        folder, target = find_folders(project, out)
        with equipped(
            quiet=quiet,
            workers=workers,
            scheduler=scheduler,
            no_cache=no_cache,
            sets_pages=not no_page_list,
        ) as build_context:
            product = build_epub(
                folder,
                target,
                page_list=not no_page_list,
                strict=strict,
                build_context=build_context,
            )
        announce([product], quiet=quiet)


@app.command("all", epilog="Example: {program} all --project ../governors")
def _all(
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    strict: StrictOption = False,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the booklet and the e-book."""
    with speaking_plainly():
        from booklet.pipelines.book import build_all

        folder, target = find_folders(project, out)
        with equipped(
            quiet=quiet, workers=workers, scheduler=scheduler, no_cache=no_cache
        ) as build_context:
            products = build_all(folder, target, strict=strict, build_context=build_context)
        announce(products, quiet=quiet)


@app.command("new", epilog='Example: {program} new "Rules of thumb for meetings"')
def _new(
    title: Annotated[str, typer.Argument(help="The title of the chapter.")],
    *,
    project: ProjectOption = None,
    quiet: QuietOption = False,
) -> None:
    """Start a new chapter.

    You get a file with everything in place, for you to fill in. It takes the next number, and no
    file of yours is ever changed. In an empty folder this starts a whole booklet.
    """
    with speaking_plainly():
        from booklet.scaffold import start_chapter

        folder, _ = find_folders(project, None)
        for written in start_chapter(folder, title):
            if not quiet:
                typer.echo(f"Wrote {shown(written)}")
