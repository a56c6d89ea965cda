"""Look at this computer: facts without judgement, for `booklet.doctor.diagnosis`."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common import distribution
from booklet.common.environment import environment_folder, name_cloud
from booklet.common.errors import LayoutError, SetupError
from booklet.common.pango import load_pango
from booklet.doctor.package_index import IndexAnswer, ask_package_index

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = Path(__file__).resolve().parents[2]
"""The folder of the program."""

_TYPEFACES = ("Atkinson Hyperlegible", "JetBrains Mono", "Literata")
_ROUNDS = 12
"""Attempts at replacing a file: a scanner that looks into new files catches one of so many."""

_PATIENCE = 60
"""Seconds for the environment's Python to start; a first start under a scanner takes some."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What may be done in a folder.

    Attributes:
        refusal: what the system says when a file is written there; None when it lets us.
        holds_files: whether another program keeps new files open, so that they cannot be replaced.
        free: bytes that are left on its disk.
    """

    refusal: str | None
    holds_files: bool
    free: int


@dataclass(frozen=True, slots=True)
class Environment:
    """The virtual environment that build.py makes.

    Attributes:
        exists: whether there is one.
        is_finished: whether its set-up has ended.
        refusal: what the system says when its Python is started; None when it starts.
        folder: the end of its path, which says no user's name: ".venv".
    """

    exists: bool
    is_finished: bool
    refusal: str | None
    folder: str


@dataclass(frozen=True, slots=True)
class Machine:
    """All that is asked of a computer.

    Attributes:
        system: "Windows 11", "Debian GNU/Linux 12", "macOS 14.4".
        platform: the interpreter's own, as sysconfig names it: "win-amd64", "linux-x86_64".
        python: its version.
        can_make_environments: whether Python can make virtual environments here, or can be given
            what it lacks.
        missing: packages that the program needs and that are not installed yet.
        missing_typefaces: those of ours that cannot be read; None when no package is installed.
        pango: which Pango sets pages, such as "1.50.12 (system)"; None when there is none.
        pango_remedy: how to get Pango where build.py cannot bring it; empty where it can.
        environment: the virtual environment; None when the program was installed without one.
        program: the program's folder.
        project: the folder of the booklet, which may be the same.
        out: the folder for finished files.
        temporary: the system's folder for temporary files.
        program_path_length: characters of the path to the program's folder.
        cloud: the service that keeps the program's folder in step with other computers, or "".
        chapters: Markdown files in the folder of chapters; None when there is no such folder.
        index: how the package index answered.
    """

    system: str
    platform: str
    python: tuple[int, int, int]
    can_make_environments: bool
    missing: tuple[str, ...]
    missing_typefaces: tuple[str, ...] | None
    pango: str | None
    pango_remedy: str
    environment: Environment | None
    program: Folder
    project: Folder
    out: Folder
    temporary: Folder
    program_path_length: int
    cloud: str
    chapters: int | None
    index: IndexAnswer


def examine(project: Path, out: Path, missing: Sequence[str]) -> Machine:
    """Look at everything, which takes some seconds.

    Args:
        project: the folder of the booklet.
        out: the folder for finished files.
        missing: packages that are not installed yet.
    """
    chapters = project / "chapters"
    environment = environment_folder(PROGRAM) if (PROGRAM / "build.py").exists() else None
    pango, pango_remedy = _find_pango(has_wheels=not missing)
    return Machine(
        system=_name_system(),
        platform=sysconfig.get_platform(),
        python=sys.version_info[:3],
        can_make_environments=find_spec("ensurepip") is not None or distribution.can_fetch(),
        missing=tuple(missing),
        missing_typefaces=_find_missing_typefaces(),
        pango=pango,
        pango_remedy=pango_remedy,
        environment=_try_environment(environment) if environment else None,
        program=try_folder(PROGRAM),
        project=try_folder(project),
        out=try_folder(out),
        temporary=try_folder(Path(tempfile.gettempdir())),
        program_path_length=len(str(PROGRAM)),
        cloud=name_cloud(PROGRAM),
        chapters=_count_chapters(chapters) if chapters.is_dir() else None,
        index=ask_package_index(),
    )


def try_folder(folder: Path) -> Folder:
    """Write, replace and remove a file in a folder; one that is not there yet is tried above."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = 0
    try:
        free = shutil.disk_usage(folder).free
        with tempfile.TemporaryDirectory(prefix=".booklet-doctor-", dir=folder) as scratch:
            holds_files = _is_held(Path(scratch))
    except OSError as error:
        return Folder(error.strerror or str(error), holds_files=False, free=free)
    return Folder(None, holds_files=holds_files, free=free)


def _is_held(scratch: Path) -> bool:
    """Tell whether a new file cannot be replaced at once, as when a scanner looks into it."""
    for number in range(_ROUNDS):
        new = scratch / f"{number}.pdf"
        new.write_bytes(b"%PDF-1.7\n" * 1000)
        try:
            new.replace(scratch / "booklet.pdf")
        except PermissionError:
            return True
    return False


def _name_system() -> str:
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    if sys.platform == "linux":
        return distribution.full_name() or "Linux"
    return f"{platform.system()} {platform.release()}"


def _find_pango(*, has_wheels: bool) -> tuple[str | None, str]:
    """Find Pango, or say how it is got where build.py cannot bring it."""
    try:
        pango = load_pango()
    except SetupError as error:
        comes_along = distribution.can_fetch() or (
            sys.platform in {"win32", "darwin"} and not has_wheels
        )
        return None, "" if comes_along else error.hint
    return f"{pango.version} ({pango.source})", ""


def _find_missing_typefaces() -> tuple[str, ...] | None:
    """Try to read each of our typefaces."""
    from booklet.theme.typefaces import find_typefaces  # noqa: PLC0415 - may need packages

    if find_spec("fontpkg") is None:
        return None
    missing = []
    for family in _TYPEFACES:
        try:
            find_typefaces(family)
        except (LayoutError, OSError):
            missing.append(family)
    return tuple(missing)


def _count_chapters(folder: Path) -> int:
    return sum(path.suffix.lower() in {".md", ".markdown"} for path in folder.rglob("*"))


def _try_environment(folder: Path) -> Environment:
    """Start the environment's Python, as build.py will."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "set-up.stamp"
    shown = folder.name if folder.parent == PROGRAM else str(Path(*folder.parts[-2:]))
    if not folder.is_dir() or not os.path.lexists(python):
        return Environment(exists=False, is_finished=False, refusal=None, folder=shown)
    try:
        is_finished = stamp.read_text("utf-8") not in {"", "unfinished"}
    except OSError:
        is_finished = False
    refusal = None
    try:
        subprocess.run(  # noqa: S603 - the Python that build.py made
            [str(python), "-c", ""], check=True, capture_output=True, timeout=_PATIENCE
        )
    except OSError as error:
        refusal = error.strerror or "it does not start"
    except subprocess.SubprocessError:
        refusal = "it does not start"
    return Environment(exists=True, is_finished=is_finished, refusal=refusal, folder=shown)
