"""Pack the program with everything it needs, for a computer that is not on the internet.

The kit is a zip file: the program, and a folder `wheels` from which its build.py installs. pip
cannot tell what a package needs on another system than its own, so the wheels' own metadata are
read for that, round by round.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from email.parser import HeaderParser
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from booklet.common.errors import OutputError, SetupError, UsageError
from booklet.common.extras import EXTRAS, list_requirements
from booklet.common.outputs import write_output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PROGRAM = Path(__file__).resolve().parents[1]
_PACKED = ("booklet", "chapters", "docs", "layouts")
_LEFT_OUT = {"__pycache__"}
_DATE = (2020, 1, 1, 0, 0, 0)
"""Of every file in the kit, so that the same program gives the same kit."""


class System(StrEnum):
    """The systems a kit can be for."""

    WINDOWS = "windows"
    MACOS = "macos"
    MACOS_INTEL = "macos-intel"
    LINUX = "linux"


@dataclass(frozen=True, slots=True)
class _Target:
    """A system as packages know it.

    Attributes:
        name: as people call it.
        tags: platform tags of the wheels it can use, best first (PyPA, "Platform compatibility
            tags").
        markers: what environment markers are compared with there.
    """

    name: str
    tags: tuple[str, ...]
    markers: dict[str, str]


_TARGETS = {
    System.WINDOWS: _Target(
        "Windows",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_machine": "AMD64", "platform_system": "Windows"}
        | {"os_name": "nt"},
    ),
    System.MACOS: _Target(
        "a Mac",
        ("macosx_14_0_arm64",),
        {"sys_platform": "darwin", "platform_machine": "arm64", "platform_system": "Darwin"}
        | {"os_name": "posix"},
    ),
    System.MACOS_INTEL: _Target(
        "a Mac with an Intel processor",
        ("macosx_14_0_x86_64",),
        {"sys_platform": "darwin", "platform_machine": "x86_64", "platform_system": "Darwin"}
        | {"os_name": "posix"},
    ),
    System.LINUX: _Target(
        "Linux",
        (
            *(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17)),
            "manylinux2014_x86_64",
        ),
        {"sys_platform": "linux", "platform_machine": "x86_64", "platform_system": "Linux"}
        | {"os_name": "posix"},
    ),
}


def pack_offline_kit(system: System, python: str, out: Path) -> Path:
    """Download all wheels for a system, and pack them with the program.

    Args:
        system: of the computer that the kit is for.
        python: the version of Python there, such as "3.13".
        out: the folder for the kit.

    Returns:
        The kit's path.

    Raises:
        UsageError: when this is an installed program, or `python` is no version.
        SetupError: when a wheel cannot be downloaded.
        OutputError: when the kit cannot be written.
    """
    if not (_PROGRAM / "build.py").exists():
        raise UsageError(
            "an installed program cannot pack itself",
            hint="Get the source code and run there: python build.py offline-kit",
        )
    if not re.fullmatch(r"3\.\d{1,2}", python):
        raise UsageError(
            f"'{python}' is no version of Python",
            hint="Write it as 3.13: what 'python --version' says on that computer, without the "
            "last figure.",
        )
    target = _TARGETS[system]
    with tempfile.TemporaryDirectory(prefix="cpd-booklet-") as name:
        folder = Path(name)
        _download_wheels(target, python, folder)
        made_for = f"{target.name} with Python {python}"
        path = out / f"offline-kit-{system}-python-{python}.zip"
        packed = folder / "kit.zip"
        _pack(packed, folder.glob("*.whl"), made_for)
        write_output(path, packed.read_bytes())
    return path


def _download_wheels(target: _Target, python: str, folder: Path) -> None:
    """Download what the program needs on a system, and what that needs in turn."""
    project = tomllib.loads((_PROGRAM / "pyproject.toml").read_text("utf-8"))["project"]
    pins = dict(_read_pins(_PROGRAM / "constraints.txt"))
    environment = {
        **target.markers,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    extras = {*EXTRAS.values()} - {"test"}
    texts = (*list_requirements(project, extras), "pip")
    wanted = {one for one in map(Requirement, texts) if _is_needed(one, environment)}
    done: set[tuple[str, str]] = set()
    while wanted:
        new = {
            (canonicalize_name(requirement.name), extra)
            for requirement in wanted
            for extra in ("", *requirement.extras)
        } - done
        names = {name for name, _ in new} - {name for name, _ in done}
        if names:
            exact = (f"{name}=={pins[name]}" if name in pins else name for name in sorted(names))
            _download(exact, target, python, folder)
        wanted = {
            requirement
            for name, extra in new
            for requirement in _read_requirements(folder, name)
            if _is_needed(requirement, environment, extra)
        }
        done |= new


def _read_pins(path: Path) -> Iterator[tuple[str, str]]:
    """Read the versions of constraints.txt."""
    for line in path.read_text("utf-8").splitlines():
        name, _, version = line.partition("#")[0].partition("==")
        if version:
            yield canonicalize_name(name.strip()), version.strip()


def _is_needed(requirement: Requirement, environment: Mapping[str, str], extra: str = "") -> bool:
    marker = requirement.marker
    return marker is None or marker.evaluate({**environment, "extra": extra})


def _read_requirements(folder: Path, name: str) -> Iterator[Requirement]:
    """Read from a downloaded wheel what it needs (PyPA, "Core metadata": Requires-Dist)."""
    for path in folder.iterdir():
        if canonicalize_name(path.name.partition("-")[0]) == name and path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                inside = (each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
                metadata = HeaderParser().parsestr(wheel.read(next(inside)).decode("utf-8"))
            yield from map(Requirement, metadata.get_all("Requires-Dist", ()))


def _download(requirements: Iterable[str], target: _Target, python: str, folder: Path) -> None:
    tags = (part for tag in target.tags for part in ("--platform", tag))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder)]
    command += ["--only-binary=:all:", "--implementation", "cp", "--python-version", python]
    finished = subprocess.run(  # noqa: S603 - pip, with arguments of ours
        [*command, "--disable-pip-version-check", *tags, *requirements],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
    )
    if finished.returncode:
        said = re.findall(r"(?m)^ERROR: (.*)", finished.stderr) or ["pip failed"]
        raise SetupError(
            f"a package cannot be downloaded for {target.name}: {said[-1]}",
            hint="This needs the internet. 'doctor' tells whether the package index answers; a "
            "version of Python that is very new may not have all packages yet.",
        )


def _pack(path: Path, wheels: Iterable[Path], made_for: str) -> None:
    """Write the zip file."""
    files = {f"wheels/{wheel.name}": wheel for wheel in wheels}
    files |= {entry.name: entry for entry in _PROGRAM.iterdir() if _is_of_program(entry)}
    for name in _PACKED:
        for file in (_PROGRAM / name).rglob("*"):
            if file.is_file() and not _LEFT_OUT & set(file.parts):
                files[file.relative_to(_PROGRAM).as_posix()] = file
    try:
        with zipfile.ZipFile(path, "w") as kit:
            for name, file in sorted(files.items()):
                _add(kit, name, file.read_bytes(), is_program=bool(file.stat().st_mode & 0o100))
            _add(kit, "wheels/made-for.txt", made_for.encode(), is_program=False)
    except OSError as error:
        raise OutputError(
            f"the kit cannot be packed: {error.strerror}", hint="Is there room on the disk?"
        ) from error


def _is_of_program(entry: Path) -> bool:
    is_named = entry.suffix in {".py", ".toml", ".txt", ".md", ".cmd", ".command"}
    return entry.is_file() and (is_named or entry.name == "LICENSE")


def _add(kit: zipfile.ZipFile, name: str, content: bytes, *, is_program: bool) -> None:
    entry = zipfile.ZipInfo(f"booklet/{name}", _DATE)
    entry.external_attr = (0o100755 if is_program else 0o100644) << 16
    is_packed_already = name.endswith((".whl", ".png"))
    entry.compress_type = zipfile.ZIP_STORED if is_packed_already else zipfile.ZIP_DEFLATED
    kit.writestr(entry, content)
