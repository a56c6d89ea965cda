"""The benchmarks still run; how long anything takes is no business of a test."""

from __future__ import annotations

import importlib.util
import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import goals, report, run
from benchmarks.chart import draw_lines
from benchmarks.contestants import ROOT, module
from benchmarks.corpus import outline, write_chapter, write_corpus
from benchmarks.edits import change_word, lengthen, middle_chapter
from benchmarks.goals import Results
from benchmarks.measure import Cost, RunError, measure, middle
from benchmarks.our_pages import write_style_sheet
from benchmarks.sameness import compare, read_body

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Finished

ENVIRONMENT = {"PATH": "/usr/bin:/bin"}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_book_is_written_each_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_corpus(tmp_path / name, 3, words=300)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")


@given(number=st.integers(1, 300))
def test_a_chapter_has_everything_that_costs_time(number: int) -> None:
    text = write_chapter(number, 300)
    assert 2900 < len(text.split()) < 3500
    assert text.startswith(f"# {outline(number).title}\n")
    for mark in ("\n## ", "\n### ", "\n- ", "\n1. ", "\n| ", "\n[^n1]: ", "](images/", "> [!key]"):
        assert mark in text
    others = re.findall(r"\]\(([^)#]+)\.md#", text)
    assert len(others) == 3
    assert set(others) <= {outline(other).slug for other in range(1, 301)} - {outline(number).slug}


def test_our_program_finds_no_fault_with_a_generated_book(tmp_path: Path) -> None:
    from booklet.project import read_book  # noqa: PLC0415 - only here

    write_corpus(tmp_path / "book", 3, words=300)
    book = read_book(tmp_path / "book")
    assert book.findings == ()
    assert len(book.chapters) == 3


def test_an_edit_changes_one_word_of_the_middle_chapter(tmp_path: Path) -> None:
    write_corpus(tmp_path / "book", 3, words=300)
    chapter = middle_chapter(tmp_path / "book" / "chapters")
    title, text = chapter.read_text("utf-8").split("\n\n", 1)
    before = f"# All the rules\n\n{text}"
    chapter.write_text(before, "utf-8")
    change_word(chapter)
    after = chapter.read_text("utf-8")
    assert title.startswith("# ")
    assert after.startswith("# All the rules\n")
    assert chapter.stem == outline(2).slug
    assert len(after) == len(before)
    assert sum(a != b for a, b in zip(before.split(), after.split(), strict=True)) == 1
    lengthen(chapter, "longer")
    assert len(chapter.read_text("utf-8").split()) > len(after.split()) + 690


@pytest.mark.slow
def test_the_plain_build_says_what_our_own_pages_say(
    tmp_path: Path, poppler: Callable[..., str], run_booklet: Callable[..., Finished]
) -> None:
    poppler("pdftotext", "-v")  # skips the test where that is missing
    write_corpus(tmp_path / "book", 2, words=900)
    write_style_sheet(tmp_path / "book")
    assert run_booklet("pdf", "--project", tmp_path / "book", "--out", tmp_path).code == 0
    (ours,) = tmp_path.glob("*-A5-*.pdf")
    title = outline(1).title
    others = ("patched", "plain")
    for name in others:
        other = tmp_path / f"{name}.pdf"
        command = module(f"yardsticks.{name}", tmp_path / "book", other)
        measure(command, folder=ROOT, environment=ENVIRONMENT)
    own = read_body(ours, title).pages
    assert len(own) > 6
    patched, plain = (read_body(tmp_path / f"{name}.pdf", title).pages for name in others)
    found = compare(ours, tmp_path / "patched.pdf", first_title=title)
    assert len(patched) == found.page_count
    assert str(found) == f"the same on all {len(patched)} pages"
    # WeasyPrint itself takes a paragraph overleaf when its note finds no room: pages end elsewhere,
    # so a number of a page or the head of a table may be another.
    assert len(plain) == len(patched)
    words, others_words = (
        Counter(word for page in pages for word in page.text.split()) for pages in (patched, plain)
    )
    assert (words - others_words).total() + (others_words - words).total() < len(plain)


def test_a_plain_e_book_holds_every_chapter(tmp_path: Path) -> None:
    write_corpus(tmp_path / "book", 2, words=300)
    file = tmp_path / "plain.epub"
    command = module("yardsticks.plain_epub", tmp_path / "book", file)
    measure(command, folder=ROOT, environment=ENVIRONMENT)
    with zipfile.ZipFile(file) as archive:
        assert {f"EPUB/{outline(n).slug}.xhtml" for n in (1, 2)} <= set(archive.namelist())


def test_typst_compiles_the_same_book(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    from benchmarks.yardsticks.typst import write_sources  # noqa: PLC0415 - an extra

    write_corpus(tmp_path / "book", 2, words=900)
    write_sources(tmp_path / "book")
    file = tmp_path / "typst.pdf"
    command = module("yardsticks.typst", tmp_path / "book", file)
    measure(command, folder=ROOT, environment=ENVIRONMENT)
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) > 6
        assert pdf.Root.MarkInfo.Marked


@pytest.mark.skipif(not importlib.util.find_spec("pypandoc"), reason="pandoc is not installed")
def test_pandoc_makes_the_same_e_book(tmp_path: Path) -> None:
    write_corpus(tmp_path / "book", 2, words=300)
    file = tmp_path / "pandoc.epub"
    command = module("yardsticks.pandoc", tmp_path / "book", file)
    measure(command, folder=ROOT, environment=ENVIRONMENT)
    with zipfile.ZipFile(file) as archive:
        texts = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")
        )
    assert outline(2).title in texts


def test_what_a_command_and_its_children_cost_is_added_up() -> None:
    busy = "import subprocess, sys; sum(range(3_000_000))"
    parent = f"{busy}; print('done'); subprocess.run([sys.executable, '-c', {busy!r}], check=True)"
    alone = measure([*module("x")[:1], "-c", busy], folder=ROOT, environment=ENVIRONMENT)
    both = measure([*module("x")[:1], "-c", parent], folder=ROOT, environment=ENVIRONMENT)
    assert both.said == "done\n"
    assert both.cpu > alone.cpu > 0
    assert both.memory > 1_000_000


def test_a_command_that_fails_is_quoted() -> None:
    command = [*module("x")[:1], "-c", "raise SystemExit('no paper')"]
    with pytest.raises(RunError, match="no paper"):
        measure(command, folder=ROOT, environment=ENVIRONMENT)


def test_medians_are_taken_of_each_figure() -> None:
    costs = [Cost(1, 9, 5), Cost(3, 7, 6), Cost(2, 8, 4)]
    assert middle(costs) == Cost(2, 8, 5)


def sample_results() -> Results:
    results = Results(main=4, sizes=(2, 4))
    for name, seconds in (
        ("plain 2", 1.0),
        ("plain 4", 4.0),
        ("ours cold 2", 1.0),
        ("script 4", 4.0),
    ):
        results.add(name, Cost(seconds, seconds, 100 * 2**20))
    results.add("ours cold 4", Cost(2.0, 1.0, 50 * 2**20))
    results.file_sizes.update({"plain 4": 1000, "ours cold 4": 2000})
    return results


def test_the_table_compares_and_says_what_is_missing() -> None:
    table = {line.what: line for line in goals.lines(sample_results())}
    time, processor = (table[f"4 chapters, cold, {what}: script"] for what in ("time", "CPU"))
    assert (time.ratio, processor.ratio) == (0.25, 0.5)
    assert time.verdict == "reached"
    assert table["file size"].verdict == "missed"
    assert table["nothing changed, CPU"].verdict == "not yet"
    growth = table["growth of CPU, 2 to 4 chapters"]
    assert (growth.theirs, growth.ours, growth.verdict) == ("2.00", "1.00", "reached")


def test_the_documentation_keeps_all_but_the_measured_section(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Fast\n\nWhy.\n\n{report.BEGIN}\nstale\n{report.END}\n\nHow.\n", "utf-8")
    report.write_section(page, report.as_markdown(sample_results(), "growth.svg"))
    text = page.read_text("utf-8")
    assert text.startswith("# Fast\n\nWhy.\n\n")
    assert text.endswith(f"{report.END}\n\nHow.\n")
    assert "| 4 chapters, cold, CPU | 4.00 s | 2.00 s | 0.500 | ≤ 0.6 | reached |" in text
    assert "stale" not in text


def test_the_picture_shows_every_series_and_its_figures() -> None:
    svg = draw_lines("Cost", goals.growth_series(sample_results()))
    root = ET.fromstring(svg)  # noqa: S314 - our own
    names = [item.text for item in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"plain build", "ours, cold", "chapters", "2", "4"} <= set(names)
    assert "plain build: 1.0 s for 2 chapters, 4.0 s for 4 chapters." in svg


def test_the_command_line_says_what_is_measured() -> None:
    quick = run.read_plan(["--quick"])
    assert (quick.sizes, quick.main, quick.rounds, quick.write) == ((2, 4), 4, 1, False)
    whole = run.read_plan([])
    assert (whole.sizes, whole.main, whole.rounds) == ((25, 50, 100, 200), 100, 3)
    with pytest.raises(SystemExit):
        run.read_plan(["--sizes", "2", "--main", "3"])


@pytest.mark.slow
def test_everything_runs_and_ends_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    run.main(["--quick", "--sizes", "2"])
    table = capsys.readouterr().out
    assert "2 chapters, cold, CPU" in table
    compared = "Text, links and bookmarks against the plain build" in table
    assert compared is (shutil.which("pdftotext") is not None)


@pytest.mark.slow
def test_copies_are_measured_in_a_few_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    from benchmarks.merge import main  # noqa: PLC0415 - a program of its own

    main(["--quick", "--copies", "2"])
    measured = capsys.readouterr().out.splitlines()
    begun = [line.partition(" ")[0] for line in measured]
    assert begun == ["plain", "2", "1", "2", "1", "2", "2", "6", "6", "two"]
    assert all(measured[at].startswith("1 of 1 copies are") for at in (2, 4))
    assert sum(" CPU " in line for line in measured) >= len(measured) - 3


@pytest.mark.slow
def test_keys_are_timed_until_their_page_is_seen(
    chromium: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from benchmarks.preview import main  # noqa: PLC0415 - a program of its own

    assert chromium
    write_corpus(tmp_path / "small", 1, words=300)
    before = files_of(tmp_path)
    main(["--keys", "2", "--book", str(tmp_path / "small")])
    [line] = capsys.readouterr().out.splitlines()
    page, half, letter = map(float, re.findall(r"within ([\d.]+) s", line))
    assert line.startswith("small ")
    assert 0 < letter < page
    assert half <= page
    assert files_of(tmp_path) == before
