"""A new chapter starts with everything in place and harms nothing that is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from systems import needs_links

from booklet.common.errors import BookletError, OutputError, UsageError
from booklet.common.language import Language
from booklet.components import COMPONENTS
from booklet.config import load_config
from booklet.manuscript.source import read_source
from booklet.manuscript.starter_texts import report_placeholders
from booklet.markup.parse import parse_chapter
from booklet.scaffold import UNIX_STARTER_NAME, start_chapter, starters

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Chapter

TITLE = "Rules of thumb for meetings"


def test_an_empty_folder_gets_a_chapter_and_settings(tmp_path: Path) -> None:
    written = start_chapter(tmp_path / "new", TITLE)
    assert [path.relative_to(tmp_path / "new").as_posix() for path in written] == [
        "chapters/01-rules-of-thumb-for-meetings.md",
        "booklet.toml",
        "Make the booklet.cmd",
        "Make the booklet.command",
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


def test_settings_have_the_title_and_the_author_and_are_right_when_uncommented(
    tmp_path: Path,
) -> None:
    start_chapter(tmp_path, 'Meetings "and" more', 'O\'Neill\\"Jo"')
    settings = tmp_path / "booklet.toml"
    text = settings.read_text("utf-8")
    assert tomllib.loads(text) == {"title": 'Meetings "and" more', "author": 'O\'Neill\\"Jo"'}
    settings.write_text(re.sub(r"(?m)^# (?=\w+ = |\[)", "", text), "utf-8")
    assert load_config(tmp_path).session.date is not None


def test_settings_without_an_author_leave_the_line_switched_off(tmp_path: Path) -> None:
    start_chapter(tmp_path, TITLE)
    settings = tmp_path / "booklet.toml"
    assert tomllib.loads(settings.read_text("utf-8")) == {"title": TITLE}
    assert '# author = "Your name"' in settings.read_text("utf-8")


def parsed(path: Path) -> tuple[Chapter, Source]:
    source = read_source("chapters/01-a.md", "a", path.read_text("utf-8"))
    return parse_chapter(source, Language()), source


def test_the_template_is_a_good_chapter(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    path = start_chapter(tmp_path, 'A "quoted": title # with marks')[0]
    chapter, _ = parsed(path)
    assert chapter.findings == ()
    assert chapter.title == "A “quoted”: title # with marks"
    assert chapter.html.count('class="rule"') == 5
    for component in ("key", "reflect", "discuss", "ifthen", "revisit"):
        assert f'data-component="{component}"' in chapter.html


def test_the_first_chapter_shows_each_box_once(tmp_path: Path) -> None:
    chapter, source = parsed(start_chapter(tmp_path, TITLE)[0])
    assert chapter.findings == ()
    boxes = re.findall(r'data-component="([a-z]+)"', chapter.html)
    assert len(boxes) == len(set(boxes))
    general = {"note", "important", "warning", "caution"}  # as `tip`, which is shown
    shown = chapter.components | {"aims", "answers", "checklist"}
    assert shown == {component.name for component in COMPONENTS} - general
    assert chapter.metadata.aims
    assert "[!answers]" in source.text
    assert "- [ ]" in source.text


def test_what_was_meant_to_be_written_over_is_found(tmp_path: Path) -> None:
    _, source = parsed(start_chapter(tmp_path, TITLE)[0])
    [finding] = report_placeholders(source)
    assert finding.place == source.place(4)
    assert "more lines of the kind" in finding.problem


def test_what_may_stay_is_no_placeholder(tmp_path: Path) -> None:
    path = start_chapter(tmp_path, TITLE)[0]
    for _ in range(60):
        _, source = parsed(path)
        found = report_placeholders(source)
        if not found:
            break
        assert found[0].place is not None
        lines = path.read_text("utf-8").split("\n")
        lines[found[0].place.line - 1] = "My own words."
        path.write_text("\n".join(lines), "utf-8")
    assert "> One small plan for the next two weeks:" in source.text
    assert "> [!discuss|min-10] In pairs" in source.text
    assert "happened, in three sentences" not in source.text


@pytest.mark.parametrize(
    "line",
    ["See [your school](https://www.example.org).", "*[TBC]: To be confirmed", "[insert]: x"],
)
def test_links_and_definitions_are_no_placeholders(line: str) -> None:
    assert report_placeholders(read_source("chapters/a.md", "a", f"# A\n\n{line}\n")) == []


@pytest.mark.parametrize("line", ["Lorem ipsum dolor.", "We at [your school] think so."])
def test_common_fillers_are_placeholders(line: str) -> None:
    assert report_placeholders(read_source("chapters/a.md", "a", f"# A\n\n{line}\n"))


def test_the_starters_beside_our_own_chapters_are_these() -> None:
    for name, text in starters(ROOT).items():
        assert (ROOT / name).read_bytes() == text.encode()


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """Start a booklet in a folder with a blank, an accent and a dollar in its name."""
    project = tmp_path / "Été & $HOME 2026"
    start_chapter(project, TITLE)
    return project / UNIX_STARTER_NAME


def double_click(starter: Path, path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(starter)],
        env={**os.environ, "PATH": path},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="written for POSIX")
def test_a_starter_without_python_says_where_to_get_it(starter: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "dirname").symlink_to(str(shutil.which("dirname")))
    for name in ("python3", "python"):  # as the shop's on Windows, or one that is too old
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
        (programs / name).chmod(0o755)
    text = re.sub(r"/(usr/local|opt/homebrew)/bin/", "/nowhere/", starter.read_text("utf-8"))
    starter.write_text(text, "utf-8")
    finished = double_click(starter, str(programs))
    assert finished.returncode == 10
    assert "https://www.python.org/downloads/" in finished.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="written for POSIX")
def test_a_starter_builds_and_opens(starter: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (programs / "xdg-open").write_text(f'#!/bin/sh\necho "$1" >"{tmp_path}/opened"\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    finished = double_click(starter, f"{programs}{os.pathsep}{os.environ['PATH']}")
    assert finished.returncode == 0, finished.stderr
    names = {path.suffix for path in (starter.parent / "out").iterdir()}
    assert names == {".pdf", ".epub"}
    for _ in range(100):  # opening waits for nobody
        if (tmp_path / "opened").exists():
            break
        time.sleep(0.1)
    assert (tmp_path / "opened").read_text().strip() == "out"


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
