"""The toolchain's fingerprint changes with whatever could change what is built."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from booklet.common import toolchain as real_toolchain
from booklet.common.errors import SetupError
from booklet.common.pango import Pango

if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import _lru_cache_wrapper
    from types import ModuleType


FONTS = {
    "darwin": "Library/Fonts",
    "linux": ".local/share/fonts",
    "win32": "AppData/Local/Microsoft/Windows/Fonts",
}[sys.platform]
"""Where somebody's own fonts are in their home."""


@pytest.fixture
def toolchain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """Load the module from a checkout of the test's own, in the home of somebody with a font."""
    for name, text in {
        "booklet/code.py": "x = 1\n",
        "booklet/inner/code.py": "y = 1\n",
        "booklet/common/toolchain.py": Path(str(real_toolchain.__file__)).read_text("utf-8"),
        "layouts/print/page.css": "p {}\n",
        "site/thing-1.0.dist-info/RECORD": "",
        f"home/{FONTS}/serif/Text.ttf": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    code = tmp_path / "booklet" / "common" / "toolchain.py"
    spec = spec_from_file_location("toolchain_of_a_checkout", code)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
    return module


@pytest.fixture
def fingerprint(toolchain: ModuleType) -> Callable[[], str]:
    """Take the fingerprint of that checkout, each time anew."""
    return digest(toolchain.fingerprint)


def digest(function: _lru_cache_wrapper[str]) -> Callable[[], str]:
    """Let a digest be taken anew in the same process."""

    def take() -> str:
        function.cache_clear()
        return function()

    return take


def test_it_is_the_same_as_long_as_nothing_changes(fingerprint: Callable[[], str]) -> None:
    assert fingerprint() == fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "booklet" / "code.py").write_text("x = 2\n"),
        lambda folder: (folder / "booklet" / "more.py").write_text(""),
        lambda folder: (folder / "layouts" / "print" / "page.css").write_text("p { color: red }\n"),
        lambda folder: (folder / "site" / "thing-1.0.dist-info").rename(
            folder / "site" / "thing-1.1.dist-info"
        ),
        lambda folder: (folder / "booklet" / "inner" / "code.py").rename(
            folder / "booklet" / "inner.py"
        ),
        lambda folder: (folder / "home" / FONTS / "serif" / "Emoji.ttf").write_text(""),
    ],
    ids=["code", "another module", "layouts", "a package", "a place", "a font"],
)
def test_it_changes_with(
    change: Callable[[Path], object], fingerprint: Callable[[], str], tmp_path: Path
) -> None:
    before = fingerprint()
    change(tmp_path)
    assert fingerprint() != before


PANGO = Pango("system", "1.50.12", "6.0.0", {})


@pytest.mark.parametrize(
    "other",
    [
        replace(PANGO, version="1.56.3"),
        replace(PANGO, harfbuzz="10.2.0"),
        replace(PANGO, source="wheel"),
    ],
    ids=["Pango", "HarfBuzz", "where they came from"],
)
def test_it_changes_with_the_libraries_that_draw_text(
    other: Pango,
    toolchain: ModuleType,
    fingerprint: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(toolchain, "load_pango", lambda: PANGO)
    before = fingerprint()
    monkeypatch.setattr(toolchain, "load_pango", lambda: other)
    assert fingerprint() != before


def test_machines_of_a_cluster_need_the_same_pango_but_not_from_the_same_place(
    toolchain: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = digest(toolchain.renderer_version)
    monkeypatch.setattr(toolchain, "load_pango", lambda: PANGO)
    before = version()
    monkeypatch.setattr(toolchain, "load_pango", lambda: replace(PANGO, source="wheel"))
    assert version() == before
    monkeypatch.setattr(toolchain, "load_pango", lambda: replace(PANGO, version="1.56.3"))
    assert version() != before


def test_a_machine_without_pango_has_a_fingerprint_too(
    toolchain: ModuleType, fingerprint: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Pango:
        raise SetupError("there is none", hint="Install it.")

    before = fingerprint()
    monkeypatch.setattr(toolchain, "load_pango", refuse)
    assert fingerprint() != before


def test_what_decides_how_pages_are_set_is_only_a_part_of_it(
    toolchain: ModuleType, fingerprint: Callable[[], str], tmp_path: Path
) -> None:
    """Machines of one cluster may have other packages and fonts besides."""
    version = digest(toolchain.renderer_version)
    before = version(), fingerprint()
    (tmp_path / "site" / "other-1.0.dist-info").mkdir()
    assert version() == before[0]
    assert fingerprint() != before[1]
    (tmp_path / "site" / "weasyprint-71.0.dist-info").mkdir()
    assert version() != before[0]


def test_it_is_taken_without_the_library_that_sets_pages() -> None:
    program = (
        "import sys, booklet.common.toolchain as t; t.fingerprint(); "
        "sys.exit(any(n in sys.modules for n in ('weasyprint', 'pydantic', 'jinja2', 'PIL')))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
