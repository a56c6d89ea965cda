"""A build with nothing to do does nothing; a build with something to do is never left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from booklet.cache import FolderCache
from booklet.errors import Finding, Severity
from booklet.outputs import Product
from booklet.record import BuildRecord

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RECIPE = ("pdf", "standard")
WARNING = Finding("K522", Severity.WARNING, "a problem", "a hint")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name, text in {
        "booklet.toml": 'title = "T"\n',
        "chapters/01-one.md": "# One\n",
        "chapters/images/map.svg": "<svg/>",
        "images/logo.svg": "<svg/>",
        "out/book.pdf": "%PDF",
        "notes.txt": "no part of the book",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def look(tmp_path: Path, project: Path) -> Callable[..., BuildRecord]:
    """Look at the project as the next run of the program would."""

    def look(recipe: tuple[object, ...] = RECIPE) -> BuildRecord:
        return BuildRecord(FolderCache(tmp_path / "cache", "toolchain"), project, recipe)

    return look


def product(project: Path, *findings: Finding) -> Product:
    return Product(project / "out" / "book.pdf", "4 pages", findings)


def build(look: Callable[..., BuildRecord], project: Path, *findings: Finding) -> None:
    look().keep([product(project, *findings)], ["chapters/images/map.svg", "images/logo.svg"])


def test_nothing_is_known_before_the_first_build(look: Callable[..., BuildRecord]) -> None:
    assert look().recall() is None


def test_what_was_built_is_told_again_with_its_findings(
    look: Callable[..., BuildRecord], project: Path
) -> None:
    build(look, project, WARNING)
    (known,) = look().recall() or ()
    assert known.path == project / "out" / "book.pdf"
    assert (known.measure, known.findings, known.is_new) == ("4 pages", (WARNING,), False)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "booklet.toml").write_text('title = "U"\n'),
        lambda folder: (folder / "booklet.toml").unlink(),
        lambda folder: (folder / "chapters" / "01-one.md").write_text("# Two\n"),
        lambda folder: (folder / "chapters" / "02-two.md").write_text("# Two\n"),
        lambda folder: (folder / "chapters" / "01-one.md").rename(folder / "chapters" / "1.md"),
        lambda folder: (folder / "chapters" / "images" / "map.svg").write_text("<svg> </svg>"),
        lambda folder: (folder / "images" / "logo.svg").write_text("<svg> </svg>"),
        lambda folder: (folder / "images" / "logo.svg").unlink(),
        lambda folder: (folder / "out" / "book.pdf").write_text("%PDX"),
        lambda folder: (folder / "out" / "book.pdf").unlink(),
        lambda folder: (
            (folder / "layouts").mkdir() or (folder / "layouts" / "x.css").write_text("p {}")
        ),
    ],
    ids=[
        "settings",
        "no settings",
        "a chapter",
        "one more chapter",
        "a chapter's name",
        "a picture",
        "a picture elsewhere",
        "a picture that is gone",
        "the product",
        "no product",
        "a layout",
    ],
)
def test_it_is_built_again_after_a_change_of(
    change: Callable[[Path], object], look: Callable[..., BuildRecord], project: Path
) -> None:
    build(look, project)
    assert look().recall() is not None
    change(project)
    assert look().recall() is None


def test_what_is_no_part_of_the_book_may_change(
    look: Callable[..., BuildRecord], project: Path
) -> None:
    build(look, project)
    (project / "notes.txt").write_text("changed")
    (project / "out" / "another.pdf").write_text("%PDF")
    assert look().recall() is not None


def test_another_recipe_is_another_build(look: Callable[..., BuildRecord], project: Path) -> None:
    build(look, project)
    assert look(("pdf", "clear")).recall() is None


def test_a_chapter_that_is_saved_during_the_build_is_built_the_next_time(
    look: Callable[..., BuildRecord], project: Path
) -> None:
    record = look()
    (project / "chapters" / "01-one.md").write_text("# Saved meanwhile\n")
    record.keep([product(project)], [])
    assert look().recall() is None


def test_nobody_tells_us_when_the_machines_own_fonts_change(
    look: Callable[..., BuildRecord], project: Path
) -> None:
    build(look, project, Finding("T605", Severity.WARNING, "another font", "a hint"))
    assert look().recall() is None


def test_without_a_cache_nothing_is_recorded(project: Path) -> None:
    record = BuildRecord(None, project, RECIPE)
    record.keep([product(project)], [])
    assert record.recall() is None
