"""An import writes chapters beside what is there, never over it, and reports every word."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from test_importers_reading import POINTS
from test_importers_wordpress import export, item

from booklet.project import read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "000000050001a5f645400000000049454e44ae426082"
)
SECOND = "\nA second post\n\nIts text.\n\nAside | Posted on by | 9 Comments\n"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    path = tmp_path / "blog.txt"
    path.write_text(POINTS + SECOND, "utf-8")
    return path


def test_one_command_makes_chapters_settings_and_a_report_and_the_book_can_be_read(
    run_booklet: Callable, blog: Path, tmp_path: Path
) -> None:
    project = tmp_path / "made"
    run = run_booklet("import", blog, "--project", project, "--author", "A. Head")
    assert run.code == 0, run.err
    assert sorted(path.name for path in (project / "chapters").iterdir()) == [
        "01-meetings.md",
        "02-a-second-post.md",
    ]
    book = read_book(project)
    assert [chapter.title for chapter in book.chapters] == ["Meetings", "A second post"]
    assert [lead for _, lead in book.chapters[0].rules] == [
        *("Start on time", "Finish early", "Say why", "Cancel one", "Decide")
    ]
    assert 'author = "A. Head"' in (project / "booklet.toml").read_text("utf-8")
    report = (project / "import-report.md").read_text("utf-8")
    assert "The text says ‘five rules of thumb’, and there are 5 (line 5)" in report
    assert "words in = " in report
    assert "import-report.md lists the others" in run.out


def test_a_second_import_writes_nothing_and_update_shows_what_changes(
    run_booklet: Callable, blog: Path, tmp_path: Path
) -> None:
    project = tmp_path / "made"
    chapter = project / "chapters" / "01-meetings.md"
    run_booklet("import", blog, "--project", project)
    before = chapter.read_bytes()
    assert "Unchanged" in run_booklet("import", blog, "--project", project).out

    blog.write_text((POINTS + SECOND).replace("That is all.", "That is not all."), "utf-8")
    run = run_booklet("import", blog, "--project", project)
    assert chapter.read_bytes() == before
    assert "[I005]" in run.err
    run = run_booklet("import", blog, "--project", project, "--update")
    assert "-That is all.\n+That is not all.\n" in run.out
    assert "That is not all." in chapter.read_text("utf-8")

    chapter.write_text(chapter.read_text("utf-8") + "\nMy own words.\n", "utf-8")
    blog.write_text(POINTS + SECOND, "utf-8")
    run = run_booklet("import", blog, "--project", project, "--update")
    assert "My own words." in chapter.read_text("utf-8"), "an author's words are never written over"
    assert "You have changed the chapter since" in run.err


def test_a_renamed_chapter_is_known_again(
    run_booklet: Callable, blog: Path, tmp_path: Path
) -> None:
    project = tmp_path / "made"
    run_booklet("import", blog, "--project", project)
    (project / "chapters" / "01-meetings.md").rename(project / "chapters" / "07-mine.md")
    run_booklet("import", blog, "--project", project)
    assert not (project / "chapters" / "08-meetings.md").exists()


def test_a_booklet_that_is_there_keeps_its_settings_and_its_numbers(
    run_booklet: Callable, blog: Path, make_project: Callable
) -> None:
    project = make_project({"booklet.toml": 'title = "Mine"\n', "chapters/009-mine.md": "# Mine\n"})
    (project / "import-report.md").write_text("My own notes\n", "utf-8")
    run_booklet("import", blog, "--project", project, "--only", "second")
    assert (project / "booklet.toml").read_text("utf-8") == 'title = "Mine"\n'
    assert sorted(path.name for path in (project / "chapters").iterdir()) == [
        "009-mine.md",
        "010-a-second-post.md",
    ]
    assert (project / "import-report.md").read_text("utf-8") == "My own notes\n"
    assert "(not asked for)" in (project / "import-report-2.md").read_text("utf-8")


def test_pictures_come_from_beside_the_page_and_from_nowhere_else(
    run_booklet: Callable, tmp_path: Path
) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    saved = tmp_path / "saved"
    (saved / "page_files").mkdir(parents=True)
    (saved / "page_files" / "my table.png").write_bytes(PNG)
    (saved / "link.png").symlink_to(tmp_path / "secret.png")
    (saved / "page.html").write_text(
        "<h1>Page</h1><p>x</p><img src='page_files/my%20table.png' alt='Table'>"
        "<img src='../secret.png'><img src='link.png'><img src='/etc/passwd'>"
        f"<img src='file://{tmp_path}/secret.png'><img src='https://a.org/b.png'>",
        "utf-8",
    )
    run = run_booklet("import", saved / "page.html", "--project", tmp_path / "made")
    assert "5 pictures are not in the file" in run.err
    images = list((tmp_path / "made" / "chapters" / "images").iterdir())
    assert [path.name for path in images] == ["my-table.png"]
    chapter = (tmp_path / "made" / "chapters" / "01-page.md").read_text("utf-8")
    assert "![Table](images/my-table.png)" in chapter


def test_pictures_of_a_blog_are_found_in_the_folder_that_is_named(
    run_booklet: Callable, tmp_path: Path
) -> None:
    (tmp_path / "uploads" / "2013").mkdir(parents=True)
    (tmp_path / "uploads" / "2013" / "dog.png").write_bytes(PNG)
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>Dog</h1><p>x</p><img src='https://a.org/uploads/2013/dog-300x200.png' alt='A dog'>"
    )
    run_booklet("import", page, "--project", tmp_path / "made", "--pictures", tmp_path / "uploads")
    assert (tmp_path / "made" / "chapters" / "images" / "dog-300x200.png").read_bytes() == PNG


def archive(files: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


def test_an_archive_of_notes_is_read_with_its_pictures_and_writes_nothing_outside(
    run_booklet: Callable, tmp_path: Path
) -> None:
    path = tmp_path / "notion.zip"
    path.write_bytes(
        archive(
            {
                "Plan 0123456789abcdef0123456789abcdef.md": "# Plan\n\nTags: meetings, heads\n\n"
                "Text.\n\n![Dog](Plan%200123456789abcdef0123456789abcdef/dog.png)\n",
                "Plan 0123456789abcdef0123456789abcdef/dog.png": PNG,
                "../../evil.md": "# ../../Evil\n\nWords.\n",
            }
        )
    )
    project = tmp_path / "a" / "b" / "made"
    run = run_booklet("import", path, "--project", project)
    assert run.code == 0, run.err
    names = sorted(path.name for path in (project / "chapters").iterdir())
    assert names == ["01-evil.md", "02-plan.md", "images"]
    plan = (project / "chapters" / "02-plan.md").read_text("utf-8")
    assert 'tags: ["meetings", "heads"]' in plan
    assert "![Dog](images/dog.png)" in plan
    assert not list(tmp_path.rglob("evil.md"))


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"a.xml": b"0" * 60_000_000}, "unpacked"),
        ({"a.jpg": b"x"}, "no text in it"),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"x"},
            "LibreOffice",
        ),
        ({"Index/Document.iwa": b"x", "preview.jpg": b"x"}, "Export To, Word"),
    ],
)
def test_an_archive_that_is_none_of_ours_or_a_bomb_is_refused(
    run_booklet: Callable, tmp_path: Path, files: dict[str, bytes], problem: str
) -> None:
    (tmp_path / "a.zip").write_bytes(archive(files))
    run = run_booklet("import", tmp_path / "a.zip", "--project", tmp_path / "made")
    assert run.code == 4
    assert problem in run.err
    assert not (tmp_path / "made").exists()


def test_what_is_pasted_is_read_from_the_standard_input(
    run_booklet: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted = io.TextIOWrapper(io.BytesIO(b"<h2>Pasted</h2><p>Words</p>"))
    monkeypatch.setattr("sys.stdin", pasted)
    run = run_booklet("import", "-", "--project", tmp_path / "made")
    assert run.code == 0, run.err
    assert (tmp_path / "made" / "chapters" / "01-pasted.md").exists()


def test_a_file_that_is_not_there_is_named(run_booklet: Callable, tmp_path: Path) -> None:
    run = run_booklet("import", tmp_path / "none.xml")
    assert run.code == 2
    assert "does not exist" in run.err


@pytest.mark.slow
def test_an_import_needs_neither_pango_nor_the_network(blog: Path, tmp_path: Path) -> None:
    script = (
        "import sys, socket\n"
        "def refuse(*_): raise AssertionError('the network')\n"
        "socket.socket.connect = refuse\n"
        "sys.modules['weasyprint'] = None\n"
        "from booklet.cli import main\n"
        "main()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, "import", blog, "--project", tmp_path / "made"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "made" / "chapters" / "02-a-second-post.md").exists()


def test_an_export_may_stay_zipped(run_booklet: Callable, tmp_path: Path) -> None:
    (tmp_path / "blog.zip").write_bytes(archive({"export/blog.xml": export(item("Words"))}))
    assert run_booklet("import", tmp_path / "blog.zip", "--project", tmp_path / "made").code == 0
    assert (tmp_path / "made" / "chapters" / "01-a-post.md").exists()


def test_a_file_of_more_than_two_hundred_megabytes_is_refused_unread(
    run_booklet: Callable, tmp_path: Path
) -> None:
    with (tmp_path / "blog.xml").open("wb") as stream:
        stream.truncate(200_000_001)
    run = run_booklet("import", tmp_path / "blog.xml", "--project", tmp_path / "made")
    assert run.code == 2
    assert "is too large: 200.0 MB" in run.err
