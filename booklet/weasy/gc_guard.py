"""Python's collector of cyclic garbage is kept away from pages that are being laid out."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def paused_garbage_collection() -> Iterator[None]:
    """Collect nothing while the context lasts, and all of it afterwards, in one go.

    A chapter's boxes live until its pages are drawn; to look through them again and again for
    garbage takes up to a fifth of the time, and finds hardly any.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
