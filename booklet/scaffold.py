"""Scaffold the next chapter file, and in an empty folder a whole project.

Writes new files only; whatever is there already stays as it is.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common.errors import OutputError, UsageError
from booklet.common.file_names import to_ascii
from booklet.common.outputs import folder_inside
from booklet.common.wording import quote
from booklet.manuscript.starter_texts import CHAPTER, EXAMPLE_CHAPTER, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = Path(__file__).resolve().parents[1]

# Both stay open when something is wrong, and look for a Python that will do before they use one:
# on a fresh Windows `python` opens a shop, on a fresh Mac there may be an old one.
_WINDOWS_STARTER = """\
@echo off
rem Double-click this file: it makes the booklet and the e-book from the chapters beside it,
rem and opens the folder where they are.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set "PYTHON="
for %%P in ("py -3" python python3) do call :try %%P
if defined PYTHON goto found
echo Making the booklet needs Python 3.11 or newer on this computer.
echo Get it from https://www.python.org/downloads/ and double-click this file again.
pause
exit /b 10
:found
set BOOKLET_DOUBLE_CLICKED=1
%PYTHON% {program} all --open
if errorlevel 1 (
  echo.
  pause
  exit /b 1
)
exit /b 0

:try
if defined PYTHON exit /b 0
%~1 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if errorlevel 1 exit /b 0
set "PYTHON=%~1"
"""
_UNIX_STARTER = """\
#!/bin/sh
# Double-click this file: it makes the booklet and the e-book from the chapters beside it, and opens
# the folder where they are.
cd "$(dirname "$0")" || exit
status=10
for python in python3 /usr/local/bin/python3 /opt/homebrew/bin/python3 python none; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
done
if [ "$python" = none ]; then
  echo "Making the booklet needs Python 3.11 or newer on this computer."
  echo "Get it from https://www.python.org/downloads/ and double-click this file again."
else
  BOOKLET_DOUBLE_CLICKED=1 "$python" {program} all --open
  status=$?
fi
if [ "$status" -ne 0 ] && [ -t 0 ]; then
  printf '\\nPress Return to close this window. '
  read -r _
fi
exit "$status"
"""
WINDOWS_STARTER_NAME = "Make the booklet.cmd"
UNIX_STARTER_NAME = "Make the booklet.command"


def start_chapter(project: Path, title: str, author: str = "") -> tuple[Path, ...]:
    """Write the next chapter's file, and what else an empty folder needs.

    The first chapter of a new booklet is an example that shows each box once.

    Args:
        project: the folder of the booklet; it is made if there is none.
        title: of the new chapter, and of a new booklet.
        author: of a new booklet.

    Returns:
        The files that were written.

    Raises:
        UsageError: when the title holds no letter or figure.
        OutputError: when a file cannot be written, or the project's folder of chapters is a link
            that leads out of it.
    """
    name = chapter_name(title)
    folder = folder_inside(project, "chapters")
    try:
        is_first = is_new(project)
        folder.mkdir(parents=True, exist_ok=True)
        chapter = folder / f"{next_number(folder)}-{name}.md"
        text = EXAMPLE_CHAPTER if is_first else CHAPTER
        written = [_write_new(chapter, text.format(title=quote(title)))]
        if is_first:
            written += start_booklet(project, title, author)
    except OSError as error:
        raise OutputError(
            f"the chapter cannot be started in '{project}': {error.strerror or error}",
            hint="Choose a folder where you may write, with --project.",
        ) from error
    return tuple(written)


def start_booklet(
    project: Path, title: str, author: str = "", known: Mapping[str, str] | None = None
) -> list[Path]:
    """Write the settings of a new booklet, and the files that are double-clicked to build it.

    Args:
        project: its folder, which is there; what is there already stays as it is.
        title: of the booklet.
        author: of the booklet, or "".
        known: other settings, by name, in the place of the examples.

    Returns:
        The files that were written.

    Raises:
        OSError: when one cannot be written.
    """
    settings = SETTINGS.format(title=quote(title), author=quote(author or "Your name"))
    if not author:
        settings = settings.replace("\nauthor =", "\n# author =")
    for name, value in (known or {}).items():
        line = f"{name} = {quote(value)}"
        example = re.search(rf"(?m)^# {re.escape(name)} = .*$", settings)
        if example is not None:
            settings = settings[: example.start()] + line + settings[example.end() :]
    written = [
        _write_new(project / name, text)
        for name, text in {"booklet.toml": settings, **starters(project)}.items()
        if not (project / name).exists()
    ]
    for path in written:
        if path.name == UNIX_STARTER_NAME:
            path.chmod(0o755)
    return written


def is_new(project: Path) -> bool:
    """Tell whether a folder holds no booklet yet."""
    return not (project / "chapters").exists() and not (project / "booklet.toml").exists()


def starters(project: Path) -> dict[str, str]:
    """Write what somebody double-clicks to build a project, by the names of the files.

    Args:
        project: the folder in which they will lie.
    """
    script = _PROGRAM / "build.py"
    if script.exists():
        try:
            path = os.path.relpath(script, project.resolve())
        except ValueError:  # on another drive of Windows
            path = str(script)
    else:
        path = ""
    windows_path = path.replace("/", "\\").replace("%", "%%")
    unix_path = re.sub(r'([\\"$`])', r"\\\1", path.replace("\\", "/"))
    windows = _WINDOWS_STARTER.format(program=f'"{windows_path}"' if path else "-m booklet")
    unix = _UNIX_STARTER.format(program=f'"{unix_path}"' if path else "-m booklet")
    return {
        WINDOWS_STARTER_NAME: windows.replace("\n", "\r\n"),  # cmd.exe misses labels otherwise
        UNIX_STARTER_NAME: unix,
    }


def chapter_name(title: str) -> str:
    """Make a file name of a title: ASCII letters and figures, for every system and web address.

    Raises:
        UsageError: when the title holds no letter or figure.
    """
    words = re.findall(r"[a-z0-9]+", to_ascii(title).lower().replace("'", ""))
    if not re.search(r"\w", title):
        raise UsageError(
            "a chapter needs a title",
            hint='Write it in quotation marks: new "Rules of thumb for meetings"',
        )
    return "-".join(words)[:60].strip("-") or "chapter"


def next_number(folder: Path) -> str:
    """Find the number after the highest one, as wide as the numbers that are there."""
    found = [match[0] for path in folder.iterdir() if (match := re.match(r"[0-9]+", path.name))]
    width = max([2, *map(len, found)])
    return f"{max([0, *map(int, found)]) + 1:0{width}}"


def _write_new(path: Path, text: str) -> Path:
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
    return path
