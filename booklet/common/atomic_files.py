"""Files that are written in one step: whole, or not at all.

A file is written under another name in the same folder, and then takes the place of the old one.
What a killed process leaves half-written is removed by whoever writes there next; a lock, which
ends with the process, tells it from a file that is being written.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common.file_locks import try_lock
from booklet.common.retry import retry_while_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PREFIX, _SUFFIX = ".cpd-booklet-", ".part"

_REPLACES_ONLY_CLOSED_FILES = os.name == "nt"


def replace_file(
    path: Path,
    content: bytes,
    *,
    permissions: int,
    is_durable: bool = True,
    attempt: Callable[[Callable[[], object]], object] = retry_while_open,
) -> None:
    """Write a file in one step.

    Args:
        path: where to; its folder is there.
        content: all of it.
        permissions: of the new file, as for chmod.
        is_durable: whether it must survive that the machine loses its power.
        attempt: replaces the old file, with as much patience as is wanted.

    Raises:
        OSError: when it cannot be written; nothing is left behind.
    """
    descriptor, temporary = _new_file(path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            if is_durable:
                os.fsync(descriptor)
            if not _REPLACES_ONLY_CLOSED_FILES:
                temporary.chmod(permissions)
                attempt(partial(temporary.replace, path))
        if _REPLACES_ONLY_CLOSED_FILES:
            attempt(partial(temporary.replace, path))
    finally:
        temporary.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed processes have left half-written in a folder."""
    with contextlib.suppress(OSError):
        for path in list(folder.glob(f"{_PREFIX}*{_SUFFIX}")):
            with contextlib.suppress(OSError):
                with _opened(path) as descriptor:
                    is_leftover = try_lock(descriptor)
                    if is_leftover and not _REPLACES_ONLY_CLOSED_FILES:
                        path.unlink()
                if is_leftover and _REPLACES_ONLY_CLOSED_FILES:  # it removes no others either
                    path.unlink()


def _new_file(folder: Path) -> tuple[int, Path]:
    """Make a new file and lock it, so that nobody takes it for a leftover."""
    while True:
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
        try:
            is_ours = try_lock(descriptor) and os.path.lexists(name)
        except OSError:  # no locks here, and so nobody can take it for a leftover either
            is_ours = True
        if is_ours:
            return descriptor, Path(name)
        os.close(descriptor)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        yield descriptor
    finally:
        os.close(descriptor)
