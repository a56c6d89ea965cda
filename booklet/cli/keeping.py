"""The verb for what is kept from one build to the next."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

import typer

from booklet.cli.program import app
from booklet.cli.speech import speaking_plainly

_cache = typer.Typer(
    help="See or remove what is kept so that the next build is quicker.", no_args_is_help=True
)
app.add_typer(_cache, name="cache")


@_cache.command("show", epilog="Example: {program} cache show")
def _show() -> None:
    """Tell where the cache is and how much it holds.

    It holds pages that were set before. Nothing is lost without it but time.
    """
    with speaking_plainly():
        from booklet.common.cache import cache_folder, measure_usage

        folder = cache_folder()
        typer.echo(f"{folder}: {measure_usage(folder)}")


@_cache.command("clear", epilog="Example: {program} cache clear")
def _clear() -> None:
    """Remove the cache.

    The next build of every booklet takes as long as its first, and makes the same files.
    """
    with speaking_plainly():
        from booklet.common.cache import cache_folder, clear

        folder = cache_folder()
        typer.echo(f"Removed {folder}: {clear(folder)}")
