"""A build with nothing to do does nothing; a build with something to do is never left out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from systems import needs_links, needs_posix

from booklet.build_manifest import BuildManifest
from booklet.common.cache import FolderCache
from booklet.common.errors import Finding, Severity
from booklet.common.outputs import Product

if TYPE_CHECKING:
    from collections.abc import Callable

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
def look(tmp_path: Path, project: Path) -> Callable[..., BuildManifest]:
    """Look at the project as the next run of the program would."""

    def look(recipe: tuple[object, ...] = RECIPE) -> BuildManifest:
        cache = FolderCache(tmp_path / "cache", "toolchain")
        return BuildManifest(cache, project, project / "out", recipe)

    return look


def product(project: Path, *findings: Finding) -> Product:
    return Product(project / "out" / "book.pdf", "4 pages", findings)


def build(look: Callable[..., BuildManifest], project: Path, *findings: Finding) -> None:
    for path in project.rglob("*.svg"):
        os.utime(path, (0, 0))  # saved long before
    pictures = ["chapters/images/map.svg", "images/logo.svg"]
    look().keep([product(project, *findings)], pictures, title="T")


def test_nothing_is_known_before_the_first_build(look: Callable[..., BuildManifest]) -> None:
    assert look().find_products() is None


def test_what_was_built_is_told_again_with_its_findings(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    build(look, project, WARNING)
    (known,) = look().find_products() or ()
    assert known.path == project / "out" / "book.pdf"
    assert (known.measure, known.findings, known.is_new) == ("4 pages", (WARNING,), False)


@needs_links
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
    change: Callable[[Path], object], look: Callable[..., BuildManifest], project: Path
) -> None:
    build(look, project)
    assert look().find_products() is not None
    change(project)
    assert look().find_products() is None


def test_what_is_no_part_of_the_book_may_change(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    build(look, project)
    (project / "notes.txt").write_text("changed")
    (project / "out" / "another.pdf").write_text("%PDF")
    assert look().find_products() is not None


def test_another_recipe_is_another_build(look: Callable[..., BuildManifest], project: Path) -> None:
    build(look, project)
    assert look(("pdf", "clear")).find_products() is None


def test_a_chapter_that_is_saved_during_the_build_is_built_the_next_time(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    record = look()
    (project / "chapters" / "01-one.md").write_text("# Saved meanwhile\n")
    record.keep([product(project)], [], title="T")
    assert look().find_products() is None


def test_a_picture_elsewhere_that_is_saved_during_the_build_is_built_the_next_time(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    record = look()
    (project / "images" / "logo.svg").write_text("<svg>saved meanwhile</svg>")
    record.keep([product(project)], ["images/logo.svg"], title="T")
    assert look().find_products() is None


def test_an_e_book_without_pages_is_tried_again(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    build(look, project, Finding("E701", Severity.NOTE, "no list of pages", "a hint"))
    assert look().find_products() is None


def test_a_product_that_cannot_be_read_is_built_again(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    (project / "out" / "book.pdf").unlink()
    build(look, project)
    assert look().find_products() is None


@pytest.mark.parametrize(
    ("link", "target", "file"),
    [
        ("chapters/pictures", "../images", "images/logo.svg"),
        ("chapters/2025", "../archive", "archive/old.md"),
        ("layouts/editions", "../shared", "shared/mine/edition.toml"),
    ],
)
def test_links_inside_the_project_are_followed(
    link: str, target: str, file: str, look: Callable[..., BuildManifest], project: Path
) -> None:
    for path in (project / link, project / file):
        path.parent.mkdir(parents=True, exist_ok=True)
    (project / file).write_text("before")
    (project / link).symlink_to(target, target_is_directory=True)
    build(look, project)
    assert look().find_products() is not None
    (project / file).write_text("after")
    assert look().find_products() is None


@needs_links
def test_links_that_go_round_or_lead_out_are_no_trouble(
    look: Callable[..., BuildManifest], project: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / "chapters" / "round").symlink_to("..", target_is_directory=True)
    (project / "chapters" / "out").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    build(look, project)
    (tmp_path / "elsewhere" / "new.md").write_text("no part of the project")
    assert look().find_products() is not None


@needs_posix
def test_a_project_may_be_called_anything(tmp_path: Path) -> None:
    project = Path(os.fsdecode(os.fsencode(tmp_path) + b"/Sch\xfcler"))
    record = BuildManifest(FolderCache(tmp_path, ""), project, project / "out", RECIPE)
    assert record.find_products() is None


def test_without_a_cache_nothing_is_recorded(project: Path) -> None:
    record = BuildManifest(None, project, project / "out", RECIPE)
    record.keep([product(project)], [], title="T")
    assert record.find_products() is None


def test_files_of_an_earlier_title_are_named_while_they_are_as_they_were_built(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    out = project / "out"
    build(look, project)
    assert look().find_earlier_files() == ()
    for title in ("second", "third"):
        (project / "booklet.toml").write_text(f'title = "{title}"\n')
        (out / f"{title}.pdf").write_text(title)
        look().keep([Product(out / f"{title}.pdf", "4 pages", ())], [], title=title)
    assert look().find_earlier_files() == (out / "book.pdf", out / "second.pdf")
    (out / "second.pdf").write_text("with notes of the head's own")
    assert look().find_earlier_files() == (out / "book.pdf",)
    (out / "book.pdf").unlink()
    assert look().find_earlier_files() == ()


def test_files_of_an_earlier_title_are_named_by_a_newer_program_too(
    project: Path, tmp_path: Path
) -> None:
    out = project / "out"
    for program, name in (("1.0", "book.pdf"), ("2.0", "other.pdf")):
        cache = FolderCache(tmp_path / "cache", program)
        manifest = BuildManifest(cache, project, out, RECIPE)
        assert manifest.find_products() is None
        (out / name).write_text(name)
        manifest.keep([Product(out / name, "4 pages", ())], [], title=name)
    assert manifest.find_earlier_files() == (out / "book.pdf",)


def test_a_title_that_comes_back_is_not_an_earlier_one(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    out = project / "out"
    (out / "other.pdf").write_text("other")
    build(look, project)
    for name in ("other.pdf", "book.pdf"):
        (project / "booklet.toml").write_text(f'title = "{name}"\n')
        look().keep([Product(out / name, "4 pages", ())], [], title=name)
    assert look().find_earlier_files() == (out / "other.pdf",)


def test_one_command_names_what_another_has_made_under_an_earlier_title(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    out = project / "out"

    def built(command: str, title: str, content: str) -> BuildManifest:
        manifest = look((command,))
        (out / f"{title}.{command}").write_text(content)
        manifest.keep([Product(out / f"{title}.{command}", "", ())], [], title=title)
        return manifest

    built("pdf", "first", "once")
    assert built("epub", "first", "once").find_earlier_files() == ()
    assert built("pdf", "first", "twice").find_earlier_files() == ()
    after = built("epub", "second", "once")
    assert set(after.find_earlier_files()) == {out / "first.epub", out / "first.pdf"}
    assert look(("pdf",)).find_earlier_files() == after.find_earlier_files()
    again = built("pdf", "first", "thrice")
    assert set(again.find_earlier_files()) == {out / "second.epub", out / "first.epub"}


def test_what_a_command_no_longer_makes_is_named(
    look: Callable[..., BuildManifest], project: Path
) -> None:
    out = project / "out"
    for names in (("one.pdf", "two.pdf"), ("one.pdf",)):
        for name in names:
            (out / name).write_text(name)
        look().keep([Product(out / name, "", ()) for name in names], [], title="T")
    assert look().find_earlier_files() == (out / "two.pdf",)
