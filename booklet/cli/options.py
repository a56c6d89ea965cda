"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="The folder with your 'chapters'; without this, the current one.",
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Where the finished files go; without this, the project's folder 'out'.",
    ),
]
EditionOption = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="NAME",
        help="standard, clear, large-print, facilitator, greyscale, one of your own, or all.",
    ),
]
FillableOption = Annotated[
    bool, typer.Option("--fillable", help="Also make a PDF to fill in on a screen.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        help="Set so many chapters of a long book side by side; without this, one for each core.",
    ),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Let the workers of a Dask scheduler set pages: tcp://192.168.1.20:8786.",
    ),
]
NoCacheOption = Annotated[
    bool,
    typer.Option("--no-cache", help="Build everything anew, and keep nothing for the next time."),
]
NoPageListOption = Annotated[
    bool,
    typer.Option(
        "--no-page-list",
        help="Leave out the printed page numbers; quicker, and needs no Pango.",
    ),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Build nothing while there are warnings.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing unless something needs your attention.")
]


def find_folders(project: Path | None, out: Path | None) -> tuple[Path, Path]:
    """Tell which folder is built, and where the finished files go."""
    folder = Path() if project is None else project
    return folder, folder / "out" if out is None else out
