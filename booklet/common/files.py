"""Read files that a project's author made: bytes or text, or the reason why not. Words no message.

Only ordinary files inside the project are read, and none is ever waited for: a folder, a pipe, a
device or a link that leads out of the project is a `ReadFailure`. Whoever knows what the file was
to be makes the message.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SAVE_AS_UTF8 = "Save the file again as 'UTF-8' (in Notepad: Save as, Encoding)."
"""The hint for `FailureKind.NOT_UTF8`."""

_IN_A_CIRCLE = "cannot be read: links lead round in a circle"


class FailureKind(Enum):
    """Why a file cannot be read."""

    MISSING = auto()
    NOT_A_FILE = auto()
    OUTSIDE = auto()
    UNREADABLE = auto()
    TOO_LARGE = auto()
    NOT_UTF8 = auto()


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file that cannot be read.

    Attributes:
        kind: what a program needs to know.
        reason: in words that follow "it": "is a folder".
        line: from 1; 0 for the whole file.
    """

    kind: FailureKind
    reason: str
    line: int = 0


def read_text_inside(project: Path, path: Path, *, largest: int) -> str | ReadFailure:
    r"""Read a UTF-8 text file that lies inside the project.

    Args:
        project: as in `read_inside`.
        path: the file.
        largest: bytes it may have.

    Returns:
        Its text without a byte order mark, its lines ended by "\n", or why it cannot be read.
    """
    content = read_inside(project, path, largest=largest)
    if isinstance(content, ReadFailure):
        return content
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return ReadFailure(FailureKind.NOT_UTF8, "has a character that is not UTF-8", line)


def readable_name(name: str) -> str:
    """Write a file's name in Unicode.

    On Linux a name is bytes, and a stick or an archive from an older computer may have names that
    are Windows-1252; Python keeps such bytes as lone surrogates (PEP 383), which no text may have.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("cp1252", "replace")
    return name


def composed(name: str) -> str:
    """Write accents the way keyboards do (NFC); macOS takes them apart in file names."""
    return unicodedata.normalize("NFC", name)


def find_spelling(project: Path, path: str) -> Path:
    """Find a file whose name has its accents composed or taken apart, other than in `path`.

    Args:
        project: the folder that the path starts from.
        path: as an author typed it, with forward slashes.

    Returns:
        The file that is there, or else the path as it was typed.
    """
    typed = project / path
    if path.isascii() or "\x00" in path or typed.exists():
        return typed
    found = project
    for step in PurePosixPath(path).parts:
        exact = found / step
        if not exact.exists() and found.is_dir():
            names = (other for other in found.iterdir() if composed(other.name) == composed(step))
            exact = next(iter(sorted(names)), exact)
        found = exact
    return found


def read_inside(project: Path, path: Path, *, largest: int) -> bytes | ReadFailure:
    """Read an ordinary file that lies inside the project.

    Args:
        project: the folder that nothing may leave, its links resolved.
        path: the file.
        largest: bytes it may have.

    Returns:
        Its content, or why it cannot be read.
    """
    try:
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(project):
            return ReadFailure(FailureKind.OUTSIDE, "leads out of the project's folder")
        return _read_ordinary(resolved, largest)
    except FileNotFoundError:
        return ReadFailure(FailureKind.MISSING, "does not exist")
    except ValueError:
        return ReadFailure(FailureKind.MISSING, "has a name that no file can have")
    except RuntimeError:
        return ReadFailure(FailureKind.UNREADABLE, _IN_A_CIRCLE)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        in_a_circle = error.errno == errno.ELOOP
        return ReadFailure(FailureKind.UNREADABLE, _IN_A_CIRCLE if in_a_circle else reason)


def _read_ordinary(path: Path, largest: int) -> bytes | ReadFailure:
    """Check before opening, and again what was opened: the file may have been exchanged."""
    failure = _check_type(path.stat())
    if failure is not None:
        return failure
    # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as stream:
        failure = _check_type(os.fstat(descriptor))
        if failure is not None:
            return failure
        content = stream.read(largest + 1)
    if len(content) > largest:
        size = path.stat().st_size / 1_000_000
        return ReadFailure(FailureKind.TOO_LARGE, f"is too large: {size:,.1f} MB")
    return content


def _check_type(status: os.stat_result) -> ReadFailure | None:
    if stat.S_ISREG(status.st_mode):
        return None
    kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
    return ReadFailure(FailureKind.NOT_A_FILE, f"is {kind}")
