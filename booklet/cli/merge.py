"""The command `merge`: a copy for each person or school on a list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from booklet.cli import options
from booklet.cli.build_command import Build, build_command
from booklet.cli.console import print_forecast
from booklet.common.product_paths import STANDARD

app = typer.Typer()


@build_command(app, "merge", epilog="Example: {program} merge staff.csv --dry-run")
def _merge(
    build: Build,
    people: Annotated[
        Path, typer.Argument(metavar="LIST", help="A CSV file or an Excel workbook.")
    ],
    *,
    edition: options.Edition = STANDARD,
    epub: options.WithEpub = False,
    names: options.NamesColumn = "",
    dry_run: options.DryRun = False,
) -> None:
    """Make a copy for each person or school on a list.

    Each row makes a booklet. A column that is called like a setting, such as logo, colours.accent
    or edition, changes it for this row; any other fills placeholders such as {{name}} in the text,
    and the columns name and school the page "This copy belongs to". All copies also come in one
    file for the copier, and a list says which is whose.
    """
    from booklet.pipelines.merge import Wanted, build_copies, forecast_copies

    wanted = Wanted(edition=edition, epub=epub, names=names, strict=build.strict)
    with build.open_context() as build_context:
        if dry_run:
            forecast = forecast_copies(*build.folders, people, wanted, build_context)
        else:
            products = build_copies(*build.folders, people, wanted, build_context)
    if dry_run:
        print_forecast(forecast)
    else:
        build.print(products)
