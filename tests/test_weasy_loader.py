"""A machine without Pango is told what to do, in the words of its own system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from booklet.common.errors import SetupError
from booklet.weasy import loader
from booklet.weasy.loader import installation_command, load_weasyprint

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def forget_weasyprint() -> Iterator[None]:
    load_weasyprint.cache_clear()
    yield
    load_weasyprint.cache_clear()


def on_linux(monkeypatch: pytest.MonkeyPatch, folder: Path, release: str) -> None:
    path = folder / "os-release"
    path.write_text(release, encoding="utf-8")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(loader, "_OS_RELEASE", (folder / "none", path))


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ("ID=debian\n", "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ('NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', "sudo apt install libpango-1.0-0"),
        ("ID=fedora\n", "sudo dnf install pango"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install pango"),
        ("ID=arch\n", "sudo pacman -S pango"),
        ("ID=manjaro\nID_LIKE=arch\n", "sudo pacman -S pango"),
        ("ID=alpine\n", "sudo apk add pango fontconfig"),
        ("ID=unheard-of\n", "or the package 'pango' of Linux"),
    ],
)
def test_each_linux_has_its_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, release: str, command: str
) -> None:
    on_linux(monkeypatch, tmp_path, release)
    assert command in installation_command()


@pytest.mark.parametrize(
    ("platform", "command"),
    [("darwin", "brew install pango"), ("win32", "pacman -S mingw-w64-x86_64-pango")],
)
def test_other_systems_have_theirs(
    monkeypatch: pytest.MonkeyPatch, platform: str, command: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert command in installation_command()


def test_a_missing_pango_is_an_error_with_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def import_module(name: str) -> None:
        raise OSError(f"cannot load library 'libpango-1.0-0' for {name}")

    on_linux(monkeypatch, tmp_path, "ID=debian\n")
    monkeypatch.setattr(loader, "import_module", import_module)
    with pytest.raises(SetupError, match="Pango is missing") as raised:
        load_weasyprint()
    assert "sudo apt install" in raised.value.hint


def test_a_missing_pango_does_not_stand_in_the_way_of_importing() -> None:
    """What plans pages can be used on a machine that cannot set them."""
    code = (
        "import sys, booklet.scheduling.resolve_page_numbers, booklet.weasy.diagnostics\n"
        "sys.exit('weasyprint' in sys.modules)"
    )
    root = Path(loader.__file__).parents[2]
    finished = subprocess.run([sys.executable, "-c", code], cwd=root, check=False)
    assert finished.returncode == 0
