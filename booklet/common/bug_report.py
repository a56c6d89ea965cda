"""What is said of an exception that no stage has explained.

Either this machine has run out of something, and a plain sentence says of what; or the program has
a fault, and a report holds all that is needed to find it. Nothing is written or printed here.
"""

from __future__ import annotations

import errno
import platform
import shlex
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from booklet import __version__
from booklet.common.errors import BookletError, BugError, OutputError, SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPORT_NAME = "bug-report.txt"
FIRST_LINE = "A report of a fault in the program that makes booklets."
_PACKAGES = ("weasyprint", "pydyf", "fonttools", "pikepdf", "pillow", "markdown", "ebooklib")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_TOO_MANY_OPEN = frozenset({errno.EMFILE, errno.ENFILE})


def explain_exhaustion(error: BaseException) -> BookletError | None:
    """Say what this machine has run out of: memory, room on a disk or files; None when of none."""
    errno_of_system = error.errno if isinstance(error, OSError) else None
    if isinstance(error, MemoryError) or errno_of_system == errno.ENOMEM:
        return SetupError(
            "there is not enough memory",
            hint="Close other programs, try with fewer workers, or make the pictures smaller.",
        )
    if errno_of_system in _TOO_MANY_OPEN:
        return SetupError(
            "too many files are open on this machine",
            hint="Close other programs and try again, or try with fewer workers.",
        )
    if isinstance(error, OSError) and errno_of_system in _FULL:
        where = f" of '{error.filename}'" if error.filename else ""
        return OutputError(
            f"the disk{where} is full",
            hint="Remove something and try again, or choose another folder with --out.",
        )
    return None


def write_report(bug: BugError, arguments: Sequence[str]) -> str:
    """Write a report for whoever looks after the program.

    Args:
        bug: what went wrong.
        arguments: of the command line.

    Returns:
        The command, all versions and the traceback; without the name of anybody's home folder.
    """
    command = shlex.join(["booklet", *arguments])
    lines = (
        FIRST_LINE,
        "",
        f"Command: {command}",
        f"While: {bug.activity}",
        *_versions(),
        "",
        bug.traceback,
    )
    home = str(Path.home())
    report = "\n".join(lines)
    return report.replace(home, "~") if len(home) > 1 else report


def _versions() -> Iterator[str]:
    yield f"booklet {__version__}"
    yield f"Python {sys.version.split()[0]} on {platform.platform()}"
    for package in _PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} is not installed"
