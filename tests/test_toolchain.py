"""The toolchain's fingerprint changes with whatever could change what is built."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from booklet import toolchain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def fingerprint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], str]:
    """Take the fingerprint of a program in a folder of the test's own."""
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "code.py").write_text("x = 1\n")
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "page.css").write_text("p {}\n")
    (tmp_path / "site" / "thing-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(toolchain, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(toolchain, "own_layouts", lambda: tmp_path / "layouts")
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
    ],
    ids=["code", "another module", "layouts", "a package"],
)
def test_it_changes_with(
    change: Callable[[Path], object], fingerprint: Callable[[], str], tmp_path: Path
) -> None:
    before = fingerprint()
    change(tmp_path)
    assert fingerprint() != before


def test_it_changes_with_the_libraries_that_draw_text(
    fingerprint: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint()
    monkeypatch.setattr(toolchain, "_version", lambda *_: "99.0")
    assert fingerprint() != before


def test_a_library_that_is_not_there_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain, "_LIBRARIES", (("version", "libnowhere.so.7"),))
    assert list(toolchain._libraries()) == [""]  # noqa: SLF001


def test_it_is_taken_without_the_library_that_sets_pages() -> None:
    program = (
        "import sys, booklet.toolchain as t; t.fingerprint(); "
        "sys.exit(any(n in sys.modules for n in ('weasyprint', 'pydantic', 'jinja2', 'PIL')))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
