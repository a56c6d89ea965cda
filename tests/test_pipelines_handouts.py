"""Handouts: single reflections on A4 and A5, pocket guides and rule cards."""

from __future__ import annotations

import re
from subprocess import run
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from conftest import ROOT, program
from hypothesis import given
from hypothesis import strategies as st
from sample_books import read_sample_book

from booklet.common.memory_cache import MemoryCache
from booklet.pipelines.book import build_pdf, typeset_pages
from booklet.pipelines.handouts import build_handouts, set_handouts
from booklet.print.handouts import DENSITIES, Density, choose_density, print_page_numbers
from booklet.print.rule_cards import lay_out_pocket_guide, lay_out_rule_cards
from booklet.print.rules import condense, rules_of
from booklet.project import read_book
from booklet.scheduling.build_context import BuildContext
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Check, Finished

A4 = (595.28, 841.89)
A4_LANDSCAPE = (841.89, 595.28)
CHAPTER = """---
title: {title}
author: {author}
---

A sentence to begin with[^a], and [another reflection]({other}).

1. **Begin early** – Every morning. Without fail.
2. **Stop** – In time.

> [!facilitator] For one person
> A secret that nobody hands out.

> [!ifthen]

> [!notes|lines-10]

[^a]: A note at the foot.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handouts")
    (folder / "chapters").mkdir()
    (folder / "booklet.toml").write_text('title = "Two"\naddress = "https://example.org/two"\n')
    for number, (title, author, other) in enumerate(
        [("Alpha", "Ann", "2-beta.md"), ("Beta", "Bob", "1-alpha.md#rule-2")], 1
    ):
        text = CHAPTER.format(title=title, author=author, other=other)
        (folder / "chapters" / f"{number}-{title.lower()}.md").write_text(text, "utf-8")
    build_handouts(folder, folder / "out")
    return folder


def words_of(pdf: Path) -> str:
    return run(
        [program("pdftotext", "poppler-utils"), "-layout", pdf, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.slow
def test_each_reflection_comes_as_four_files(project: Path) -> None:
    names = {path.name for path in (project / "out" / "handouts").iterdir()}
    kinds = ("A4-handout", "A5-handout", "A4-pocket", "A4-rule-cards")
    assert names == {f"two-{slug}-{kind}.pdf" for slug in ("1-alpha", "2-beta") for kind in kinds}


@pytest.mark.parametrize(
    ("kind", "sides", "size"),
    [("A4-handout", 1, A4), ("A4-rule-cards", 1, A4), ("A4-pocket", 1, A4_LANDSCAPE)],
)
@pytest.mark.slow
def test_a_short_reflection_fits_one_side(
    kind: str, sides: int, size: tuple[float, float], project: Path
) -> None:
    with pikepdf.open(project / "out" / "handouts" / f"two-1-alpha-{kind}.pdf") as pdf:
        assert len(pdf.pages) == sides
        assert tuple(map(float, pdf.pages[0].MediaBox[2:])) == pytest.approx(size, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["A4-handout", "A5-handout", "A4-rule-cards"])
def test_a_handout_is_tagged_and_says_whose_it_is(kind: str, project: Path) -> None:
    with pikepdf.open(project / "out" / "handouts" / f"two-2-beta-{kind}.pdf") as pdf:
        assert str(pdf.docinfo.Title).startswith("Beta")
        assert str(pdf.docinfo.Author) == "Bob"
        assert "/StructTreeRoot" in pdf.Root


@pytest.mark.slow
def test_a_pocket_guide_says_that_it_is_for_paper(project: Path) -> None:
    with pikepdf.open(project / "out" / "handouts" / "two-2-beta-A4-pocket.pdf") as pdf:
        assert "for the copier" in str(pdf.docinfo.Title)


@pytest.mark.slow
def test_a5_handouts_keep_the_pages_of_the_booklet(project: Path, tmp_path: Path) -> None:
    booklet = words_of(build_pdf(project, tmp_path).path).split("\f")
    handout = words_of(project / "out" / "handouts" / "two-2-beta-A5-handout.pdf").split("\f")
    assert handout[0] in booklet
    with pikepdf.open(project / "out" / "handouts" / "two-2-beta-A5-handout.pdf") as pdf:
        first = pdf.Root.PageLabels.Nums[1].get("/St", 1)
    assert re.search(rf"^ *{first}$", handout[0], re.MULTILINE)


@pytest.mark.slow
def test_links_out_of_a_handout_are_words_with_a_page(project: Path) -> None:
    for kind in ("A4-handout", "A5-handout"):
        path = project / "out" / "handouts" / f"two-2-beta-{kind}.pdf"
        assert "another reflection (page 1)" in " ".join(words_of(path).split())
        with pikepdf.open(path) as pdf:
            targets = [a for page in pdf.pages for a in page.get("/Annots", ()) if "/Dest" in a]
        assert targets == []


@pytest.mark.slow
def test_the_a4_handout_says_which_pages_it_is(project: Path) -> None:
    assert "Pages 1–2 of the booklet" in words_of(
        project / "out" / "handouts" / "two-1-alpha-A4-handout.pdf"
    )


@pytest.mark.slow
def test_facilitators_notes_are_in_no_handout(project: Path) -> None:
    for path in (project / "out").glob("handouts/*-handout.pdf"):
        assert "nobody hands out" not in words_of(path)


@pytest.mark.slow
def test_our_own_handouts_fit_one_sheet_each(tmp_path: Path) -> None:
    products = build_handouts(ROOT, tmp_path)
    sheets = [product for product in products if product.path.name.endswith("A4-handout.pdf")]
    assert [product.measure.partition(",")[0] for product in sheets] == ["1 sheet of A4"] * 2


def test_a_rule_is_read_without_its_notes(make_project: Callable[..., Path]) -> None:
    text = (
        "# One\n\n1. **Look** – Twice[^a], then *once*.\n\n    And again.\n\n[^a]: Or three times."
    )
    book = read_book(make_project({"chapters/one.md": text}))
    (rule,) = rules_of(book, book.chapters[0])
    assert (rule.number, rule.lead, rule.text) == (1, "Look", "Twice, then once. And again.")


@pytest.mark.slow
def test_cards_that_are_left_over_are_to_write_on(project: Path) -> None:
    book = read_book(project)
    (division,) = lay_out_rule_cards(book, Layouts(), book.chapters[0]).divisions
    assert division.html.count('class="card ') == 4
    assert division.html.count("A rule of our own") == 2


@pytest.mark.slow
def test_the_longest_rules_stay_on_their_cards(make_project: Callable[..., Path]) -> None:
    lead, text = ("A lead that will not end " * 6).strip(), "Words and more words to read. " * 90
    project = make_project({"chapters/one.md": f"# One\n\n1. **{lead}** – {text}\n"})
    book = read_book(project)
    (division,) = lay_out_rule_cards(book, Layouts(), book.chapters[0]).divisions
    assert len(re.sub("<[^>]+>", "", division.html)) < 1200
    build_handouts(project, project / "out")
    with pikepdf.open(project / "out" / "handouts" / "one-1-one-A4-pocket.pdf") as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.slow
def test_a_pocket_guide_sends_its_reader_to_the_booklet(project: Path) -> None:
    book = read_book(project)
    (division,) = lay_out_pocket_guide(book, Layouts(), book.chapters[0]).divisions
    assert 'alt="QR code: https://example.org/two"' in division.html
    assert ">example.org/two<" in division.html


@pytest.mark.parametrize("rule_count", [1, 5, 7, 15])
def test_a_pocket_guide_has_every_rule(rule_count: int, make_project: Callable[..., Path]) -> None:
    rules = "".join(f"{n}. **Rule number {n}** – Keep it.\n" for n in range(1, rule_count + 1))
    book = read_book(make_project({"chapters/one.md": f"# One\n\n{rules}"}))
    (division,) = lay_out_pocket_guide(book, Layouts(), book.chapters[0]).divisions
    assert division.html.count('class="panel ') == 8
    leads = re.findall(r"<h2>(Rule number \d+)</h2>", division.html)
    assert leads == [f"Rule number {n}" for n in range(1, rule_count + 1)]


def test_a_link_inside_stays_a_link() -> None:
    html = (
        '<p id="a"><a href="#a">here</a> <a class="x" href="#b">there</a> <a href="#c">gone</a></p>'
    )
    written = print_page_numbers(html, {"b": "iv"})
    assert '<a href="#a">here</a>' in written
    assert ' data-page="iv">there</span>' in written
    assert '"cross-reference">gone</span>' in written


@pytest.mark.parametrize(("language", "page"), [("en-GB", "page"), ("cy", "tudalen")])
def test_a_page_is_named_in_the_language_of_the_booklet(
    language: str, page: str, make_project: Callable[..., Path]
) -> None:
    project = make_project(
        {
            "booklet.toml": f'language = "{language}"',
            "chapters/1.md": "# One\n\n[Here](2.md) it is.",
            "chapters/2.md": "# Two\n\nA few words.",
        }
    )
    said = f"Here ({page}\u00a03) it is."
    assert said in "".join(texts_of(typeset_pages(project).pdf))
    (handout,) = (
        one
        for one in set_handouts(read_book(project), Layouts(project))
        if (one.name, one.chapter.title) == ("A4-handout", "One")
    )
    assert said in "".join(texts_of(handout.pdf))


SENTENCES = st.lists(st.text("ab ", min_size=1).map("A{}.".format), min_size=1).map(" ".join)


@given(SENTENCES, st.integers(10, 60))
def test_a_condensed_text_opens_like_the_whole_and_fits(text: str, room: int) -> None:
    short = condense(text, room)
    assert len(short) <= room
    assert text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short.", "Short."),
        ("One here. Two here. Three here.", "One here. Two here."),
        ("Why? Because it is so long.", "Why?"),
        ("A sentence that has no end in sight", "A sentence that has…"),
    ],
)
def test_a_text_is_cut_after_a_sentence_if_it_can_be(text: str, short: str) -> None:
    assert condense(text, 22) == short


def test_no_rules_no_cards(run_booklet: Callable[..., Finished], tmp_path: Path) -> None:
    chapters: Mapping[str, str] = {"one.md": "# One\n\nA few words."}
    (tmp_path / "chapters").mkdir()
    for name, text in chapters.items():
        (tmp_path / "chapters" / name).write_text(text)
    finished = run_booklet("handouts", "--project", tmp_path)
    assert finished.code == 0
    assert "no rule cards and no pocket guide" in finished.err
    assert finished.out.count("Built") == 2


@pytest.mark.slow
@pytest.mark.validator
@pytest.mark.parametrize("kind", ["A4-handout", "A5-handout", "A4-rule-cards"])
def test_handouts_are_accessible(kind: str, project: Path, vera: Check) -> None:
    assert vera(project / "out" / "handouts" / f"two-1-alpha-{kind}.pdf", "ua1", "3a") == []


@pytest.mark.parametrize("fits_from", range(len(DENSITIES) + 1))
@pytest.mark.parametrize("filled_pages", [0.5, 6.0, 6.7, 12.0])
def test_a_handout_is_set_as_loosely_as_a_sheet_allows(fits_from: int, filled_pages: float) -> None:
    fitting = DENSITIES[fits_from:]
    tried: list[Density] = []

    def fits(density: Density) -> bool:
        tried.append(density)
        return density in fitting

    chosen = choose_density(fits, filled_pages)
    assert chosen == (fitting[0] if fitting else DENSITIES[0])
    assert len(tried) == len(set(tried)) <= 5


@pytest.mark.parametrize(("filled_pages", "likely"), [(5.0, 0), (6.0, 2), (6.7, 5), (9.0, 7)])
def test_the_density_that_is_likely_is_tried_first(filled_pages: float, likely: int) -> None:
    tried: list[Density] = []

    def fits(density: Density) -> bool:
        tried.append(density)
        return density in DENSITIES[likely:]

    choose_density(fits, filled_pages)
    assert tried == [DENSITIES[place] for place in (likely, likely - 1) if place >= 0]


def test_pages_on_their_own_end_where_those_of_the_booklet_end(
    make_project: Callable[..., Path],
) -> None:
    project = make_project(read_sample_book("twelve-rules"))
    context = BuildContext(cache=MemoryCache())
    booklet = texts_of(typeset_pages(project, context).pdf)
    for handout in set_handouts(read_book(project), Layouts(project), context):
        if handout.name == "A5-handout":
            assert set(texts_of(handout.pdf)) <= set(booklet)


def texts_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_a_short_table_is_not_parted_between_columns(make_project: Callable[..., Path]) -> None:
    text = "Text.\n\n" * 26 + "| One | Two |\n|---|---|\n" + "| Row | b |\n" * 6
    project = make_project({"chapters/1.md": f"# One\n\n{text}\nMore.\n"})
    context = BuildContext(cache=MemoryCache())
    handouts = set_handouts(read_book(project), Layouts(project), context)
    (pdf,) = (one.pdf for one in handouts if one.name == "A4-handout")
    rows = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    search, lefts = rows.search("Row"), []
    while found := search.get_next():
        lefts.append(round(rows.get_charbox(found[0])[0]))
    assert len(lefts) == 6
    assert len(set(lefts)) == 1
