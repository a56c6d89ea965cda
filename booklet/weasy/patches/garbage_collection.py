"""Python's collector of cyclic garbage pauses while pages are rendered.

Fault: boxes refer to one another and live until their pages are drawn; the collector goes through
    them again and again, which takes up to a fifth of the time and finds hardly anything.
Upstream: https://github.com/Kozea/WeasyPrint/issues/1977, closed: how memory is managed is left to
    whoever uses WeasyPrint.
Smallest input: a chapter of a few pages.
Goes when: the oldest Python that we support collects no more than a few times for a chapter.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def paused_garbage_collection() -> Iterator[None]:
    """Collect nothing while the context lasts; the collector goes on afterwards if it was on."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def spare_imported_modules() -> None:
    """Let the collector never look at what is there now: in a worker, that which stays."""
    gc.freeze()
