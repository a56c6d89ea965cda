"""Processes that render pages for a preview, so that typing and looking never wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.scheduling.workers import LocalWorkers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from booklet.linker.fragment import Fragment
    from booklet.weasy.render_job import RenderContext, RenderJob


class SupersededError(Exception):
    """What was being rendered is not wanted any more."""


class Renderers(LocalWorkers):
    """Worker processes that also render a single job, live on, and can be called off."""

    def __init__(self, count: int, is_wanted: Callable[[], bool]) -> None:
        """Prepare processes.

        Args:
            count: how many at most.
            is_wanted: asked whenever a job is finished, and when processes have ended.
        """
        super().__init__(count, enough_work=0)
        self._is_wanted = is_wanted

    def accepts(self, jobs: Sequence[RenderJob]) -> bool:
        """Accept any jobs: this process has windows to serve."""
        return bool(jobs)

    def render(
        self, jobs: Sequence[RenderJob], render_context: RenderContext
    ) -> Iterator[tuple[RenderJob, Fragment]]:
        """Render jobs, as long as they are wanted.

        Raises:
            SupersededError: when they are not wanted any more.
        """
        for finished in super().render(jobs, render_context):
            yield finished
            if not self._is_wanted():
                raise SupersededError

    def call_off(self) -> None:
        """End the processes, whatever they are doing; the next job starts new ones."""
        self._stop()

    def _render_alone(self, job: RenderJob, render_context: RenderContext) -> Fragment:
        """Render a job whose process has ended, unless that was on purpose."""
        if not self._is_wanted():
            raise SupersededError
        return super()._render_alone(job, render_context)
