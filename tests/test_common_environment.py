"""What is installed goes beside the program, unless that is a bad place for 20,000 files."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import pytest

from booklet.common.environment import environment_folder, name_cloud

LONG = "/".join(["a folder of twenty-one"] * 6)


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [
        ("C:/Users/jo/OneDrive - St Mary's Primary/booklet", "OneDrive"),
        ("/home/jo/Dropbox/booklet", "Dropbox"),
        ("/Users/jo/Library/Mobile Documents/com~apple~CloudDocs/booklet", "iCloud"),
        ("/Users/jo/Library/CloudStorage/OneDrive-StMarys/booklet", "OneDrive"),
        ("G:/My Drive/booklet", "Google Drive"),
        ("/home/jo/one drive at a time/booklet", ""),
    ],
)
def test_folders_that_are_kept_in_step_are_known(folder: str, cloud: str) -> None:
    assert name_cloud(Path(folder)) == cloud


@pytest.mark.parametrize(
    ("system", "program", "beside"),
    [
        ("linux", "/home/jo/Dropbox/booklet", True),
        ("win32", "/Users/jo/Documents/booklet", True),
        ("win32", "/Users/jo/OneDrive - St Mary's Primary/booklet", False),
        ("win32", f"/Users/{LONG}/booklet", False),
        ("darwin", f"/Users/{LONG}/booklet", True),
        ("darwin", "/Users/jo/Library/Mobile Documents/booklet", False),
    ],
)
def test_the_environment_stays_out_of_bad_places(
    monkeypatch: pytest.MonkeyPatch, system: str, program: str, *, beside: bool
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("LOCALAPPDATA", "/Users/jo/AppData/Local")
    monkeypatch.setenv("HOME", "/Users/jo")
    folder = environment_folder(Path(program))
    assert (folder == Path(program) / ".venv") is beside
    if not beside:
        assert PurePosixPath(*folder.parts[-2:]).match("cpd-booklet/venv-????????")
        assert environment_folder(Path(program)) == folder
        assert environment_folder(Path(program) / "a copy") != folder


def test_without_a_local_folder_it_goes_beside_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    program = Path("/Users/jo/OneDrive/booklet")
    assert environment_folder(program) == program / ".venv"
