"""What systems differ in: marks for tests that need it, and where each keeps its caches."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


def _can_link() -> bool:
    """Try it: Windows lets only some users make symbolic links, and Wine follows only some."""
    with TemporaryDirectory() as folder:
        target, link = Path(folder, "target"), Path(folder, "inner", "link")
        target.mkdir()
        (target / "file").touch()
        link.parent.mkdir()
        try:
            link.symlink_to("../target", target_is_directory=True)
        except (NotImplementedError, OSError):
            return False
        walked = [name for *_, names in os.walk(link.parent, followlinks=True) for name in names]
        return link.is_symlink() and walked == ["file"]


CAN_LINK = _can_link()

needs_links = pytest.mark.skipif(not CAN_LINK, reason="no symbolic links here")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")

_CACHE_VARIABLES = ("XDG_CACHE_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA")
"""Where platformdirs looks on POSIX systems and on Windows; child processes inherit them."""


def keep_caches_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the program keep what it keeps for a user in another folder."""
    for variable in _CACHE_VARIABLES:
        patch.setenv(variable, str(folder))
