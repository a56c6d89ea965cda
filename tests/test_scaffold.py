"""A new chapter starts with everything in place and harms nothing that is there."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from systems import needs_links

from booklet.common.errors import BookletError, OutputError, UsageError
from booklet.common.language import Language
from booklet.config import load_config
from booklet.manuscript.source import read_source
from booklet.markup.parse import parse_chapter
from booklet.scaffold import start_chapter

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Rules of thumb for meetings"


def test_an_empty_folder_gets_a_chapter_and_settings(tmp_path: Path) -> None:
    written = start_chapter(tmp_path / "new", TITLE)
    assert [path.relative_to(tmp_path / "new").as_posix() for path in written] == [
        "chapters/01-rules-of-thumb-for-meetings.md",
        "booklet.toml",
    ]


def test_the_next_chapter_takes_the_next_number(tmp_path: Path) -> None:
    folder = tmp_path / "chapters"
    folder.mkdir()
    for name in ("01-one.md", "07-seven.md", "notes.md"):
        (folder / name).touch()
    assert [path.name for path in start_chapter(tmp_path, TITLE)] == [
        "08-rules-of-thumb-for-meetings.md"
    ]


def test_numbers_stay_as_wide_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "009-nine.md").touch()
    assert start_chapter(tmp_path, "Ten")[0].name == "010-ten.md"


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    (tmp_path / "booklet.toml").write_text("mine")
    first = start_chapter(tmp_path, TITLE)[0]
    first.write_text("mine too")
    second = start_chapter(tmp_path, TITLE)[0]
    assert second != first
    assert first.read_text() == "mine too"
    assert (tmp_path / "booklet.toml").read_text() == "mine"


def test_the_settings_are_all_comments_and_right_when_uncommented(tmp_path: Path) -> None:
    start_chapter(tmp_path, TITLE)
    settings = tmp_path / "booklet.toml"
    assert tomllib.loads(settings.read_text("utf-8")) == {}
    settings.write_text(re.sub(r"(?m)^# (?=\w+ = )", "", settings.read_text("utf-8")), "utf-8")
    assert load_config(tmp_path).title == "Rules of thumb"


def test_the_template_is_a_good_chapter(tmp_path: Path) -> None:
    path = start_chapter(tmp_path, 'A "quoted": title # with marks')[0]
    source = read_source("chapters/01-a.md", "a", path.read_text("utf-8"))
    chapter = parse_chapter(source, Language())
    assert chapter.findings == ()
    assert chapter.title == "A “quoted”: title # with marks"
    assert chapter.html.count('class="rule"') == 5
    for component in ("key", "reflect", "discuss", "ifthen", "revisit"):
        assert f'data-component="{component}"' in chapter.html


@given(title=st.text(min_size=1, max_size=80))
def test_any_title_gives_a_plain_file_name_and_readable_metadata(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    project = tmp_path_factory.mktemp("any")
    try:
        path = start_chapter(project, title)[0]
    except UsageError:
        assert not any(character.isalnum() or character == "_" for character in title)
        return
    assert re.fullmatch(r"01-[a-z0-9-]+\.md", path.name)
    parse_chapter(read_source("chapters/a.md", "a", path.read_text("utf-8")), Language())


@pytest.mark.parametrize("title", ["", "  ", "…"])
def test_a_chapter_needs_a_title(tmp_path: Path, title: str) -> None:
    with pytest.raises(UsageError, match="needs a title"):
        start_chapter(tmp_path, title)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "chapters").write_text("a file")
    with pytest.raises(OutputError) as caught:
        start_chapter(tmp_path, TITLE)
    assert isinstance(caught.value, BookletError)
    assert "--project" in caught.value.hint


@needs_links
def test_a_folder_of_chapters_that_leads_elsewhere_gets_none(tmp_path: Path) -> None:
    """A project may come from anybody; a link in it must not decide where files appear."""
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    for folder in (project, elsewhere):
        folder.mkdir()
    (project / "chapters").symlink_to(elsewhere)
    with pytest.raises(OutputError, match="'chapters' is a link that leads out") as caught:
        start_chapter(project, TITLE)
    assert "Remove the link" in caught.value.hint
    assert list(elsewhere.iterdir()) == []
