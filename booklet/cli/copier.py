"""The verbs for whoever stands at the copier."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer

from booklet.cli.options import OutOption, ProjectOption, QuietOption, find_folders
from booklet.cli.program import app
from booklet.cli.speech import announce, speaking_plainly
from booklet.imposition.plan import Flip, Scheme


@app.command("impose", epilog="Example: {program} impose out/rules-of-thumb-A5-pages.pdf")
def _impose(  # noqa: PLR0917 - one argument for each option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF with single pages.")],
    scheme: Annotated[
        Scheme,
        typer.Option(
            help="booklet: fold and staple; 2-up, 4-up: cut and pile; pocket: fold one sheet."
        ),
    ] = Scheme.BOOKLET,
    flip: Annotated[Flip, typer.Option(help="The edge on which the copier flips.")] = Flip.SHORT,
    signature: Annotated[
        int | None,
        typer.Option(metavar="SHEETS", min=1, help="Fold at most so many sheets together."),
    ] = None,
    creep: Annotated[
        float,
        typer.Option(metavar="MM", min=0, help="Allow for paper this thick; 80 g has 0.11 mm."),
    ] = 0.0,
    creep_factor: Annotated[
        float, typer.Option(metavar="N", min=0, help="How much of the thickness shows.")
    ] = 1.0,
    paper: Annotated[
        str | None, typer.Option(metavar="NAME", help="A5, A4 or A3; else what suits the pages.")
    ] = None,
    copies: Annotated[int, typer.Option(metavar="N", min=1, help="How many you want.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the file goes; without this, beside FILE."),
    ] = None,
    *,
    manual_duplex: Annotated[
        bool, typer.Option("--manual-duplex", help="Fronts and backs as two files.")
    ] = False,
    back_cover: Annotated[
        bool, typer.Option("--back-cover/--no-back-cover", help="Keep the last page last.")
    ] = True,
    fold_marks: Annotated[bool, typer.Option("--fold-marks", help="Show where to fold.")] = False,
    crop_marks: Annotated[bool, typer.Option("--crop-marks", help="Show where to cut.")] = False,
    fit: Annotated[bool, typer.Option("--fit", help="Scale pages of any size.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Arrange the pages of any PDF on sheets for the copier.

    The file is for printing only, with the copier's own booklet mode off.
    """
    with speaking_plainly():
        from booklet.pipelines.copier import impose_file

        products = impose_file(
            file,
            file.parent if out is None else out,
            scheme=scheme,
            flip=flip,
            signature_sheets=signature,
            caliper_mm=creep,
            creep_factor=creep_factor,
            keep_back_cover=back_cover,
            manual_duplex=manual_duplex,
            with_fold_marks=fold_marks,
            with_crop_marks=crop_marks,
            paper_name=paper,
            fit=fit,
            copies=copies,
        )
        announce(products, quiet=quiet)


@app.command("print-me", epilog="Example: {program} print-me --copies 30")
def _print_me(
    copies: Annotated[int, typer.Option(metavar="N", min=1, help="How many booklets.")] = 1,
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write a note for whoever stands at the copier.

    It says which file to print, what to press, and how much paper to have at hand.
    """
    with speaking_plainly():
        from booklet.pipelines.copier import build_print_note

        folder, target = find_folders(project, out)
        announce([build_print_note(folder, target, copies)], quiet=quiet)


@app.command("test-sheet", epilog="Example: {program} test-sheet")
def _test_sheet(
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write one sheet that shows whether a copier is set right.

    Print it before a hundred booklets: it tells whether the copier flips and scales as it should.
    """
    with speaking_plainly():
        from booklet.pipelines.copier import build_test_sheet

        folder, target = find_folders(project, out)
        announce(build_test_sheet(folder, target), quiet=quiet)
