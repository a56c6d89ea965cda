"""What goes to the copier: imposed sheets, the note for whoever prints, the test sheet."""

from __future__ import annotations

from subprocess import run
from typing import TYPE_CHECKING

import pikepdf
import pytest
from conftest import program
from sheet_samples import make_pages
from typer.testing import CliRunner

from booklet.cli import make_app
from booklet.imposition.impose import impose
from booklet.pipelines.book import build_pdf
from booklet.pipelines.copier import build_print_note, build_test_sheet, impose_file
from booklet.print.print_note import PrintJob, lay_out_print_note
from booklet.project import read_book
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from pathlib import Path

A4_LANDSCAPE = (841.89, 595.28)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("print")
    (folder / "chapters").mkdir()
    (folder / "chapters" / "one.md").write_text("# One\n\nA word on paper.\n", "utf-8")
    build_pdf(folder, folder / "out")
    return folder


def words_of(pdf: Path) -> str:
    return run(
        [program("pdftotext", "poppler-utils"), "-layout", pdf, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_booklet_comes_with_its_sheets(project: Path) -> None:
    with pikepdf.open(project / "out" / "one-A4-booklet.pdf") as sheets:
        assert len(sheets.pages) == 4
        assert {tuple(map(float, page.MediaBox[2:])) for page in sheets.pages} == {A4_LANDSCAPE}
        assert "booklet mode off" in str(sheets.docinfo.Title)


def test_pages_by_the_usual_name_become_sheets_by_the_usual_name(tmp_path: Path) -> None:
    source = tmp_path / "talk-A5-pages.pdf"
    source.write_bytes(make_pages(8))
    (product,) = impose_file(source, tmp_path)
    assert product.path.name == "talk-A4-booklet.pdf"
    assert "2 sheets of A4" in product.measure


def test_manual_duplex_gives_fronts_and_backs(tmp_path: Path) -> None:
    source = tmp_path / "talk.pdf"
    source.write_bytes(make_pages(8))
    names = [product.path.name for product in impose_file(source, tmp_path, manual_duplex=True)]
    assert names == ["talk-A4-booklet-fronts.pdf", "talk-A4-booklet-backs.pdf"]


def test_the_note_names_the_file_and_the_paper(project: Path) -> None:
    product = build_print_note(project, project / "out", 30)
    words = words_of(product.path)
    assert "one-A4-booklet.pdf" in words
    assert "one-A5-pages.pdf" in words
    assert "60" in words  # 30 copies of 2 sheets
    assert product.measure == "30 copies = 60 sheets of A4"


def test_the_note_lists_usual_numbers_of_copies_and_the_one_asked_for() -> None:
    instructions = impose(make_pages(8), copies=45).instructions
    job = PrintJob("a-A4-booklet.pdf", "", instructions)
    assert job.paper_for_copies == ((1, 2), (10, 20), (20, 40), (30, 60), (45, 90))


def test_the_note_warns_of_a_booklet_too_thick_to_staple(project: Path) -> None:
    job = PrintJob("a-A4-booklet.pdf", "", impose(make_pages(80)).instructions)
    copy = lay_out_print_note(read_book(project), Layouts(), job)
    assert "too thick to fold" in copy.divisions[0].html


def test_the_test_sheet_is_one_sheet_that_measures_itself(project: Path, tmp_path: Path) -> None:
    (product,) = build_test_sheet(project, tmp_path)
    with pikepdf.open(product.path) as sheets:
        assert len(sheets.pages) == 2
    words = words_of(product.path)
    assert "100 mm" in words
    assert "Behind page 1" in words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["impose", "no-such.pdf"], "there is no file 'no-such.pdf'"),
        (["print-me", "--project", "{empty}"], "chapters"),
    ],
)
def test_what_is_missing_is_said(arguments: list[str], said: str, tmp_path: Path) -> None:
    filled = [argument.format(empty=tmp_path) for argument in arguments]
    result = CliRunner().invoke(make_app(), filled)
    assert result.exit_code > 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_note_needs_a_booklet_first(project: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        make_app(), ["print-me", "--project", str(project), "--out", str(tmp_path)]
    )
    assert "Build the booklet first" in result.output
