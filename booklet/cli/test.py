"""The command `test`: the program's own tests, for whoever changes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import typer

from booklet.cli import options
from booklet.cli.console import report_errors
from booklet.cli.help_sections import ENGINEERS
from booklet.common.errors import UsageError

app = typer.Typer()

_QUICK = "not slow and not validator"
"""The marks of tests that are left out: long ones, and those that start other programs."""


@app.command(
    "test",
    epilog="Example: {program} test -k outputs",
    rich_help_panel=ENGINEERS,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def _test(context: typer.Context, *, quick: options.Quick = False) -> None:
    """Test the program itself.

    This is for people who change the program; whatever you add is passed on to pytest.
    """
    root = Path(__file__).resolve().parents[2]
    with report_errors():
        if not (root / "tests").is_dir():
            raise UsageError(
                "the tests are not part of an installed program",
                hint="Get the source code and run there: python build.py test",
            )
        chosen = ["-m", _QUICK] if quick else []
        command = [sys.executable, "-m", "pytest", *chosen, *context.args]
        raise typer.Exit(subprocess.run(command, cwd=root, check=False).returncode)  # noqa: S603 - our own command
