"""Texts are kept, whoever else writes them, and no newer file is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from booklet.common.errors import UsageError
from booklet.preview.texts import StaleEditError, Texts

if TYPE_CHECKING:
    from pathlib import Path

PATH = "chapters/1-a.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "chapters").mkdir()
    (tmp_path / PATH).write_bytes(b"One\r\ntwo\r\n")
    return tmp_path


def test_an_edit_is_there_at_once_and_in_the_file_when_it_is_saved(project: Path) -> None:
    texts = Texts(project)
    assert texts.open(PATH).text == "One\ntwo\n"
    texts.edit(PATH, "One\nthree\n", 1)
    assert texts.unsaved == {PATH: b"One\r\nthree\r\n"}
    assert (project / PATH).read_bytes() == b"One\r\ntwo\r\n"
    (saved,) = texts.save()
    assert saved.is_saved
    assert (project / PATH).read_bytes() == b"One\r\nthree\r\n"
    assert texts.unsaved == {}


def test_a_window_that_is_behind_is_told_the_text_as_it_is(project: Path) -> None:
    texts = Texts(project)
    texts.open(PATH)
    texts.edit(PATH, "From one window", 1)
    with pytest.raises(StaleEditError) as raised:
        texts.edit(PATH, "From another", 1)
    assert raised.value.current.text == "From one window"
    assert texts.open(PATH).text == "From one window"


def test_a_text_that_is_saved_follows_its_file(project: Path) -> None:
    texts = Texts(project)
    texts.open(PATH)
    (project / PATH).write_text("Written in Word's place\n")
    (noticed,) = texts.notice()
    assert (noticed.text, noticed.revision) == ("Written in Word's place\n", 2)
    assert texts.notice() == ()


def test_a_newer_file_is_never_overwritten(project: Path) -> None:
    texts = Texts(project)
    texts.open(PATH)
    texts.edit(PATH, "Mine", 1)
    (project / PATH).write_text("Theirs")
    (kept,) = texts.save()
    assert (kept.text, kept.on_disk, kept.is_saved) == ("Mine", "Theirs", False)
    texts.edit(PATH, "Mine, longer", 2)
    assert texts.save() == ()
    assert (project / PATH).read_text() == "Theirs"


def test_the_author_decides_which_text_stays(project: Path) -> None:
    for keeps_mine, stays in ((True, "Mine"), (False, "Theirs")):
        (project / PATH).write_text("Before")
        texts = Texts(project)
        texts.open(PATH)
        texts.edit(PATH, "Mine", 1)
        (project / PATH).write_text("Theirs")
        texts.save()
        kept = texts.keep_mine(PATH) if keeps_mine else texts.take_theirs(PATH)
        assert (kept.text, kept.on_disk, kept.is_saved) == (stays, None, True)
        assert (project / PATH).read_text() == stays


def test_a_file_that_is_removed_leaves_its_text_here(project: Path) -> None:
    texts = Texts(project)
    texts.open(PATH)
    (project / PATH).unlink()
    (noticed,) = texts.notice()
    assert (noticed.text, noticed.is_gone) == ("One\ntwo\n", True)
    assert texts.save() == ()
    assert not (project / PATH).exists()
    texts.keep_mine(PATH)
    assert (project / PATH).read_text() == "One\ntwo\n"


def test_nothing_outside_the_project_is_opened_or_written(project: Path) -> None:
    (project.parent / "secret.md").write_text("Secret")
    texts = Texts(project)
    for path in ("../secret.md", "chapters/../../secret.md", "chapters/none.md"):
        with pytest.raises(UsageError):
            texts.open(path)
    (project / "chapters/2-link.md").symlink_to(project.parent / "secret.md")
    with pytest.raises(UsageError):
        texts.open("chapters/2-link.md")
