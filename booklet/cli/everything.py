"""The command `all`: the booklet and the e-book."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.build_command import Build, build_command

app = typer.Typer()


@build_command(app, "all", epilog="Example: {program} all --project ../governors")
def _all(build: Build, *, copies: options.BookletCopies = 1) -> None:
    """Build the booklet and the e-book."""
    from booklet.pipelines.book import build_all

    with build.open_context() as build_context:
        products = build_all(*build.folders, strict=build.strict, build_context=build_context)
    build.print(products, copies=copies)
