"""The command `rules-poster`: all the rules of a booklet on one sheet for the wall."""

from __future__ import annotations

import typer

from booklet.cli.build_command import Build, build_command

app = typer.Typer()


@build_command(app, "rules-poster", epilog="Example: {program} rules-poster")
def _rules_poster(build: Build) -> None:
    """Build a poster with all the rules, on A4 and on A3.

    The type is as large as lets everything fit on one side.
    """
    from booklet.pipelines.rules_poster import build_rules_posters

    with build.open_context() as build_context:
        products = build_rules_posters(
            *build.folders, strict=build.strict, build_context=build_context
        )
    build.print(products)
