"""Read and write files of a project, and none outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.atomic_files import replace_file
from booklet.common.errors import UsageError
from booklet.common.files import FailureKind, ReadFailure, read_inside
from booklet.manuscript.chapter_files import LARGEST_FILE
from booklet.manuscript.decoding import NotTextError, decode

if TYPE_CHECKING:
    from pathlib import Path

_USUAL = 0o644


class ProjectFiles:
    """The files of one project, by their paths in it, with forward slashes."""

    def __init__(self, project: Path) -> None:
        """Look into a project; nothing is read yet."""
        self._project = project

    def read(self, path: str, *, largest: int = LARGEST_FILE) -> bytes | None:
        """Read a file of so many bytes at most; None when there is none.

        Raises:
            UsageError: when it lies outside, or is none that could be read.
        """
        found = self._find(path)
        content = read_inside(self._project.resolve(), found, largest=largest)
        if not isinstance(content, ReadFailure):
            return content
        if content.kind is FailureKind.MISSING:
            return None
        raise UsageError(f"'{path}' {content.reason}", hint="Look at what it is.")

    def write(self, path: str, content: bytes) -> None:
        """Write a file in one step; it keeps who may read it.

        Raises:
            UsageError: when it lies outside.
            OSError: when it cannot be written.
        """
        found = self._find(path)
        found.parent.mkdir(parents=True, exist_ok=True)
        permissions = found.stat().st_mode & 0o777 if found.exists() else _USUAL
        replace_file(found, content, permissions=permissions, is_durable=False)

    def _find(self, path: str) -> Path:
        found = (self._project / path).resolve()
        if not found.is_relative_to(self._project.resolve()):
            raise UsageError(
                f"'{path}' leads out of the project",
                hint="Only files inside the project can be opened.",
            )
        return found


def decode_text(path: str, content: bytes) -> str:
    """Read a file's content as text.

    Raises:
        UsageError: when it is none.
    """
    try:
        return decode(content).text
    except NotTextError as error:
        raise UsageError(
            f"'{path}' is not a text file", hint="Save it as 'Plain text' or 'Markdown'."
        ) from error


def encode(text: str, before: bytes | None) -> bytes:
    r"""Write a text as UTF-8, with the line ends that its file had."""
    if before is not None and b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    return text.encode("utf-8", "replace")
