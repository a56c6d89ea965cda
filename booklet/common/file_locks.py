"""Advisory locks on open files: they end with their process, however it ends."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def try_lock(descriptor: int) -> bool:
    """Lock an open file unless another process has locked it; closing it ends the lock.

    Args:
        descriptor: of the file, open for writing.

    Returns:
        Whether the lock is ours.

    Raises:
        OSError: when this file system has no locks.
    """
    try:
        _lock(descriptor)
    except (BlockingIOError, PermissionError):  # as POSIX and Windows say "locked"
        return False
    return True
