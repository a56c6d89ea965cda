"""How a build is run: progress, cache and workers. None of it has an influence on the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from booklet.common.cache import Cache
    from booklet.scheduling.dispatch import Workers


class Progress(Protocol):
    """Is called after each division that was rendered."""

    def __call__(self, title: str, done: int, total: int) -> None:
        """Show that `done` of `total` divisions are rendered; `title` was the last."""


@dataclass(frozen=True, slots=True)
class BuildContext:
    """How a build is run: the same book gives the same bytes with any of it.

    Attributes:
        progress: is called after each division that was rendered; None for no progress.
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
