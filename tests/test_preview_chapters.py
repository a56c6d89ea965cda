"""The list of chapters: titles, new names, another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from booklet.common.errors import UsageError
from booklet.preview.chapters import ChapterList, list_files, rename, reorder
from booklet.preview.texts import Texts

if TYPE_CHECKING:
    from conftest import MakeProject

FILES = {
    "chapters/01-a.md": "---\ntitle: Alpha\n---\nText.\n",
    "chapters/02-b.md": "# Beta\n\nText.\n",
    "chapters/03-no-title.md": "Text.\n",
}


def titles(project: object) -> list[tuple[str, str]]:
    listed = list_files(project, Texts(project))  # type: ignore[arg-type]
    return [(one.path.removeprefix("chapters/"), one.title) for one in listed]


def test_titles_come_from_metadata_headings_or_names(make_project: MakeProject) -> None:
    assert titles(make_project(FILES)) == [
        ("01-a.md", "Alpha"),
        ("02-b.md", "Beta"),
        ("03-no-title.md", "No title"),
    ]


def test_only_open_texts_are_looked_at_while_somebody_types(make_project: MakeProject) -> None:
    project = make_project(FILES)
    texts = Texts(project)
    chapters = ChapterList(project, texts)
    chapters.at(1, 1)
    text = texts.open("chapters/02-b.md")
    texts.edit("chapters/02-b.md", "# Delta\n", text.revision)
    (project / "chapters/03-no-title.md").write_text("# Gamma\n")
    assert [one.title for one in chapters.at(2, 1)] == ["Alpha", "Delta", "No title"]
    assert [one.title for one in chapters.at(3, 2)] == ["Alpha", "Delta", "Gamma"]


def test_chapters_change_places_in_a_circle(make_project: MakeProject) -> None:
    project = make_project(FILES)
    texts = Texts(project)
    texts.open("chapters/01-a.md")
    wanted = ["chapters/03-no-title.md", "chapters/01-a.md", "chapters/02-b.md"]
    moves = reorder(project, texts, wanted)
    assert moves["chapters/01-a.md"] == "chapters/02-a.md"
    assert [title for _, title in titles(project)] == ["No title", "Alpha", "Beta"]
    assert sorted(path.name for path in (project / "chapters").iterdir()) == [
        "01-no-title.md",
        "02-a.md",
        "03-b.md",
    ]
    assert texts.open("chapters/02-a.md").text == FILES["chapters/01-a.md"]


def test_where_the_settings_name_the_chapters_they_keep_their_names(
    make_project: MakeProject,
) -> None:
    settings = 'title = "T"\nchapters = [\n  "02-b.md",\n  "01-a.md",\n]\nversion = "1"\n'
    project = make_project({**FILES, "booklet.toml": settings})
    texts = Texts(project)
    reorder(project, texts, ["chapters/01-a.md", "chapters/02-b.md"])
    assert (project / "booklet.toml").read_text() == (
        'title = "T"\nchapters = ["01-a.md", "02-b.md"]\nversion = "1"\n'
    )
    assert [path for path, _ in titles(project)] == ["01-a.md", "02-b.md"]


def test_another_list_than_there_is_changes_nothing(make_project: MakeProject) -> None:
    project = make_project(FILES)
    with pytest.raises(UsageError):
        reorder(project, Texts(project), ["chapters/01-a.md", "../booklet.toml"])
    assert len(titles(project)) == 3


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("chapters/01-a.md", '---\ntitle: "New: the “name”"\n---\nText.\n'),
        ("chapters/02-b.md", "# New: the “name”\n\nText.\n"),
        ("chapters/03-no-title.md", "# New: the “name”\n\nText.\n"),
    ],
)
def test_a_chapter_gets_another_title_and_its_file_another_name(
    make_project: MakeProject, path: str, start: str
) -> None:
    project = make_project(FILES)
    texts = Texts(project)
    new = rename(project, texts, path, "New:  the “name”")
    assert new == f"{path[:11]}-new-the-name.md"
    assert (project / new).read_text("utf-8") == start
    assert not (project / path).exists()
    assert ("New: the “name”") in [title for _, title in titles(project)]


def test_a_name_that_is_taken_is_not_taken_again(make_project: MakeProject) -> None:
    project = make_project({**FILES, "chapters/01-beta.md": "# Other\n"})
    new = rename(project, Texts(project), "chapters/01-a.md", "Beta")
    assert new == "chapters/01-beta-2.md"
    assert (project / "chapters/01-beta.md").read_text() == "# Other\n"
