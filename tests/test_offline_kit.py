"""The offline kit has the program, and exactly the wheels that another system needs."""

from __future__ import annotations

import os
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from booklet import offline_kit
from booklet.common.errors import SetupError, UsageError
from booklet.offline_kit import System, pack_offline_kit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PYPROJECT = """\
[project]
dependencies = [
  "one[drawing]==1.0",
  "pango-libs>=1; sys_platform == 'win32'",
  "for-macs; sys_platform == 'darwin'",
]
"""
PACKAGES = {
    "one": (
        "old-python; python_version < '3.12'",
        "draw-it; extra == 'drawing'",
        "never; extra == 'tests'",
        "two>=1",
    ),
    "two": ("one", "colour; platform_system == 'Windows'"),
    **dict.fromkeys(("old_python", "draw_it", "colour", "pango_libs", "for_macs", "pip"), ()),
}


def write_wheel(folder: Path, name: str, version: str, requirements: tuple[str, ...]) -> None:
    needs = "".join(f"Requires-Dist: {each}\n" for each in requirements)
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"
        )
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a small program in a checkout, and an index of tiny wheels that pip alone can see."""
    index = tmp_path / "index"
    index.mkdir()
    for name, requirements in PACKAGES.items():
        for version in ("1.0", "2.0"):
            write_wheel(index, name, version, requirements)
    for variable in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    folder = tmp_path / "program"
    (folder / "booklet" / "__pycache__").mkdir(parents=True)
    (folder / "booklet" / "__pycache__" / "a.pyc").touch()
    (folder / "booklet" / "a.py").write_text("a = 1\n")
    (folder / "out").mkdir()
    (folder / "out" / "big.pdf").touch()
    (folder / "build.py").write_text("#!/usr/bin/env python3\n")
    (folder / "build.py").chmod(0o755)
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "constraints.txt").write_text("# pins\none==1.0\ntwo==2.0\ncolour==1.0\n")
    monkeypatch.setattr(offline_kit, "_PROGRAM", folder)
    return folder


def wheels_of(kit: Path) -> set[str]:
    with zipfile.ZipFile(kit) as archive:
        paths = [name for name in archive.namelist() if name.endswith(".whl")]
    return {
        name.removeprefix("booklet/wheels/").removesuffix("-py3-none-any.whl") for name in paths
    }


@pytest.mark.parametrize(
    ("system", "python", "others"),
    [
        (System.WINDOWS, "3.13", {"pango_libs-2.0", "colour-1.0"}),
        (System.WINDOWS, "3.11", {"pango_libs-2.0", "colour-1.0", "old_python-2.0"}),
        (System.LINUX, "3.13", set()),
        (System.MACOS, "3.13", {"for_macs-2.0"}),
    ],
)
def test_it_has_what_that_system_needs(
    program: Path, tmp_path: Path, system: System, python: str, others: set[str]
) -> None:
    kit = pack_offline_kit(system, python, tmp_path / "out")
    assert kit.name == f"offline-kit-{system}-python-{python}.zip"
    assert wheels_of(kit) == {"one-1.0", "two-2.0", "draw_it-2.0", "pip-2.0"} | others
    with zipfile.ZipFile(kit) as archive:
        rest = {name for name in archive.namelist() if not name.endswith(".whl")}
        script = archive.getinfo("booklet/build.py")
        assert python in archive.read("booklet/wheels/made-for.txt").decode()
    own = {"booklet/a.py", "build.py", "pyproject.toml", "constraints.txt", "wheels/made-for.txt"}
    assert rest == {f"booklet/{name}" for name in own}
    assert stat.S_IMODE(script.external_attr >> 16) == 0o755
    assert (program / "build.py").exists()


def test_it_is_the_same_every_time(program: Path, tmp_path: Path) -> None:
    kits = [pack_offline_kit(System.LINUX, "3.13", tmp_path / name) for name in "ab"]
    assert kits[0].read_bytes() == kits[1].read_bytes()
    assert program.exists()


def test_a_package_that_is_not_there_is_named(program: Path, tmp_path: Path) -> None:
    (program / "constraints.txt").write_text("one==7\n")
    with pytest.raises(SetupError, match=r"Windows: .*one==7"):
        pack_offline_kit(System.WINDOWS, "3.13", tmp_path)
    assert list(tmp_path.glob("*.zip")) == []


@pytest.mark.parametrize("python", ["3", "3.13.1", "latest"])
def test_what_is_no_version_is_a_usage_error(program: Path, python: str) -> None:
    with pytest.raises(UsageError, match="no version"):
        pack_offline_kit(System.WINDOWS, python, program)


def test_an_installed_program_says_where_to_get_its_source(
    run_booklet: Callable, program: Path
) -> None:
    (program / "build.py").unlink()
    finished = run_booklet("offline-kit", "--for", "windows", "--out", program)
    assert finished.code == 2
    assert "Get the source code" in finished.err
