"""Pango is found on every system, loaded by its full path, and shown to WeasyPrint."""

from __future__ import annotations

import ast
import ctypes
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import cffi
import pytest

from booklet.common import pango
from booklet.common.errors import SetupError
from booklet.common.pango import FILES, Pango, load_pango
from booklet.common.temporary_folders import find_temporary_folder, in_ascii

ROOT = Path(__file__).resolve().parent.parent
WEASYPRINT = Path(str(importlib.util.find_spec("weasyprint").origin)).parent  # type: ignore[union-attr]
(WHEEL,) = (ROOT / "tests" / "wheel").glob("gstreamer-libs-*.json")
"""What the wheel holds of the libraries that we load: what each needs of the others, and which of
WeasyPrint's functions it exports; on macOS for both processors. Read from the files' tables of
symbols."""

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the system's own, on Linux only")


class Library:
    """A library that is loaded only in appearance, and tells versions as Pango and HarfBuzz do."""

    def __init__(self, pango: bytes = b"1.50.12") -> None:
        self.pango_version_string = lambda: pango
        self.hb_version_string = lambda: b"6.0.0"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Open no library, and list what would have been opened."""
    files: list[str] = []

    def load(file: str) -> Library:
        files.append(file)
        return Library()

    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.delenv("FONTCONFIG_PATH", raising=False)
    load_pango.cache_clear()
    return files


@pytest.fixture(autouse=True)
def _forget() -> object:
    yield
    load_pango.cache_clear()


def test_this_machine_has_one_that_serves() -> None:
    found = load_pango()
    assert found.version.split(".") >= ["1", "44"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", found.harfbuzz)
    assert set(found.files) == set(FILES["linux"])


def test_it_is_the_one_that_weasyprint_uses() -> None:
    program = (
        "from booklet.weasy.loader import load_weasyprint; load_weasyprint()\n"
        "from booklet.common.pango import load_pango\n"
        "from weasyprint.text.ffi import pango\n"
        "print(load_pango().version, pango.pango_version())"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours, theirs = finished.stdout.split()
    major, minor, micro = map(int, ours.split("."))
    assert int(theirs) == 10000 * major + 100 * minor + micro


def libraries_that_weasyprint_asks_for() -> dict[str, list[str]]:
    """Read from WeasyPrint's source which names it tries for each library.

    Importing it tells only the names up to the first that this system has.
    """
    tree = ast.parse((WEASYPRINT / "text" / "ffi.py").read_text("utf-8"))
    return {
        node.targets[0].id: [n.value for n in node.value.args if isinstance(n, ast.Constant)]
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "_dlopen"
    }


def test_every_name_that_weasyprint_tries_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = libraries_that_weasyprint_asks_for()
    assert len(asked) == 7
    monkeypatch.setattr(cffi.FFI, "dlopen", lambda _self, name, _flags=0: name)
    files = {name: f"/there/{name}" for name in FILES["linux"]}
    with pango.found_by_weasyprint(Pango("wheel", "1.50.12", "6.0.0", files)):
        assert asked.pop("harfbuzz_vector")
        for variable, names in asked.items():
            found = {cffi.FFI().dlopen(name) for name in names}
            assert found == {files[variable.replace("_", "-")]}


def functions_that_weasyprint_calls() -> dict[str, set[str]]:
    """Read from its source what it calls of each library."""
    called: dict[str, set[str]] = {name: set() for name in FILES["linux"]}
    pattern = re.compile(r"\b(gobject|pango|pangoft2|harfbuzz|harfbuzz_subset|fontconfig)\.(\w+)\(")
    for path in WEASYPRINT.rglob("*.py"):
        for library, function in pattern.findall(path.read_text("utf-8")):
            called[library.replace("_", "-")].add(function)
    return called


def test_weasyprint_calls_what_we_think_it_calls() -> None:
    called = functions_that_weasyprint_calls()
    assert "pango_layout_new" in called["pango"]
    assert "hb_subset_or_fail" in called["harfbuzz-subset"]


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_the_wheel_has_every_library_and_every_function(system: str) -> None:
    """MacOS cannot be run by us; that is the next best."""
    wheel = json.loads(WHEEL.read_text("utf-8"))[system]
    for library, functions in functions_that_weasyprint_calls().items():
        exported = set(wheel[FILES[system][library]]["exports"])
        assert functions - {"cdef"} <= exported, library


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_what_the_wheels_libraries_need_is_in_the_wheel(system: str) -> None:
    wheel = json.loads(WHEEL.read_text("utf-8"))[system]
    for file, facts in wheel.items():
        assert set(facts["needs"]) <= set(wheel), file


def test_the_wheel_we_know_is_the_one_that_is_installed() -> None:
    version = WHEEL.stem.removeprefix("gstreamer-libs-")
    constraints = (ROOT / "constraints.txt").read_text("utf-8")
    assert f"\ngstreamer-libs=={version}\n" in constraints
    # What it needs, and what others need on Windows; a list that Linux writes lacks these.
    for name in ("gstreamer-ext-runtime", "setuptools", "colorama"):
        assert f"\n{name}==" in constraints


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_windows_and_macos_take_the_wheel(
    system: str, opened: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    folder = tmp_path / "gstreamer_libs"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert load_pango().source == "wheel"
    assert opened == [str(folder / file) for file in FILES[system].values()]
    assert os.environ["FONTCONFIG_PATH"] == str(folder / "etc" / "fonts")


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_without_the_wheel_they_are_told_to_install_again(
    system: str, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(SetupError, match="Pango is missing") as raised:
        load_pango()
    assert "pip brings Pango along" in raised.value.hint
    assert opened == []


@linux_only
def test_linux_takes_its_own_before_any_other(opened: list[str], tmp_path: Path) -> None:
    library = tmp_path / "usr" / "lib" / "x86_64-linux-gnu" / "libpango-1.0.so.0"
    library.parent.mkdir(parents=True)
    library.touch()
    assert load_pango(tmp_path).source == "system"
    assert opened == list(FILES["linux"].values())
    assert "FONTCONFIG_PATH" not in os.environ


@linux_only
def test_linux_takes_unpacked_packages_where_it_has_none_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the packages lack is on the system; what needs another is loaded after that one."""
    folder = tmp_path / "usr" / "lib" / "x86_64-linux-gnu"
    folder.mkdir(parents=True)
    (tmp_path / "fonts.conf").touch()
    needs = {"libharfbuzz.so.0": "libpng16.so.16", "libpango-1.0.so.0": "libthai.so.0"}
    for name in {*needs, *needs.values()}:
        (folder / name).touch()
    loaded: list[str] = []

    def load(file: str) -> Library:
        name = Path(file).name
        is_there = Path(file).parent == folder if name in needs else name in FILES["linux"].values()
        if not (is_there or name in needs.values()) or needs.get(name, name) not in {*loaded, name}:
            raise OSError(file)
        loaded.append(name)
        return Library()

    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.delenv("FONTCONFIG_PATH", raising=False)
    load_pango.cache_clear()
    found = load_pango(tmp_path)
    assert found.source == "distribution's packages"
    assert set(loaded) == {*needs, *needs.values(), *FILES["linux"].values()}
    assert found.files["pango"] == str(folder / "libpango-1.0.so.0")
    assert found.files["gobject"] == "libgobject-2.0.so.0"
    assert os.environ["FONTCONFIG_PATH"] == str(tmp_path)


@linux_only
def test_a_pango_that_is_too_old_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _file: Library(b"1.42.4"))
    load_pango.cache_clear()
    with pytest.raises(SetupError, match=r"Pango 1\.42\.4 is too old") as raised:
        load_pango()
    assert raised.value.exit_code == 10


@linux_only
def test_harfbuzz_without_its_subset_library_does_not_serve(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    load = ctypes.CDLL

    def refuse(file: str) -> object:
        if "subset" in file:
            raise OSError(file)
        return load(file)

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    load_pango.cache_clear()
    with pytest.raises(SetupError, match="Pango is missing"):
        load_pango(tmp_path)


def test_a_name_nobody_knows_goes_to_cffi_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(cffi.FFI, "dlopen", lambda _self, name, _flags=0: asked.append(name))
    files = {"pango": "/there/pango.dll"}
    with pango.found_by_weasyprint(Pango("wheel", "1.50.12", "6.0.0", files)):
        for name in ("libpango-1.0-0", "libc.so.6", None):
            cffi.FFI().dlopen(name)
        with pytest.raises(OSError, match="vector"):
            cffi.FFI().dlopen("libharfbuzz-vector-0")
    assert asked == ["/there/pango.dll", "libc.so.6", None]


def test_loading_needs_no_slow_library() -> None:
    program = (
        "import sys; from booklet.common import pango; pango.load_pango()\n"
        "assert not {'weasyprint', 'cffi', 'subprocess'} & set(sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr


@pytest.mark.parametrize(
    ("folder", "short", "name"),
    [
        ("C:/Rules", "never asked", "C:/Rules"),
        ("C:/Reguły/fonts", r"C:\REGUY~1\fonts", r"C:\REGUY~1\fonts"),
        ("D:/Reguły", "", "D:/Reguły"),  # a drive without short names
    ],
)
def test_fontconfig_gets_paths_that_it_can_open_on_windows(
    folder: str, short: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its C library knows the letters of one code page, and a project's folder may have others."""

    class Kernel:
        @staticmethod
        def GetShortPathNameW(path: str, room: ctypes.Array[ctypes.c_wchar], size: int) -> int:  # noqa: N802 - Windows' name
            assert path == str(Path(folder))
            assert len(room) == size
            room.value = short
            return len(short)

    class Libraries:
        kernel32 = Kernel

    monkeypatch.setattr(ctypes, "windll", Libraries, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", folder)
    assert in_ascii(Path(folder)) == str(Path(folder)), "other systems need no such thing"
    monkeypatch.setattr(sys, "platform", "win32")
    assert in_ascii(Path(folder)) == name
    assert find_temporary_folder() == Path(name), "workers' folders lie in there too"
