"""The command `pdf`: one edition of the booklet, or all of them."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.build_command import Build, build_command
from booklet.common.product_paths import STANDARD

app = typer.Typer()


@build_command(app, "pdf", epilog="Example: {program} pdf --edition large-print")
def _pdf(
    build: Build,
    *,
    edition: options.Edition = STANDARD,
    copies: options.BookletCopies = 1,
    fillable: options.Fillable = False,
) -> None:
    """Build the booklet, ready to print.

    The PDF has A5 pages: read it on a screen, or print it in the booklet mode of your copier.
    Other editions are for readers who need larger or clearer type, for whoever leads the session,
    and for copiers that are short of ink.
    """
    from booklet.pipelines.book import build_edition

    with build.open_context() as build_context:
        products = build_edition(
            *build.folders,
            edition,
            fillable=fillable,
            strict=build.strict,
            build_context=build_context,
        )
    build.print(products, copies=copies)
