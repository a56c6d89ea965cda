"""Finished files, written so that nobody ever sees half of one, and nowhere but where they belong.

Whatever goes wrong, the last good file stays as it was. Files go into the project's own folders,
or into one that was named on the command line.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from booklet.common.atomic_files import remove_leftovers, replace_file
from booklet.common.errors import OutputError
from booklet.common.product_paths import SUBFOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from booklet.common.errors import Finding

OUT = "out"
"""The project's folder for finished files."""

_ELSEWHERE = "Choose another folder with --out."
_HINTS = {
    errno.EACCES: "You may not write there, or the file is open in another program: close it "
    "and try again, or choose another folder with --out.",
    errno.EDQUOT: "Your space on this disk is used up: remove something and try again.",
    errno.EEXIST: "A file is in the way where a folder is needed: rename it, or choose another "
    "folder with --out.",
    errno.EFBIG: "The disk takes no file of this size. " + _ELSEWHERE,
    errno.ENAMETOOLONG: "Choose a shorter title in booklet.toml, or another folder with --out.",
    errno.ENOSPC: "The disk is full: remove something and try again, or choose another folder "
    "with --out.",
    errno.EROFS: "This disk can only be read. " + _ELSEWHERE,
}
_HINTS[errno.EPERM] = _HINTS[errno.EBUSY] = _HINTS[errno.ETXTBSY] = _HINTS[errno.EACCES]
_HINTS[errno.ENOTDIR] = _HINTS[errno.EEXIST]

_LONGEST_NAME = 255
"""Bytes of a file's name on Linux; macOS and Windows count characters, and so allow more."""

_LONGEST_WINDOWS_PATH = 259
"""Characters (Microsoft, "Maximum Path Length Limitation"). Longer ones can be allowed, but then
Explorer and many a PDF reader still do not open them."""

_LONGEST_WINDOWS_FOLDER = 247
"""Characters: a folder needs room for a file's short name."""


@dataclass(frozen=True, slots=True)
class Product:
    """A file that was built.

    Attributes:
        path: where it is.
        measure: how long it is, in words: "24 pages = 6 sheets of A4".
        findings: what the author should know about it, in reading order.
        is_new: whether it has been written just now; else it was there and is still right.
        sheets: of paper that one copy takes; 0 for what is not printed.
        earlier: files that an earlier build made instead, as before the title was changed.
    """

    path: Path
    measure: str
    findings: tuple[Finding, ...]
    is_new: bool = True
    sheets: int = 0
    earlier: tuple[Path, ...] = ()


def folder_inside(project: Path, name: str) -> Path:
    """Find a folder of a project that is going to be written to.

    A project may come from anybody, and a link in it could lead to anything of this user's.

    Args:
        project: its folder.
        name: of the folder in it, which need not be there.

    Raises:
        OutputError: when the folder is a link that leads out of the project.
    """
    folder = project / name
    try:
        end = folder.resolve()
        is_inside = end.is_relative_to(project.resolve()) and not end.is_symlink()
    except (OSError, RuntimeError):  # links that lead round in a circle; Python 3.13 ends at one
        is_inside = False
    if not is_inside:
        raise OutputError(
            f"the project's folder '{name}' is a link that leads out of the project, so nothing "
            "is written there",
            hint="Remove the link; a folder is made in its place. With --out, what is built can "
            "go to any folder.",
        )
    return folder


def prepare_folder(folder: Path) -> None:
    """Make the folder for what is going to be built, and see that it takes files.

    Long work should not end in front of a locked door, so this is asked before it starts.

    Raises:
        OutputError: when the folder cannot be made or written to, or one inside it leads out.
    """
    _check_length(folder, _LONGEST_WINDOWS_FOLDER)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for inner in (folder, *(folder_inside(folder, name) for name in SUBFOLDERS)):
            if inner.is_dir():
                remove_leftovers(inner)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        _refuse(folder, error)


def check_paths(paths: Iterable[Path]) -> None:
    """See before long work that this system can have files of these names.

    Raises:
        OutputError: when a name or a path is too long.
    """
    for path in paths:
        _check_length(path, _LONGEST_WINDOWS_PATH)


def _check_length(path: Path, longest: int) -> None:
    """Refuse a name that no system takes, or a path that Windows does not take."""
    length = len(os.fsencode(path.name))
    if length > _LONGEST_NAME:
        raise OutputError(
            f"the name '{path.name}' is too long: {length} bytes of {_LONGEST_NAME} at most",
            hint=_HINTS[errno.ENAMETOOLONG],
        )
    if sys.platform != "win32":
        return
    length = len(str(path.absolute()))
    if length > longest:
        raise OutputError(
            f"'{path}' cannot be written: with the folders around it, its path has {length} "
            f"characters, and Windows takes {longest}",
            hint="Move the project to a folder nearer to the top of the drive, or choose another "
            "folder with --out.",
        )


def write_output(path: Path, content: bytes) -> None:
    """Write a finished file in one step: it is there whole, or what was there before still is.

    Args:
        path: where to; its folder is made if need be.
        content: all of it.

    Raises:
        OutputError: when it cannot be written; nothing is left behind.
    """
    check_paths([path])
    if path.is_dir():
        raise OutputError(
            f"'{path}' is a folder, and a file of this name is to be written",
            hint=f"Rename or remove that folder. {_ELSEWHERE}",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content, permissions=0o666 & ~_umask())
    except OSError as error:
        _refuse(path, error)


def remove_output(path: Path) -> None:
    """Remove a finished file that is no longer wanted.

    Raises:
        OutputError: when it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"'{path}' cannot be removed: {error.strerror}",
            hint="Close it if it is open in another program, and try again.",
        ) from error


def _umask() -> int:
    """Return this user's umask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refuse(path: Path, error: OSError) -> NoReturn:
    hint = _HINTS.get(error.errno or 0, _ELSEWHERE)
    reason = error.strerror or str(error)
    raise OutputError(f"'{path}' cannot be written: {reason}", hint=hint) from error
