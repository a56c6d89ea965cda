"""Workers that die when they are to set what is called Deadly, as if memory had run out."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from booklet.scheduling import worker_task

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment
    from booklet.weasy.render_job import RenderContext, RenderJob

_compile_division = worker_task.render_division


def begin() -> None:
    """Begin work as such a worker."""
    worker_task.render_division = _compile_or_die


def _compile_or_die(job: RenderJob, render_context: RenderContext) -> Fragment:
    if job.title == "Deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return _compile_division(job, render_context)
