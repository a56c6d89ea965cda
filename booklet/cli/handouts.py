"""The verb for single reflections: handouts, pocket guides, rule cards."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

from booklet.cli.equipping import equipped
from booklet.cli.options import (
    NoCacheOption,
    OutOption,
    ProjectOption,
    QuietOption,
    SchedulerOption,
    StrictOption,
    WorkersOption,
    find_folders,
)
from booklet.cli.program import app
from booklet.cli.speech import announce, speaking_plainly


@app.command("handouts", epilog="Example: {program} handouts --out ../session")
def _handouts(
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    strict: StrictOption = False,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build handouts of each reflection.

    Each is there on one sheet of A4, as the A5 pages of the booklet, as a guide that is folded for
    the pocket, and as rule cards to cut.
    """
    with speaking_plainly():
        from booklet.pipelines.handouts import build_handouts

        folder, target = find_folders(project, out)
        with equipped(
            quiet=quiet, workers=workers, scheduler=scheduler, no_cache=no_cache
        ) as build_context:
            products = build_handouts(folder, target, strict=strict, build_context=build_context)
        announce(products, quiet=quiet)
