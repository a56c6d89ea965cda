"""Workers that die when they are to set what is called Deadly, as if memory had run out."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from booklet.typeset import job

if TYPE_CHECKING:
    from booklet.pdf.fragment import Fragment
    from booklet.typeset.take import Supplies, Take

_compile_division = job.compile_division


def begin() -> None:
    """Begin work as such a worker."""
    job.compile_division = _compile_or_die


def _compile_or_die(take: Take, supplies: Supplies) -> Fragment:
    if take.division.title == "Deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return _compile_division(take, supplies)
