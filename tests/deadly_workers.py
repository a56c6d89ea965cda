"""Workers that die at what is called Deadly, as if memory had run out, and fail at Buggy."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from booklet.scheduling import worker_task
from booklet.weasy.loader import load_weasyprint

load_weasyprint()  # a worker begins with this module, and the next import needs Pango

from booklet.weasy import render  # noqa: E402

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment
    from booklet.weasy.render_job import RenderContext, RenderJob

_render_division = worker_task.render_division
_render_pages = render.render_pages


def begin() -> None:
    """Begin work as such a worker."""
    worker_task.render_division = _render_or_die
    render.render_pages = render_buggy


def dask_setup(_worker: object) -> None:
    """Begin work as such a worker of Dask, when this module is preloaded."""
    begin()


def render_buggy(job: RenderJob, render_context: RenderContext) -> Fragment:
    """Render pages like WeasyPrint, but with a bug."""
    if job.title == "Buggy":
        raise ZeroDivisionError("no pages")
    return _render_pages(job, render_context)


def _render_or_die(job: RenderJob, render_context: RenderContext) -> Fragment:
    if job.title == "Deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return _render_division(job, render_context)


# A process that `multiprocessing` spawns runs its parent's main module under this name.
if __name__ == "__mp_main__":
    begin()
