"""Files that were meant as `booklet.toml` and are not read, for their name or their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.common.file_copies import find_copy_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "booklet.toml"

_MISSPELT = re.compile(
    r"[._]?booklets?(?:[-_ .]?(?:config|settings))?\.(?:toml?|tml|ya?ml|json|ini|cfg)"
    r"(?:\.\w+)?",
    re.IGNORECASE,
)
_OF_OTHER_PROGRAMS = frozenset({"book.toml", "config.toml", "settings.toml"})
_CHAPTERS = "chapters"


def stray_settings(project: Path) -> tuple[str, ...]:
    """List files that look like settings and are none, by their paths in the project."""
    settings = project / FILE_NAME
    has_settings = settings.exists()
    found = []
    for folder in ("", _CHAPTERS):
        names = [name for name in _names(project / folder) if name != FILE_NAME or folder]
        copies = find_copy_names(names, [FILE_NAME])
        for name in names:
            is_meant = bool(_MISSPELT.fullmatch(name)) or name in copies
            is_meant |= not has_settings and not folder and name in _OF_OTHER_PROGRAMS
            path = f"{folder}/{name}".lstrip("/")
            is_itself = has_settings and not folder and settings.samefile(project / path)
            if is_meant and not is_itself:  # where capitals do not count, Booklet.toml is read
                found.append(path)
    return tuple(found)


def _names(folder: Path) -> Iterator[str]:
    try:
        yield from sorted(path.name for path in folder.iterdir() if path.is_file())
    except OSError:
        return


def stray_findings(project: Path) -> Iterator[Finding]:
    """Name each file that looks like settings and is none."""
    has_settings = (project / FILE_NAME).exists()
    for path in stray_settings(project):
        where = "" if path.startswith(f"{_CHAPTERS}/") else " of this name"
        hint = (
            f"Take over into '{FILE_NAME}' what you want to keep of it, and delete it."
            if has_settings
            else f"Move it beside the folder '{_CHAPTERS}', and call it '{FILE_NAME}'."
            if not where
            else f"Rename it: '{FILE_NAME}'."
        )
        if path.lower().endswith(".txt"):
            hint += " Windows hides the ending .txt: in Explorer, show 'File name extensions'."
        problem = f"this file is not read: settings stand in '{FILE_NAME}', beside '{_CHAPTERS}'"
        yield Finding("C004", Severity.WARNING, problem, hint, Place(path))
