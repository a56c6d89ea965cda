"""A check says everything there is to say, makes nothing, and asks before it mends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from booklet.check.texts import check_texts
from booklet.cli import make_app
from booklet.common.cache import FolderCache
from booklet.common.errors import SetupError, Severity, UsageError
from booklet.pipelines.check import check_project
from booklet.pipelines.fix_files import fix_files, plan_fixes
from booklet.project import read_book
from booklet.scheduling.build_context import BuildContext

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.check.checked_book import CheckedChapter

CHAPTER = """\
---
titel: Meetings
---

# Meetings

Start on on time. <!-- check: off R901 -->

• Finish early.
• Go home.

![Two heads](heads.svg)
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "chapters").mkdir(parents=True)
    (folder / "chapters" / "01-meetings.md").write_text(CHAPTER, "utf-8")
    (folder / "chapters" / "heads.svg").write_text(DRAWING, "utf-8")
    return folder


@pytest.fixture
def _no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a computer that cannot set pages."""

    def refuse() -> None:
        raise SetupError("Pango is missing", hint="Install it.")

    monkeypatch.setattr("booklet.scheduling.worker_task.load_weasyprint", refuse)


def codes_of(project: Path) -> list[str]:
    return [finding.code for finding in check_project(project).findings]


@pytest.mark.slow
def test_pages_ebook_and_texts_are_checked_and_nothing_is_written(project: Path) -> None:
    before = sorted(project.rglob("*"))
    report = check_project(project)
    assert sorted(project.rglob("*")) == before
    assert [finding.code for finding in report.findings] == ["M201", "R902", "R911", "R911"]
    assert report.checked[0] == "1 chapter"
    assert "printed pages" in report.checked[1]
    assert report.checked[2] == "the e-book"


@pytest.mark.usefixtures("_no_pages")
def test_without_pango_everything_but_the_pages_is_checked(project: Path) -> None:
    report = check_project(project)
    assert [one.code for one in report.findings] == ["V903", "M201", "R902", "R911", "R911"]
    assert report.checked == ("1 chapter", "the e-book")


def test_while_there_are_errors_nothing_is_made(project: Path) -> None:
    (project / "chapters" / "heads.svg").unlink()
    report = check_project(project)
    assert [one.code for one in report.findings] == ["V903", "M201", "R902", "R911", "R911", "P301"]
    assert report.exit_code == 4


def test_settings_that_cannot_be_used_are_findings(project: Path) -> None:
    (project / "booklet.toml").write_text('titel = "One"\n', "utf-8")
    assert codes_of(project) == ["C001"]
    (project / "booklet.toml").write_text("title = One\n", "utf-8")
    assert codes_of(project) == ["V902"]
    with pytest.raises(UsageError):
        check_project(project / "elsewhere")


@pytest.mark.usefixtures("_no_pages")
def test_a_colour_that_only_one_edition_cannot_bear_is_told(project: Path) -> None:
    settings = '[editions.clear]\naccent = "#767676"\nscreen_paper = "#f5f0dc"\n'
    (project / "booklet.toml").write_text(settings, "utf-8")
    (finding,) = [one for one in check_project(project).findings if one.code == "V902"]
    assert finding.severity is Severity.WARNING
    assert finding.place is not None
    assert finding.place.line == 1
    assert "contrast" in finding.problem


def test_nothing_is_checked_twice_while_nothing_changes(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "chapters" / "heads.svg").unlink()
    (project / "chapters" / "01-meetings.md").write_text("# One\n\nStart on on time.\n", "utf-8")
    asked: list[str] = []
    real = check_project.__globals__["_check"]

    def count(project: Path, *rest: object, **more: object) -> object:
        asked.append(project.name)
        return real(project, *rest, **more)

    monkeypatch.setitem(check_project.__globals__, "_check", count)
    monkeypatch.setitem(check_project.__globals__, "check_products", lambda *_, **__: ([], ()))
    cache = FolderCache(tmp_path / "cache", "now")
    first = check_project(project, build_context=BuildContext(cache=cache))
    assert check_project(project, build_context=BuildContext(cache=cache)) == first
    assert len(asked) == 1
    (project / "chapters" / "01-meetings.md").write_text("# One\n\nStart on time.\n", "utf-8")
    assert check_project(project, build_context=BuildContext(cache=cache)).findings == ()
    assert len(asked) == 2


def test_only_a_chapter_that_has_changed_is_read_again(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = check_texts.__globals__["_check_chapter"]

    def record(chapter: CheckedChapter, *rest: object) -> object:
        read.append(chapter.source.path)
        return real(chapter, *rest)

    monkeypatch.setitem(check_texts.__globals__, "_check_chapter", record)
    monkeypatch.setitem(check_project.__globals__, "check_products", lambda *_, **__: ([], ()))
    second = project / "chapters" / "02-second.md"
    second.write_text("# Two\n\nStart on on time.\n", "utf-8")
    context = BuildContext(cache=FolderCache(tmp_path / "cache", "now"))
    first = check_project(project, build_context=context).findings
    second.write_text("# Two\n\nStart on time.\n", "utf-8")
    found = check_project(project, build_context=context).findings
    assert [one for one in first if one not in found] == [
        one for one in first if one.place and one.place.path == "chapters/02-second.md"
    ]
    assert read == ["chapters/01-meetings.md", *["chapters/02-second.md"] * 2]


@pytest.mark.usefixtures("_no_pages")
def test_what_is_mended_is_kept_and_mended_only_once(project: Path) -> None:
    chapter = project / "chapters" / "01-meetings.md"
    planned = plan_fixes(project, check_project(project).findings)
    assert [each.path for each in planned] == ["chapters/01-meetings.md"]
    assert chapter.read_text("utf-8") == CHAPTER
    (original,) = fix_files(project, planned)
    assert original.read_text("utf-8") == CHAPTER
    expected = CHAPTER.replace("•", "-").replace("titel", "title")
    assert chapter.read_text("utf-8") == expected
    assert plan_fixes(project, check_project(project).findings) == ()
    assert [source.path for source in read_book(project).chapters] == ["chapters/01-meetings.md"]
    assert not [one for one in read_book(project).findings if one.code[0] == "M"]
    (again,) = fix_files(project, planned)
    assert again != original


@pytest.mark.usefixtures("_no_pages")
def test_the_command_shows_what_it_would_mend_and_waits_to_be_told(project: Path) -> None:
    def run(*options: str) -> str:
        result = CliRunner().invoke(make_app(), ["check", "--project", str(project), *options])
        assert result.exit_code == 1, result.output
        return result.output

    said = run("--fix")
    assert "-titel: Meetings\n+title: Meetings\n" in said
    assert said.endswith("To mend this file, add --yes.\n")
    assert "Mended" in run("--fix", "--yes")
    assert "M201" not in run()


@pytest.mark.usefixtures("_no_pages")
def test_the_command_leaves_out_what_a_baseline_knows(project: Path) -> None:
    def run(*options: str) -> tuple[int, str]:
        result = CliRunner().invoke(make_app(), ["check", "--project", str(project), *options])
        return result.exit_code, result.output

    assert run("--write-baseline")[0] == 0
    exit_code, said = run("--baseline", str(project / "check-baseline.json"))
    assert exit_code == 0
    assert said == (
        "Checked 1 chapter and the e-book: nothing to say; 5 that the baseline knows left out.\n"
    )
    assert run("--baseline", str(project / "none.json"))[0] == 2
    assert run("--fix", "--format", "json")[0] == 2
