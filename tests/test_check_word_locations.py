"""Words that do not arrive are found on their lines, in finished pages and e-books alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from test_check_texts import found_in

from booklet.check.checked_book import prepare_checks
from booklet.check.finished_words import words_on_page
from booklet.check.word_locations import add_lines, find_lost_words, written_words
from booklet.common.errors import Finding, Place, Severity
from booklet.pipelines.check import check_project
from booklet.pipelines.check_products import Products
from booklet.project import assemble_book, read_sources
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.check.checked_book import CheckedChapter

TEXT = """\
# Meetings

Start **on** time[^note] and fin*ish* early, with `code` of your own.

> [!reflect|lines-3] Think
> Which one would you miss?

> [!quiz]
> 1. How many?

> [!answers]
> 1. Sixteen.

> [!notes|lines-4] For later

> [!facilitator]
> Take your diary with you.

| Day | Who |
|---|---|
| Monday | the [office](https://www.example.org/path) |

[^note]: Or nearly.

*[MAT]: Multi-academy trust
"""
WORDS = (
    "Meetings Start on time and finish early with of your own Think Which one would you miss How "
    "many For later Day Who Monday the office Or nearly"
)


@pytest.fixture
def chapter(tmp_path: Path) -> CheckedChapter:
    found_in(tmp_path, TEXT)
    config, manuscript = read_sources(tmp_path)
    book = assemble_book(tmp_path, config, manuscript)
    return prepare_checks(book, manuscript.sources).chapters[0]


def test_the_words_that_must_arrive_are_those_that_readers_see(chapter: CheckedChapter) -> None:
    assert written_words(chapter)[0] == tuple(WORDS.lower().split())
    assert written_words(chapter, of_answers=True)[0] == ("sixteen",)
    on_screens = written_words(chapter, on_paper=False)[0]
    assert set(written_words(chapter)[0]) - set(on_screens) == {"for", "later"}


def test_every_word_that_is_taken_away_is_told_with_its_line(chapter: CheckedChapter) -> None:
    written, origins = written_words(chapter)
    assert list(find_lost_words(chapter, written, "the e-book")) == []
    for position, word in enumerate(written):
        made = (*written[:position], *written[position + 1 :])
        (finding,) = find_lost_words(chapter, made, "the e-book")
        assert f"'{word}'" in finding.problem
        assert finding.place is not None
        assert abs(finding.place.line - origins[position][0].place(origins[position][1]).line) <= 1


def test_words_side_by_side_are_told_together(chapter: CheckedChapter) -> None:
    made = [word for word in written_words(chapter)[0] if word not in {"which", "one", "would"}]
    (finding,) = find_lost_words(chapter, made, "the printed booklet")
    assert finding.problem == "3 words are not in the printed booklet: 'which one would'"
    assert finding.place == Place("chapters/01-chapter.md", 6, 3)


@pytest.mark.parametrize(
    ("quoted", "line"),
    [
        ("Start on time1", 3),
        ("Which one would you", 6),
        ("ich one would you mi", 6),
        ("nothing of the kind", 0),
        ("on", 3),
        ("you", 6),
        ("or", 23),
    ],
)
def test_a_fault_of_a_page_is_given_its_line_where_it_can_be_told(
    quoted: str, line: int, chapter: CheckedChapter
) -> None:
    fault = Finding("T650", Severity.WARNING, f"on page 3 alone: “{quoted}…”", "Shorten it.",
                    Place("chapters/01-chapter.md"))  # fmt: skip
    (placed,) = add_lines([fault], [chapter])
    assert placed.place is not None
    assert placed.place.line == line


def test_words_on_the_page_for_phones_are_read_by_section() -> None:
    html = b"<!DOCTYPE html><section id=a><h2>One<sup>1</sup></h2><p>t<i>w</i>o<br>three</section>"
    assert words_on_page(html) == {"a": ("one", "1", "two", "three")}


@pytest.mark.slow
def test_every_product_is_looked_at_with_all(tmp_path: Path) -> None:
    found_in(tmp_path, TEXT.replace("[^note]", "").replace("[^note]: Or nearly.", ""))
    settings = '[editions.clear]\naccent = "#767676"\nscreen_paper = "#f5f0dc"\n'
    (tmp_path / "booklet.toml").write_text(settings, "utf-8")
    report = check_project(tmp_path, every_product=True)
    assert {
        "the page for phones",
        "the edition 'large-print'",
        "the handouts",
        "the posters",
        "the sessions with their slides",
    } <= {*report.checked}
    assert [one.code for one in report.findings if one.severity is Severity.ERROR] == ["V902"]
    assert not [one for one in report.findings if one.code == "V901"]
    assert not list(tmp_path.glob("out*"))


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ["", "blockquote { display: none }"])
def test_every_word_is_looked_for_on_the_handouts(tmp_path: Path, hidden: str) -> None:
    """The handouts have the whole chapter; what a layout hides on them is told with its line."""
    found_in(tmp_path, f"{TEXT}\n> Listen twice.\n")
    (tmp_path / "layouts" / "print").mkdir(parents=True)
    (tmp_path / "layouts" / "print" / "custom.css").write_text(hidden, "utf-8")
    config, manuscript = read_sources(tmp_path)
    texts = prepare_checks(assemble_book(tmp_path, config, manuscript), manuscript.sources)
    products = Products(tmp_path, texts, Layouts(tmp_path), DEFAULT_BUILD_CONTEXT)
    lost = [one for one in products.check_handouts() if one.code == "V901"]
    assert {name for one in lost for name in ("A4", "A5") if f"{name}-handout" in one.problem} == (
        {"A4", "A5"} if hidden else set()
    )
    assert all("'listen twice'" in one.problem and one.place for one in lost)


@pytest.mark.slow
@pytest.mark.parametrize("book", [".", "tests/golden/everything"])
def test_all_words_of_our_samples_arrive(book: str) -> None:
    report = check_project(ROOT / book)
    assert [str(one) for one in report.findings if one.code[0] in "VR"] == []
    assert report.checked[-1] == "the e-book"


@pytest.mark.slow
def test_what_a_layout_hides_on_paper_is_told(tmp_path: Path) -> None:
    found_in(tmp_path, TEXT)
    layouts = tmp_path / "layouts" / "print"
    layouts.mkdir(parents=True)
    style = (ROOT / "layouts" / "print" / "components.css").read_text("utf-8")
    (layouts / "components.css").write_text(f"{style}\n.reflect {{ display: none }}\n", "utf-8")
    found = [one for one in check_project(tmp_path).findings if one.code == "V901"]
    (finding,) = found
    assert "'think which one would you miss'" in finding.problem
    assert "printed" in finding.problem
    assert finding.place is not None
    assert finding.place.line == 5
