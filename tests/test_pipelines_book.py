"""The stages work together, from a folder to finished files."""

from __future__ import annotations

import os
import re
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest

from booklet.common.errors import Finding, ManuscriptError, OutputError, Severity, UsageError
from booklet.common.memory_cache import MemoryCache
from booklet.epub import make as epub_make
from booklet.pipelines.book import build_all, build_epub, build_pdf
from booklet.pipelines.build import raise_for, read_project
from booklet.project import read_book
from booklet.scheduling.build_context import BuildContext

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import MakeProject

    from booklet.epub.content import CoverPicture

WARNING = Finding("M101", Severity.WARNING, "so so", "Look.")
ERROR = Finding("M102", Severity.ERROR, "no", "Stop.")


def test_a_folder_with_only_one_chapter_is_a_booklet(make_project: Callable) -> None:
    project = make_project({"chapters/one.md": "# One thing\n\nA few words.\n"})
    epub, pdf, *_ = build_all(project, project / "out")
    assert sorted(path.name for path in (project / "out").iterdir()) == [
        "one-thing-A4-booklet.pdf",
        "one-thing-A5-pages.pdf",
        "one-thing.epub",
    ]
    assert epub.measure == "1 chapter"
    with pikepdf.open(pdf.path) as document:
        pages = len(document.pages)
    assert pages % 4 == 0
    assert pdf.measure.startswith(f"{pages} pages = {pages // 4} sheet")
    assert pdf.measure.endswith(" of A4")


def test_progress_is_told_from_the_first_division_to_the_last(make_project: Callable) -> None:
    project = make_project({f"chapters/{n}.md": f"# Number {n}\n\nText.\n" for n in range(3)})
    told: list[tuple[str, int, int]] = []
    build_pdf(
        project,
        project / "out",
        build_context=BuildContext(progress=lambda *step: told.append(step)),
    )
    assert {"Number 0", "Number 1", "Number 2"} <= {title for title, _, _ in told}
    assert all(0 < done <= total for _, done, total in told)
    assert told[-1][1] == told[-1][2]


def test_errors_stop_a_build_and_warnings_only_when_strict() -> None:
    raise_for([], strict=True)
    raise_for([WARNING], strict=False)
    with pytest.raises(ManuscriptError, match="because of 1 warning\n") as strict:
        raise_for([WARNING], strict=True)
    assert strict.value.findings == (WARNING,)
    with pytest.raises(ManuscriptError, match="because of 2 errors\n") as caught:
        raise_for([ERROR, WARNING, ERROR], strict=False)
    assert len(caught.value.findings) == 3


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        read_book(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="file"):
        read_book(tmp_path / "file")


def test_a_locked_door_is_noticed_before_the_long_work(
    make_project: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n", "out": "a file"})

    def typeset(*_: object, **__: object) -> None:
        pytest.fail("the long work has begun")

    monkeypatch.setattr("booklet.scheduling.typeset_book.typeset", typeset)
    with pytest.raises(OutputError):
        build_pdf(project, project / "out")


def test_the_ebook_is_there_even_when_pages_cannot_be_set(
    make_project: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})

    def typeset(*_: object, **__: object) -> None:
        raise UsageError("no Pango", hint="Install it.")

    monkeypatch.setattr("booklet.scheduling.typeset_book.typeset", typeset)
    with pytest.raises(UsageError):
        build_all(project, project / "out")
    assert [path.name for path in (project / "out").iterdir()] == ["one.epub"]


def test_an_ebook_without_a_page_list_sets_no_page(
    make_project: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})

    def find_pages(*_: object, **__: object) -> None:
        raise AssertionError("pages were set")

    monkeypatch.setattr("booklet.scheduling.typeset_book.find_pages", find_pages)
    product = build_epub(project, project / "out", page_list=False)
    with zipfile.ZipFile(product.path) as archive:
        assert b'epub:type="page-list"' not in archive.read("EPUB/contents.xhtml")
    assert product.findings == ()


@pytest.mark.parametrize(("settings", "is_kept"), [("", True), ('[copy]\nname = "Amina"\n', False)])
def test_the_cover_of_an_ebook_is_drawn_once_unless_it_is_a_copys_own(
    settings: str, make_project: Callable, monkeypatch: pytest.MonkeyPatch, *, is_kept: bool
) -> None:
    texts = {"chapters/a.md": "# A\n\nDear {{name}}.\n" if settings else "# A\n\nDear all.\n"}
    project = make_project({"booklet.toml": f'title = "T"\n{settings}', **texts})
    cache, drawn = MemoryCache(), []
    render = epub_make.render_cover

    def note(cover: CoverPicture) -> bytes:
        drawn.append(cover)
        return render(cover)

    monkeypatch.setattr(epub_make, "render_cover", note)
    for name in ("one", "two"):
        context = BuildContext(cache=cache)
        build_epub(project, project / name, page_list=False, build_context=context)
    assert len(drawn) == (1 if is_kept else 2)


def test_a_projects_own_layout_is_used(make_project: Callable) -> None:
    project = make_project(
        {
            "chapters/one.md": "# One\n\nText.\n",
            "layouts/ebook/custom.css": "p { letter-spacing: 0.0123em }",
        }
    )
    with zipfile.ZipFile(build_epub(project, project / "out").path) as archive:
        styles = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".css")]
    assert any("0.0123em" in style for style in styles)


@pytest.mark.slow
def test_chapters_and_pages_are_more_than_fit_two_figures(make_project: Callable) -> None:
    text = "Some words, and [a link](#rule-2).\n\n1. **One** – a.\n2. **Two** – b.\n"
    text = "\n".join((text, *20 * ["> [!notes|page]\n> Write.\n"]))
    numbers = range(97, 103)
    project = make_project(
        {f"chapters/{n:03}-part-{n}.md": f"# Thought number {n}\n\n{text}" for n in numbers}
    )
    epub, pdf, *_ = build_all(project, project / "out", strict=True)
    assert epub.measure == "6 chapters"
    with pikepdf.open(pdf.path) as document, document.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert len(document.pages) >= 102
    assert [f"Thought number {n}" for n in numbers] == [
        found[0] for title in titles if (found := re.search(r"Thought number \d+", title))
    ]


def test_a_build_leaves_the_project_as_it_was(make_project: Callable) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n", "booklet.toml": ""})

    def state() -> dict[str, int]:
        return {
            os.path.relpath(path, project): path.stat().st_mtime_ns
            for path in project.rglob("*")
            if path.is_file()
        }

    before = state()
    build_epub(project, project.parent / "elsewhere")
    assert state() == before


@pytest.mark.validator
def test_a_tick_is_drawn_on_paper(
    make_project: Callable[..., Path], poppler: Callable[..., str]
) -> None:
    drawn = {}
    for state in (" ", "x"):
        project = make_project({"chapters/one.md": f"# One\n\n- [{state}] Book the hall\n"})
        product = build_pdf(project, project / "out")
        poppler("pdftoppm", "-r", "60", "-gray", product.path, project / "page")
        drawn[state] = b"".join(page.read_bytes() for page in sorted(project.glob("page-*.pgm")))
    unticked, ticked = (sum(pixel < 128 for pixel in drawn[state]) for state in (" ", "x"))
    assert 0 < ticked - unticked < 40


class Recruits:
    """Workers that only note when they are told to get ready."""

    def __init__(self) -> None:
        self.prepared = 0

    def prepare(self) -> None:
        """Note it."""
        self.prepared += 1


def test_workers_get_ready_while_a_long_book_is_parsed(make_project: MakeProject) -> None:
    text = "Some words without an end. " * 5_000
    project = make_project({f"chapters/{n}.md": f"# No. {n}\n\n{text}" for n in (1, 2)})
    cache = MemoryCache()
    for prepared, out in ((1, "first"), (0, "all of it is known")):
        workers = Recruits()
        context = BuildContext(cache=cache, workers=workers)  # type: ignore[arg-type]
        read_project(project, project / out, strict=False, build_context=context)
        assert workers.prepared == prepared


def test_workers_do_not_get_ready_for_a_short_book(make_project: MakeProject) -> None:
    workers = Recruits()
    context = BuildContext(workers=workers)  # type: ignore[arg-type]
    project = make_project({"chapters/1.md": "# One\n\nA few words."})
    read_project(project, project / "out", strict=False, build_context=context)
    assert workers.prepared == 0
