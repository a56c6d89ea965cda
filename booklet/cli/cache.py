"""The commands `cache show` and `cache clear`: what is kept from one build to the next."""

from __future__ import annotations

import typer

from booklet.cli.console import report_errors
from booklet.common.visible_text import visible

app = typer.Typer(
    name="cache",
    help="See or remove what makes the next build quicker.",
    no_args_is_help=True,
)


@app.command("show", epilog="Example: {program} cache show")
def _show() -> None:
    """Tell where the cache is and how much it holds.

    It holds pages that were set before. Nothing is lost without it but time.
    """
    with report_errors():
        from booklet.common.cache import cache_folder, measure_usage

        folder = cache_folder()
        typer.echo(f"{visible(str(folder))}: {measure_usage(folder)}")


@app.command("clear", epilog="Example: {program} cache clear")
def _clear() -> None:
    """Remove the cache.

    The next build of every booklet takes as long as its first, and makes the same files.
    """
    with report_errors():
        from booklet.common.cache import cache_folder, clear

        folder = cache_folder()
        typer.echo(f"Removed {visible(str(folder))}: {clear(folder)}")
