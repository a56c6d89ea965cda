"""The command `collect`: what people said they would do, from their returned booklets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from booklet.cli.build_command import Build, build_command

app = typer.Typer()


@build_command(app, "collect", epilog="Example: {program} collect returned")
def _collect(
    build: Build,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="With the PDFs that people have sent back.")
    ],
    *,
    names: Annotated[
        bool, typer.Option("--names", help="Put people's names beside their plans.")
    ] = False,
) -> None:
    """Collect the plans from booklets that were sent back.

    They come on one page, with a slip for each day to come back, grouped by the rules of the
    chapter and without names. Nothing else is kept of them.
    """
    from booklet.pipelines.collect import collect_plans

    with build.open_context() as build_context:
        products = collect_plans(
            *build.folders,
            folder,
            with_names=names,
            strict=build.strict,
            build_context=build_context,
        )
    build.print(products)
