"""Where the virtual environment goes that build.py makes.

Beside the program, in `.venv`, unless that is a bad place. On Windows or a Mac a service such as
OneDrive would send its 20,000 files to and fro and hold them open; Windows takes no path of 260
characters; and nowhere does Python make an environment in a folder whose path has a colon (on
Windows a semicolon) or is not UTF-8. Then it goes into the folder that the system has for such
things.

This module needs nothing but the standard library: build.py uses it first of all.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

_CLOUDS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mobile documents": "iCloud",
    "icloud": "iCloud",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "nextcloud": "Nextcloud",
}
"""Services that keep a folder the same on several computers, by the names of their folders."""

LONGEST_PROGRAM_PATH = 120
"""Characters. Windows allows 259 in all, and the longest file of our packages takes 130."""


def environment_folder(program: Path) -> Path:
    """Choose the folder of the environment.

    Args:
        program: the folder with build.py.
    """
    system: str = sys.platform  # as a variable, so that type checkers read every branch
    is_bad = not takes_environment(program)
    if system == "win32":
        local = os.environ.get("LOCALAPPDATA")
        is_bad |= len(str(program)) > LONGEST_PROGRAM_PATH or bool(name_cloud(program))
    elif system == "darwin":
        local = os.path.expanduser("~/Library/Application Support")  # noqa: PTH111 - keeps '~'
        is_bad |= bool(name_cloud(program))
    else:
        local = os.path.expanduser("~/.local/share")  # noqa: PTH111 - keeps '~'
    if not is_bad or not local or local.startswith("~"):
        return program / ".venv"
    # One for each copy of the program, for they may want different packages.
    name = hashlib.sha256(str(program).encode(errors="surrogatepass")).hexdigest()[:8]
    return Path(local) / "cpd-booklet" / f"venv-{name}"


def takes_environment(folder: Path) -> bool:
    """Tell whether Python's own `venv` makes an environment in a folder of this name.

    It refuses what cannot be in the search path for programs, and writes UTF-8 alone.
    """
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        return False
    return os.pathsep not in str(folder)


def name_cloud(folder: Path) -> str:
    """Name the service that keeps a folder in step with other computers; empty when none does."""
    for part in folder.parts:
        # "OneDrive - St Mary's Primary" is how Windows names a school's own.
        name = part.lower().partition(" - ")[0].partition("-")[0].strip()
        if name in _CLOUDS:
            return _CLOUDS[name]
    return ""
