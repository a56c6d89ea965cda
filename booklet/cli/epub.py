"""The command `epub`: the e-book."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.build_command import Build, build_command

app = typer.Typer()


@build_command(app, "epub", epilog="Example: {program} epub --out ../website")
def _epub(build: Build, *, no_page_list: options.NoPageList = False) -> None:
    """Build the e-book.

    The EPUB file is for phones, tablets and e-readers.
    """
    from booklet.pipelines.book import build_epub

    with build.open_context(renders_pages=not no_page_list) as build_context:
        product = build_epub(
            *build.folders,
            page_list=not no_page_list,
            strict=build.strict,
            build_context=build_context,
        )
    build.print([product])
