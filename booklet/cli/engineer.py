"""The verb for whoever changes the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import typer

from booklet.cli.program import app
from booklet.cli.speech import speaking_plainly
from booklet.common.errors import UsageError


@app.command(
    "test",
    epilog="Example: {program} test -k outputs",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def _test(context: typer.Context) -> None:
    """Test the program itself.

    This is for people who change the program; whatever you add is passed on to pytest.
    """
    root = Path(__file__).resolve().parents[2]
    with speaking_plainly():
        if not (root / "tests").is_dir():
            raise UsageError(
                "the tests are not part of an installed program",
                hint="Get the source code and run there: python build.py test",
            )
        command = [sys.executable, "-m", "pytest", *context.args]
        raise typer.Exit(subprocess.run(command, cwd=root, check=False).returncode)  # noqa: S603
