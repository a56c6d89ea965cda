"""The verb for single reflections: handouts, pocket guides, rule cards."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

from booklet.cli.options import (
    OutOption,
    ProjectOption,
    QuietOption,
    StrictOption,
    find_folders,
)
from booklet.cli.program import app
from booklet.cli.speech import announce, progress_bar, speaking_plainly


@app.command("handouts", epilog="Example: {program} handouts --out ../session")
def _handouts(
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build handouts of each reflection.

    Each is there on one sheet of A4, as the A5 pages of the booklet, as a guide that is folded for
    the pocket, and as rule cards to cut.
    """
    with speaking_plainly():
        from booklet.handouts import build_handouts

        folder, target = find_folders(project, out)
        with progress_bar(quiet=quiet) as progress:
            products = build_handouts(folder, target, strict=strict, progress=progress)
        announce(products, quiet=quiet)
