"""Read the files of an import, and the pictures that they show, from this computer only.

An imported file may come from anybody: a picture is looked for beside it, in its archive or in the
folder that was named for pictures, and nowhere else.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from booklet.common.errors import UsageError
from booklet.common.files import ReadFailure, read_inside
from booklet.importers.files import LARGEST_FILE, ImportedFile
from booklet.manuscript.pictures import LARGEST_FILE as LARGEST_PICTURE

if TYPE_CHECKING:
    from collections.abc import Sequence

_SMALLER_COPY = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)|-scaled(?=\.\w+$)")
"""What WordPress adds to the name of a picture that it has made smaller."""


def read_files(names: Sequence[str], pasted: bytes) -> tuple[ImportedFile, ...]:
    """Read the files of an import.

    Args:
        names: paths; "-" means the text that was pasted.
        pasted: that text.

    Raises:
        UsageError: when there is no such file, or it is too large.
    """
    files = []
    for name in names:
        if name == "-":
            files.append(ImportedFile("-", pasted))
            continue
        path = Path(name)
        folder = path.resolve().parent
        content = read_inside(folder, folder / path.resolve().name, largest=LARGEST_FILE)
        if isinstance(content, ReadFailure):
            raise UsageError(
                f"the file '{name}' {content.reason}",
                hint=f"Name a file of at most {LARGEST_FILE // 1_000_000} MB: an export of a blog, "
                "a Word file, a saved web page, text or Markdown.",
            )
        files.append(ImportedFile(name, content))
    return tuple(files)


class PictureFinder:
    """Finds the file that the address of a picture means, but never one outside its folder."""

    def __init__(self, file: ImportedFile, pictures: Path | None) -> None:
        self.file = file
        self.pictures = pictures

    def find(self, address: str) -> bytes | None:
        """Return the content of a picture's file, or None."""
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return None
        path = unquote(parts.path)
        if "\x00" in path or not path:
            return None
        if not parts.scheme and not parts.netloc and not path.startswith("/"):
            found = self._beside(path)
            if found is not None:
                return found
        if parts.scheme in {"", "http", "https"} and self.pictures is not None:
            return self._in_pictures(path)
        return None

    def _beside(self, path: str) -> bytes | None:
        """Look beside the imported file, in its archive or in its folder."""
        inner = PurePosixPath(self.file.path.replace("\\", "/"))
        if self.file.beside is not None:
            names = [(inner.parent / path).as_posix(), (inner.with_suffix("") / path).as_posix()]
            return next(filter(None, map(self.file.beside.read, names)), None)
        if self.file.path == "-" or not self.file.has_folder:
            return None
        folder = Path(self.file.path).resolve().parent
        return _read(folder, folder / path)

    def _in_pictures(self, path: str) -> bytes | None:
        """Look for the longest end of an address that is a file there, also in its full size."""
        steps = [step for step in PurePosixPath(path.lstrip("/")).parts if step != ".."]
        folder = (self.pictures or Path()).resolve()
        for start in range(len(steps)):
            tail = "/".join(steps[start:])
            for name in (tail, _SMALLER_COPY.sub("", tail)):
                content = _read(folder, folder / name)
                if content is not None:
                    return content
        return None


def _read(folder: Path, path: Path) -> bytes | None:
    content = read_inside(folder, path, largest=LARGEST_PICTURE)
    return None if isinstance(content, ReadFailure) else content
