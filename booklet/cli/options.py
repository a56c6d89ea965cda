"""Every option of every command, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from booklet.cli.help_sections import ENGINEERS
from booklet.common.outputs import OUT, folder_inside
from booklet.imposition.plan import Flip, Scheme

Project = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="The folder with your 'chapters'; without this, the current one.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Where the finished files go; without this, the project's folder 'out'.",
    ),
]
OutBeside = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Where the file goes; without this, beside FILE."),
]
Author = Annotated[
    str | None, typer.Option("--author", metavar="NAME", help="Who writes a new booklet.")
]
Edition = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="NAME",
        help="standard, clear, large-print, facilitator, greyscale, one of your own, or all.",
    ),
]
Fillable = Annotated[
    bool, typer.Option("--fillable", help="Also make a PDF to fill in on a screen.")
]
WithEpub = Annotated[bool, typer.Option("--epub", help="Make each copy's e-book, too.")]
NamesColumn = Annotated[
    str,
    typer.Option(
        "--names",
        metavar="COLUMN",
        help="Show this column, such as name, in file names and in the list; else nobody's name.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say how many files, sheets and minutes it takes.")
]
NoPageList = Annotated[
    bool,
    typer.Option(
        "--no-page-list",
        help="Leave out the printed page numbers; quicker, and needs no Pango.",
    ),
]
Open = Annotated[
    bool, typer.Option("--open", help="Then open what was built, or the folder of several files.")
]
Tidy = Annotated[
    bool,
    typer.Option("--tidy", help="Remove files that were built before the title was changed."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Build nothing while there are warnings.")]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        rich_help_panel=ENGINEERS,
        metavar="N",
        min=1,
        help="Set so many chapters of a long book side by side; without this, one for each core.",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        rich_help_panel=ENGINEERS,
        metavar="ADDRESS",
        help="Let the workers of a Dask scheduler set pages: tcp://192.168.1.20:8786.",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        rich_help_panel=ENGINEERS,
        help="Build everything anew, and keep nothing for the next time.",
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing unless something needs your attention.")
]

ForTechnician = Annotated[
    bool,
    typer.Option(
        "--for-it", help="Write a message to whoever looks after the computer, to paste and send."
    ),
]

# What only sheets for the copier need.
ImpositionScheme = Annotated[
    Scheme,
    typer.Option(
        "--scheme",
        help="booklet: fold and staple; 2-up, 4-up: cut and pile; pocket: fold one sheet.",
    ),
]
FlipEdge = Annotated[Flip, typer.Option("--flip", help="The edge on which the copier flips.")]
SignatureSheets = Annotated[
    int | None,
    typer.Option(
        "--signature",
        rich_help_panel=ENGINEERS,
        metavar="SHEETS",
        min=1,
        help="Fold at most so many sheets together.",
    ),
]
Creep = Annotated[
    float,
    typer.Option(
        "--creep",
        rich_help_panel=ENGINEERS,
        metavar="MM",
        min=0,
        help="Allow for paper this thick; 80 g has 0.11 mm.",
    ),
]
CreepFactor = Annotated[
    float,
    typer.Option(
        "--creep-factor",
        rich_help_panel=ENGINEERS,
        metavar="N",
        min=0,
        help="How much of the thickness shows.",
    ),
]
PaperName = Annotated[
    str | None,
    typer.Option("--paper", metavar="NAME", help="A5, A4 or A3; else what suits the pages."),
]
SheetCopies = Annotated[
    int, typer.Option("--copies", metavar="N", min=1, help="How many you want.")
]
BookletCopies = Annotated[
    int,
    typer.Option(
        "--copies", metavar="N", min=1, help="How many booklets: tells the paper they take."
    ),
]
ManualDuplex = Annotated[
    bool, typer.Option("--manual-duplex", help="Fronts and backs as two files.")
]
BackCover = Annotated[
    bool, typer.Option("--back-cover/--no-back-cover", help="Keep the last page last.")
]
FoldMarks = Annotated[bool, typer.Option("--fold-marks", help="Show where to fold.")]
CropMarks = Annotated[bool, typer.Option("--crop-marks", help="Show where to cut.")]
Fit = Annotated[bool, typer.Option("--fit", help="Scale pages of any size.")]

# What only the tests of the program need.
Quick = Annotated[bool, typer.Option("--quick", help="Leave out the slow tests.")]


def find_folders(project: Path | None, out: Path | None) -> tuple[Path, Path]:
    """Return the project's folder and the folder for finished files, with their defaults.

    Raises:
        OutputError: when the project's own folder for them leads out of the project.
    """
    folder = Path() if project is None else project
    return folder, folder_inside(folder, OUT) if out is None else out
