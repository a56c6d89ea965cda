"""The command `impose`: the pages of any PDF arranged on sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from booklet.cli import options
from booklet.cli.console import print_products, report_errors
from booklet.imposition.plan import Flip, Scheme

app = typer.Typer()


@app.command("impose", epilog="Example: {program} impose out/rules-of-thumb-A5-pages.pdf")
def _impose(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF with single pages.")],
    *,
    scheme: options.ImpositionScheme = Scheme.BOOKLET,
    flip: options.FlipEdge = Flip.SHORT,
    signature: options.SignatureSheets = None,
    creep: options.Creep = 0.0,
    creep_factor: options.CreepFactor = 1.0,
    paper: options.PaperName = None,
    copies: options.SheetCopies = 1,
    out: options.OutBeside = None,
    manual_duplex: options.ManualDuplex = False,
    back_cover: options.BackCover = True,
    fold_marks: options.FoldMarks = False,
    crop_marks: options.CropMarks = False,
    fit: options.Fit = False,
    open_them: options.Open = False,
    quiet: options.Quiet = False,
) -> None:
    """Arrange the pages of any PDF on sheets for the copier.

    The file is for printing only, with the copier's own booklet mode off.
    """
    with report_errors():
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
        print_products(products, quiet=quiet, open_them=open_them)
