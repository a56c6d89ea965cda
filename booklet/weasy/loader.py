"""Whether this machine can set pages: WeasyPrint draws with Pango, a system library."""

from __future__ import annotations

import platform
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from booklet.common.errors import SetupError

if TYPE_CHECKING:
    from types import ModuleType

_COMMANDS = {
    "alpine": "sudo apk add pango fontconfig",
    "arch": "sudo pacman -S pango",
    "debian": "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "sudo dnf install pango",
    "suse": "sudo zypper install libpango-1_0-0",
    "macos": "brew install pango",
    "windows": "pacman -S mingw-w64-x86_64-pango",
}
_ALIASES = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}
_OS_RELEASE = (Path("/etc/os-release"), Path("/usr/lib/os-release"))

RENDER_LOCK = Lock()
"""WeasyPrint and Pango are not made for threads; processes set pages side by side."""


@cache
def load_weasyprint() -> ModuleType:
    """Import WeasyPrint, here and nowhere earlier: all but typesetting works without Pango.

    Raises:
        SetupError: when a system library is missing, with the command that installs it.
    """
    try:
        return import_module("weasyprint")
    except OSError as error:
        raise SetupError(
            "pages cannot be set because Pango is missing on this machine",
            hint=f"Install it, then build again: {installation_command()}",
        ) from error


def installation_command() -> str:
    """Say how Pango is installed on this operating system."""
    if sys.platform == "darwin":
        return _COMMANDS["macos"]
    if sys.platform == "win32":
        return f"in MSYS2 (https://www.msys2.org): {_COMMANDS['windows']}"
    for name in _distributions():
        if command := _COMMANDS.get(_ALIASES.get(name, name)):
            return command
    return f"{_COMMANDS['debian']} (or the package 'pango' of {platform.system()})"


def _distributions() -> list[str]:
    """Name this Linux and those it is like, nearest first (os-release(5))."""
    for path in _OS_RELEASE:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        fields = dict(line.split("=", 1) for line in lines if "=" in line)
        names = f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}"
        return names.replace('"', "").replace("'", "").split()
    return []
