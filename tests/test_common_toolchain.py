"""The toolchain's fingerprint changes with whatever could change what is built."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from booklet.common import toolchain
from booklet.common.errors import SetupError
from booklet.common.pango import Pango

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def fingerprint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], str]:
    """Take the fingerprint of a program in a folder of the test's own."""
    for name, text in {
        "package/code.py": "x = 1\n",
        "package/inner/code.py": "y = 1\n",
        "layouts/page.css": "p {}\n",
        "site/thing-1.0.dist-info/RECORD": "",
        "fonts/serif/Text.ttf": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(toolchain, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(toolchain, "own_layouts", lambda: tmp_path / "layouts")
    monkeypatch.setattr(toolchain, "_FONTS", {sys.platform: (str(tmp_path / "fonts"),)})
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
    return toolchain.fingerprint.__wrapped__


def test_it_is_the_same_as_long_as_nothing_changes(fingerprint: Callable[[], str]) -> None:
    assert fingerprint() == fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "package" / "code.py").write_text("x = 2\n"),
        lambda folder: (folder / "package" / "more.py").write_text(""),
        lambda folder: (folder / "layouts" / "page.css").write_text("p { color: red }\n"),
        lambda folder: (folder / "site" / "thing-1.0.dist-info").rename(
            folder / "site" / "thing-1.1.dist-info"
        ),
        lambda folder: (folder / "package" / "inner" / "code.py").rename(
            folder / "package" / "inner.py"
        ),
        lambda folder: (folder / "fonts" / "serif" / "Emoji.ttf").write_text(""),
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
        None,
    ],
    ids=["Pango", "HarfBuzz", "where they came from", "none"],
)
def test_it_changes_with_the_libraries_that_draw_text(
    other: Pango | None, fingerprint: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolchain, "_pango", lambda: PANGO)
    before = fingerprint()
    monkeypatch.setattr(toolchain, "_pango", lambda: other)
    assert fingerprint() != before


def test_machines_of_a_cluster_need_the_same_pango_but_not_from_the_same_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = toolchain.renderer_version.__wrapped__
    monkeypatch.setattr(toolchain, "_pango", lambda: PANGO)
    before = version()
    monkeypatch.setattr(toolchain, "_pango", lambda: replace(PANGO, source="wheel"))
    assert version() == before
    monkeypatch.setattr(toolchain, "_pango", lambda: replace(PANGO, version="1.56.3"))
    assert version() != before


def test_a_machine_without_pango_has_a_fingerprint_too(
    fingerprint: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Pango:
        raise SetupError("there is none", hint="Install it.")

    before = fingerprint()
    monkeypatch.setattr(toolchain, "load_pango", refuse)
    assert fingerprint() != before


def test_what_decides_how_pages_are_set_is_only_a_part_of_it(
    fingerprint: Callable[[], str], tmp_path: Path
) -> None:
    """Machines of one cluster may have other packages and fonts besides."""
    version = toolchain.renderer_version.__wrapped__
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
