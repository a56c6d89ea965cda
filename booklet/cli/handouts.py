"""The command `handouts`: single reflections as sheets, pocket guides and rule cards."""

from __future__ import annotations

import typer

from booklet.cli.build_command import Build, build_command

app = typer.Typer()


@build_command(app, "handouts", epilog="Example: {program} handouts --out ../session")
def _handouts(build: Build) -> None:
    """Build handouts of each reflection.

    Each is there on one sheet of A4, as the A5 pages of the booklet, as a guide that is folded for
    the pocket, and as rule cards to cut.
    """
    from booklet.pipelines.handouts import build_handouts

    with build.open_context() as build_context:
        products = build_handouts(*build.folders, strict=build.strict, build_context=build_context)
    build.print(products)
