"""Read files of the project, and only of the project, without ever waiting for one.

A folder, a pipe, a device, a link that leads elsewhere: each gets its reason instead of being
opened. No message is made here; a reason is worded by whoever knows what the file was to be.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


_IN_A_CIRCLE = "cannot be read: links lead round in a circle"


class Obstacle(Enum):
    """Why a file cannot be had."""

    MISSING = auto()
    NOT_A_FILE = auto()
    OUTSIDE = auto()
    UNREADABLE = auto()
    TOO_LARGE = auto()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be had.

    Attributes:
        obstacle: the kind of reason.
        reason: in words that follow "it": "is a folder".
    """

    obstacle: Obstacle
    reason: str


def read_inside(project: Path, path: Path, *, largest: int) -> bytes | Refused:
    """Read an ordinary file that lies inside the project.

    Args:
        project: the folder that nothing may leave, its links resolved.
        path: the file.
        largest: bytes it may have.

    Returns:
        Its content, or why it cannot be had.
    """
    try:
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(project):
            return Refused(Obstacle.OUTSIDE, "leads out of the project's folder")
        return _read_ordinary(resolved, largest)
    except FileNotFoundError:
        return Refused(Obstacle.MISSING, "does not exist")
    except ValueError:
        return Refused(Obstacle.MISSING, "has a name that no file can have")
    except RuntimeError:
        return Refused(Obstacle.UNREADABLE, _IN_A_CIRCLE)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        in_a_circle = error.errno == errno.ELOOP
        return Refused(Obstacle.UNREADABLE, _IN_A_CIRCLE if in_a_circle else reason)


def _read_ordinary(path: Path, largest: int) -> bytes | Refused:
    """Look before opening, and look again at what was opened: it may have been swapped."""
    looked_at = _look(path.stat())
    if looked_at is not None:
        return looked_at
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as stream:
        looked_at = _look(os.fstat(descriptor))
        if looked_at is not None:
            return looked_at
        content = stream.read(largest + 1)
    if len(content) > largest:
        size = path.stat().st_size / 1_000_000
        return Refused(Obstacle.TOO_LARGE, f"is too large: {size:,.1f} MB")
    return content


def _look(status: os.stat_result) -> Refused | None:
    if stat.S_ISREG(status.st_mode):
        return None
    kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
    return Refused(Obstacle.NOT_A_FILE, f"is {kind}")
