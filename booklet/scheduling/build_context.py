"""How a build is run: progress, cache and workers. None of it has an influence on the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.common.cache import Cache
    from booklet.linker.fragment import Fragment
    from booklet.scheduling.batches import Job, Keyed, Result, Task
    from booklet.weasy.render_job import RenderContext, RenderJob


class Progress(Protocol):
    """Is called after each step of a build: a division, a handout, a copy, an imported text."""

    def __call__(self, title: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps are done; `title` was the last."""


class Workers(Protocol):
    """Workers that render jobs side by side, or do other batches of work."""

    @property
    def count(self) -> int:
        """How many there are."""

    def prepare(self) -> None:
        """Get ready, for there will be enough to do."""

    def accepts(self, jobs: Sequence[RenderJob]) -> bool:
        """Say whether these jobs are enough to be worth submitting."""

    def accepts_series(self, seconds: float) -> bool:
        """Say whether a series of things that take so long together is worth submitting."""

    def render(
        self, jobs: Sequence[RenderJob], render_context: RenderContext
    ) -> Iterator[tuple[RenderJob, Fragment]]:
        """Render jobs, and yield each with its fragment as soon as it is finished."""

    def run_batches(
        self, task: Task[Job, Result], batches: Iterator[tuple[Job, ...]], context: Keyed
    ) -> Iterator[Result]:
        """Run batches, and yield what each gives, in order."""


@dataclass(frozen=True, slots=True)
class BuildContext:
    """How a build is run: the same book gives the same bytes with any of it.

    Attributes:
        progress: is called after each step, such as a division that was set; None for none.
        cache: keeps fragments and fonts from one build to the next; None keeps nothing.
        workers: render divisions side by side; None renders one after the other, in this process.
        for_copies: whether it sets copies of one book, each of which may show what others are like;
            the cache is theirs alone.
    """

    progress: Progress | None = None
    cache: Cache | None = None
    workers: Workers | None = None
    for_copies: bool = False


DEFAULT_BUILD_CONTEXT = BuildContext()
"""One division after the other, without cache and progress."""
