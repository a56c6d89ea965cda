"""The command `doctor`: what stands in the way of a booklet on this computer."""

from __future__ import annotations

import typer

from booklet.cli import options
from booklet.cli.console import report_errors

app = typer.Typer()


@app.command("doctor", epilog="Example: {program} doctor --for-it")
def _doctor(
    *,
    for_it: options.ForTechnician = False,
    project: options.Project = None,
    out: options.Out = None,
) -> None:
    """See what stands in the way of a booklet on this computer.

    Each trouble is told with what to do about it. Nothing is changed and nothing is sent; one small
    package is fetched from the package index, to see whether it answers, and thrown away.
    """
    with report_errors():
        from booklet.doctor.command import examine_machine

        folder, target = options.find_folders(project, out)
        text, exit_code = examine_machine(folder, target, (), for_it=for_it)
        typer.echo(text)
        raise typer.Exit(exit_code)
