"""What pages are set with besides the book itself; none of it shows on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from booklet.common.cache import Cache
    from booklet.scheduling.dispatch import Workers


class Progress(Protocol):
    """Told after each division that was set."""

    def __call__(self, title: str, done: int, total: int) -> None:
        """Take notice that `done` of `total` divisions are set; `title` was the last."""


@dataclass(frozen=True, slots=True)
class BuildContext:
    """How pages are set: the same book gives the same bytes with any of it.

    Attributes:
        progress: is told about each division that was set; None for nobody.
        cache: keeps what is set from one build to the next; None forgets it.
        workers: sets divisions side by side; None sets one after the other, in this process.
    """

    progress: Progress | None = None
    cache: Cache | None = None
    workers: Workers | None = None


PLAIN = BuildContext()
"""One division after the other, from nothing, without a word."""
