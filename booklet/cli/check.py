"""The command `check`: everything there is to say about a booklet, without building it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from booklet.cli import options
from booklet.cli.console import (
    print_report,
    print_written,
    report_errors,
    say,
    shown_path,
)
from booklet.cli.help_sections import ENGINEERS
from booklet.cli.runtime import open_build_context
from booklet.common.errors import UsageError

if TYPE_CHECKING:
    from booklet.check.report import CheckReport

app = typer.Typer()


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@app.command("check", epilog="Example: {program} check --project ../governors")
def _check(
    *,
    report_format: Annotated[
        Format,
        typer.Option(
            "--format",
            rich_help_panel=ENGINEERS,
            help="For people, or for programs: text, json or sarif.",
        ),
    ] = Format.TEXT,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also check every edition, handouts, posters, sessions."),
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="Mend what has one right answer: show it, ask, and keep the originals."
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --fix: mend without asking.")] = False,
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline",
            rich_help_panel=ENGINEERS,
            metavar="FILE",
            help="Leave out what this file lists as known.",
        ),
    ] = None,
    write_baseline: Annotated[
        bool,
        typer.Option(
            "--write-baseline",
            rich_help_panel=ENGINEERS,
            help="List all that is found now as known: in the file of --baseline, or else in "
            "check-baseline.json beside booklet.toml.",
        ),
    ] = False,
    project: options.Project = None,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    no_cache: options.NoCache = False,
    quiet: options.Quiet = False,
) -> None:
    """Read the whole booklet as a careful colleague would.

    Faults in chapters, settings and pictures, words that nobody explains, numbers that do not add
    up, names of children, faults of the finished pages, and whether every word has arrived. Nothing
    is built, and nothing is changed but with --fix.
    """
    with report_errors():
        from booklet.pipelines.check import check_project, leave_known_findings

        folder = Path() if project is None else project
        if fix and report_format is not Format.TEXT:
            raise UsageError(
                "--fix and --format cannot be used together",
                hint="Mend first; then check again with --format.",
            )
        with open_build_context(
            quiet=quiet or report_format is not Format.TEXT,
            workers=workers,
            scheduler=scheduler,
            no_cache=no_cache,
        ) as build_context:
            report = check_project(folder, every_product=everything, build_context=build_context)
        if write_baseline:
            _write_baseline(report, folder, baseline, quiet=quiet)
            return
        report = leave_known_findings(report, baseline)
        _print(report, report_format, quiet=quiet)
        if fix:
            _mend(report, folder, yes=yes)
        raise typer.Exit(report.exit_code)


def _print(report: CheckReport, report_format: Format, *, quiet: bool) -> None:
    from booklet.check.report import write_text
    from booklet.check.report_json import write_json, write_sarif

    if report_format is Format.TEXT:
        print_report(write_text(report, quiet=quiet))
    else:
        write = write_json if report_format is Format.JSON else write_sarif
        typer.echo(write(report))


def _write_baseline(
    report: CheckReport, folder: Path, baseline: Path | None, *, quiet: bool
) -> None:
    from booklet.check.baseline import FILE_NAME, write_baseline
    from booklet.common.outputs import write_output

    path = baseline or folder / FILE_NAME
    write_output(path, write_baseline(report.findings))
    print_written([path], quiet=quiet)


def _mend(report: CheckReport, folder: Path, *, yes: bool) -> None:
    """Show what would change; ask, and change it."""
    from booklet.common.visible_text import visible_lines
    from booklet.pipelines.fix_files import fix_files, plan_fixes

    planned = plan_fixes(folder, report.findings)
    if not planned:
        say("There is nothing that has only one right answer.")
        return
    for each in planned:
        changes = visible_lines(each.changes.rstrip("\n"))
        say(f"\n{changes or f'{shown_path(each.file)} is saved again as UTF-8.'}")
    noun = "this file" if len(planned) == 1 else f"these {len(planned)} files"
    if not yes and not (sys.stdin and sys.stdin.isatty()):
        say(f"\nNothing is changed yet. To mend {noun}, add --yes.")
        return
    if yes or typer.confirm(f"\nMend {noun}?"):
        for each, original in zip(planned, fix_files(folder, planned), strict=True):
            say(f"Mended {shown_path(each.file)} (as it was: {shown_path(original)})")
