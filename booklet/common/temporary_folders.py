"""The temporary folder of this process: made when it is needed, removed when the process ends.

A process that is killed cannot remove anything. Its folder is then removed by its workers, which
end with it, or else by the next build of this user: a lock, which ends with the process, tells
folders in use from leftovers.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common.errors import SetupError
from booklet.common.file_locks import try_lock

if TYPE_CHECKING:
    from booklet.common.errors import BookletError

_PREFIX = "cpd-booklet-"
_LOCK = "lock"
_LONGEST_PATH = 32_768
"""Characters that a path has at most on Windows."""

_SECONDS_TO_LOCK = 600
"""After so long, a folder without a lock belongs to no process that is about to lock it."""


class _TemporaryFolder:
    """The temporary folder of one process.

    Attributes:
        path: where it is; None before it is needed.
    """

    def __init__(self) -> None:
        self.path: Path | None = None
        self._lock: int | None = None
        self._parent: Path | None = None

    def lie_in(self, parent: Path) -> None:
        """Be made inside another process's folder, which is removed with all that is in it."""
        self._parent = parent

    def make(self) -> Path:
        """Make the folder, and lock it, unless it is there."""
        while self.path is None:
            parent = self._parent or find_temporary_folder()
            path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
            lock = _open_lock(path, os.O_CREAT)
            if lock is None:
                continue  # another build has taken the new folder for a leftover
            self.path, self._lock = path, lock
            atexit.register(self.remove)
        return self.path

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        if self.path is not None and self._lock is not None:
            _remove(self.path, self._lock)
            atexit.unregister(self.remove)
        self.path = self._lock = None


_own = _TemporaryFolder()


def find_temporary_folder() -> Path:
    """Find where this machine keeps temporary files, by a name that Fontconfig can open.

    Raises:
        SetupError: when it has no place for any.
    """
    try:
        return Path(in_ascii(Path(tempfile.gettempdir())))
    except OSError as error:
        raise unusable_temporary_folder(error) from error


def in_ascii(path: Path) -> str:
    """Write a path so that Fontconfig and FreeType find it on Windows.

    They open files by names in the code page of the system, which has only some hundred letters; a
    folder called "Reguły" is not to be found on most computers outside Poland. But folders have
    short names, too, on nearly every drive: "REGUY~1".
    """
    if sys.platform == "win32" and not str(path).isascii():
        name = ctypes.create_unicode_buffer(_LONGEST_PATH)
        if ctypes.windll.kernel32.GetShortPathNameW(str(path), name, _LONGEST_PATH):
            return name.value
    return str(path)


def make_process_folder() -> Path:
    """Make the temporary folder of this process, unless it is there.

    Raises:
        SetupError: when it cannot be made.
    """
    try:
        return _own.make()
    except OSError as error:
        raise unusable_temporary_folder(error) from error


def make_temporary_folder() -> Path:
    """Make a new folder that whoever asked for it removes; at the latest, it goes with the process.

    Raises:
        SetupError: when it cannot be made.
    """
    try:
        return Path(tempfile.mkdtemp(dir=_own.make()))
    except OSError as error:
        raise unusable_temporary_folder(error) from error


def lie_in(parent: Path) -> None:
    """Let this process, a worker, put its temporary folder into that of another process."""
    _own.lie_in(parent)


def remove_folder(folder: Path) -> None:
    """Remove a temporary folder: one of ours, or that of another process that has ended."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers() -> None:
    """Remove the folders of this user's processes that were killed."""
    with contextlib.suppress(OSError, SetupError), os.scandir(find_temporary_folder()) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and _is_own_folder(entry):
                path = Path(entry)
                lock = _open_lock(path)
                if lock is not None:
                    _remove(path, lock)


def unusable_temporary_folder(error: OSError) -> BookletError:
    """Make the error for a temporary folder that the operating system does not let us use."""
    where = f" '{error.filename or tempfile.tempdir}'" if error.filename or tempfile.tempdir else ""
    return SetupError(
        f"the folder{where} for temporary files cannot be used: {error.strerror or error}",
        hint="Make room there, or name another folder in the environment variable TMPDIR (on "
        "Windows: TEMP).",
    )


def _is_own_folder(entry: os.DirEntry[str]) -> bool:
    if not entry.is_dir(follow_symlinks=False):
        return False
    return not hasattr(os, "getuid") or entry.stat(follow_symlinks=False).st_uid == os.getuid()


def _open_lock(folder: Path, flags: int = 0) -> int | None:
    """Lock a folder; None when it is another process's, or not there any more."""
    path = folder / _LOCK
    try:
        lock = os.open(path, os.O_RDWR | flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except FileNotFoundError:
        return _lock_abandoned(folder)
    is_ours = False
    try:
        # Whoever removes a folder holds its lock until the folder is gone.
        is_ours = try_lock(lock) and path.exists()
    finally:
        if not is_ours:
            os.close(lock)
    return lock if is_ours else None


def _lock_abandoned(folder: Path) -> int | None:
    """Lock a folder whose process was killed before it made the lock."""
    with contextlib.suppress(OSError):
        if time.time() - folder.stat().st_mtime > _SECONDS_TO_LOCK:
            return _open_lock(folder, os.O_CREAT)
    return None


def _remove(folder: Path, lock: int) -> None:
    """Remove a folder that is locked."""
    if os.name == "nt":  # which removes no open file; and nobody else removes one
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
