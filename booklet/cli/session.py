"""The command `session`: everything for one afternoon, in a folder of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from booklet.cli.build_command import Build, build_command
from booklet.common.errors import UsageError

app = typer.Typer()


@build_command(
    app, "session", epilog="Example: {program} session --chapter summer-holidays --start 15:30"
)
def _session(
    build: Build,
    *,
    chapter: Annotated[
        str,
        typer.Option(
            "--chapter",
            metavar="NAME",
            help="What it is about: a chapter's number, file or title; without this, the first.",
        ),
    ] = "",
    start: Annotated[
        str, typer.Option("--start", metavar="TIME", help="When it begins, such as 15:30.")
    ] = "",
    minutes: Annotated[
        int | None,
        typer.Option("--minutes", metavar="N", min=10, max=600, help="How long it may take."),
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(
            "--people", metavar="FILE", help="Who comes and which edition they read (CSV, .xlsx)."
        ),
    ] = None,
) -> None:
    """Build everything for a session, in a folder of its own.

    It is for the office, the leader, the table and the phones; the first file in the folder says
    what each of the others is for.
    """
    from booklet.pipelines.session import build_session

    begins = _read_start(start)
    with build.open_context() as build_context:
        products = build_session(
            *build.folders,
            chapter=chapter,
            start=begins,
            minutes=minutes,
            people=people,
            strict=build.strict,
            build_context=build_context,
        )
    build.print(products)


def _read_start(start: str) -> dt.time | None:
    from booklet.common.dates import read_time

    try:
        return read_time(start) if start else None
    except ValueError as error:
        raise UsageError(f"--start cannot be '{start}'", hint=str(error)) from error
