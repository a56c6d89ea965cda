"""The book: ids once, links resolved, one glossary, an identity that the sources decide."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.book import UNDATED, Book, make_book
from booklet.book.identity import file_slug
from booklet.common import xhtml
from booklet.common.language import Language
from booklet.common.xhtml import serialise_content
from booklet.config import Config
from booklet.manuscript.load import Manuscript, ManuscriptPart
from booklet.manuscript.slugs import free_slug, plain_slug
from booklet.manuscript.source import Source, read_source
from booklet.markup.parse import parse_chapter

if TYPE_CHECKING:
    from collections.abc import Mapping


def book_of(
    files: Mapping[str, str], *, folder_name: str = "my-booklet", **settings: object
) -> Book:
    """Make a book of chapters given by their file names."""
    sources: list[Source] = []
    for name, text in files.items():
        slug = free_slug(plain_slug(name), [source.slug for source in sources])
        sources.append(read_source(f"chapters/{name}", slug, text))
    manuscript = Manuscript(folder_name, (ManuscriptPart("", tuple(sources)),), ())
    chapters = [parse_chapter(source, Language(), blocks_have_ids=False) for source in sources]
    return make_book(Config.model_validate(settings), manuscript, chapters, {})


def told(book: Book) -> list[str]:
    return [f"{one.place} {one.code} {one.problem}" for one in book.findings]


def links(book: Book) -> list[str]:
    """List where the links of the whole book lead."""
    return [
        link.get("href", "")
        for chapter in book.chapters
        for html in (chapter.html, serialise_content(chapter.answers))
        for link in xhtml.parse(html).iter("a")
    ]


def ids(book: Book) -> list[str]:
    """List every id that stands in the book."""
    return [
        identifier
        for chapter in book.chapters
        for identifier in (
            chapter.slug,
            *re.findall(r'\bid="([^"]+)"', chapter.html + serialise_content(chapter.answers)),
        )
    ]


RULES = "# {}\n\n1. **One** – a rule.\n\n2. **Two** – a rule.\n\n## Around the table\n\nText.\n"


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("#rule-2", "#trust-rule-2"),
        ("#around-the-table", "#trust-around-the-table"),
        ("#trust-rule-2", "#trust-rule-2"),
        ("02-summer.md", "#summer"),
        ("02-summer.md#rule-1", "#summer-rule-1"),
        ("02-summer.md#around-the-table", "#summer-around-the-table"),
        ("./02-summer.md#rule-1", "#summer-rule-1"),
        ("../chapters/02-summer.md", "#summer"),
        ("chapters/02-summer.md", "#summer"),
        ("#summer-rule-1", "#summer-rule-1"),
        ("01-trust.md#rule-1", "#trust-rule-1"),
    ],
)
def test_a_link_leads_to_the_id_it_means(written: str, leads_to: str) -> None:
    text = RULES.format("Trust") + f"\nSee [it]({written}).\n"
    book = book_of({"01-trust.md": text, "02-summer.md": RULES.format("Summer")})
    assert told(book) == []
    assert links(book) == [leads_to]
    assert [one.target for one in book.chapters[0].references] == [leads_to[1:]]


@pytest.mark.parametrize("path", ["09-last.md", "./09-last.md", "../chapters/09-last.md"])
def test_the_anchor_of_a_chapter_s_own_title_leads_to_the_chapter(path: str) -> None:
    home = f"# First\n\nSee [it]({path}#last-chapter).\n"
    last = "# Last chapter\n\nBack to [its start](#last-chapter).\n"
    book = book_of({"01-first.md": home, "09-last.md": last})
    assert told(book) == []
    assert links(book) == ["#last", "#last"]


def test_a_place_of_that_name_goes_before_the_title_s_anchor() -> None:
    home = "# First\n\nSee [it](09-last.md#aims).\n"
    book = book_of({"01-first.md": home, "09-last.md": "# Aims\n\n## Aims\n\nText.\n"})
    assert links(book) == ["#last-aims"]


@pytest.mark.parametrize(
    ("written", "problem", "hint"),
    [
        ("#rule-3", "'#rule-3', which is not there", "Did you mean 'rule-2'?"),
        ("02-summer.md#rul-1", "'#rul-1', which is not there", "Did you mean 'rule-1'?"),
        ("02-sumer.md", "'02-sumer.md', which is no chapter", "Did you mean '02-summer.md'?"),
        ("../02-summer.md", "which is no chapter", "Did you mean '02-summer.md'?"),
        ("#", "", ""),
    ],
)
def test_a_link_that_leads_nowhere_keeps_its_words(written: str, problem: str, hint: str) -> None:
    text = RULES.format("Trust") + f"\nSee [the *words*]({written}).\n"
    book = book_of({"01-trust.md": text, "02-summer.md": RULES.format("Summer")})
    assert links(book) == []
    assert "See the <em>words</em>." in book.chapters[0].html
    (finding,) = book.findings
    assert problem in finding.problem
    assert hint in finding.hint
    assert finding.place is not None
    assert finding.place.line == 11


def test_what_is_for_facilitators_cannot_be_linked_to() -> None:
    book = book_of({"a.md": "# A\n\n[x](#secret)\n\n> [!facilitator]\n> ## Secret\n"})
    assert links(book) == []
    assert [one.code for one in book.findings] == ["B401"]


@pytest.mark.parametrize(("on_disk", "typed"), [("NFC", "NFD"), ("NFD", "NFC")])
@pytest.mark.parametrize("link", ["02-été.md", "02-été.md#größe"])
def test_accents_in_links_may_be_composed_or_taken_apart(
    on_disk: str, typed: str, link: str
) -> None:
    name = unicodedata.normalize(on_disk, "02-été.md")
    written = unicodedata.normalize(typed, link)
    book = book_of(
        {"01-a.md": f"# A\n\n[x]({written})\n", name: "# B\n\n## Größe {#größe}\n\nC.\n"}
    )
    assert told(book) == []
    assert len(links(book)) == 1


def test_a_link_with_a_backslash_is_understood() -> None:
    book = book_of({"a.md": "# A\n\n[x](more\\b.md)\n", "more/b.md": "# B\n\nText.\n"})
    assert (told(book), links(book)) == ([], ["#more-b"])


def test_a_link_without_words_gets_them() -> None:
    book = book_of(
        {"a.md": RULES.format("A") + "\n[](b.md) [](#rule-2)\n", "b.md": "# Bees\n\nB.\n"}
    )
    assert ">Bees</a>" in book.chapters[0].html
    assert ">Rule 2</a>" in book.chapters[0].html


def test_every_id_has_its_home() -> None:
    book = book_of({"a.md": RULES.format("A"), "b.md": RULES.format("B")})
    assert book.home_of["a"] == book.home_of["a-rule-1"] == "a"
    assert book.home_of["b-around-the-table"] == "b"
    assert set(ids(book)) <= set(book.home_of)


def test_ids_stay_apart_when_one_chapter_is_named_like_the_start_of_another() -> None:
    book = book_of(
        {
            "summer.md": "# Summer\n\n## Holidays\n\n## Holidays plan\n\n## Rain\n\n"
            "[a](#holidays), [b](summer-holidays.md), [c](summer-holidays.md#plan), "
            "[d](#holidays-plan), [e](#rain)\n",
            "summer-holidays.md": "# Summer holidays\n\n## Plan\n\n[f](summer.md#holidays)\n",
        }
    )
    assert told(book) == []
    assert len(ids(book)) == len(set(ids(book)))
    assert links(book) == [
        "#summer-_holidays",
        "#summer-holidays",
        "#summer-holidays-plan",
        "#summer-_holidays-plan",
        "#summer-rain",
        "#summer-_holidays",
    ]
    headings = [heading.id for heading in book.chapters[0].headings]
    assert headings == ["summer-_holidays", "summer-_holidays-plan", "summer-rain"]


def test_ids_of_the_layouts_stay_theirs() -> None:
    book = book_of({"title.md": "# Title\n\n## Page\n\n[it](#page)\n"})
    assert links(book) == ["#title-_page"]


NAMES = st.lists(st.sampled_from(["a", "a-b", "a-b-1", "b", "b-1", "1"]), unique=True, min_size=1)
HEADINGS = st.lists(st.sampled_from(["A", "B", "1", "B 1", "B 1 1", "Rule 1"]), max_size=4)


@given(NAMES, HEADINGS)
def test_no_id_stands_twice_in_a_book(names: list[str], headings: list[str]) -> None:
    text = "# T\n\nText.[^1]\n\n[^1]: Note.\n\n1. **A** – b.\n\n" + "".join(
        f"## {heading}\n\n" for heading in headings
    )
    book = book_of({f"{name}.md": text for name in names})
    assert len(ids(book)) == len(set(ids(book)))


def test_the_glossary_is_sorted_and_each_term_is_there_once() -> None:
    book = book_of(
        {
            "a.md": "# A\n\nMAT ÉCF CPD\n\n*[MAT]: multi-academy trust\n*[ÉCF]: framework\n",
            "b.md": "# B\n\nMAT cpd CPD\n\n"
            "*[CPD]: training\n*[MAT]: Multi-academy  trust\n*[cpd]: x\n",
        }
    )
    assert [(term.short, term.long) for term in book.terms] == [
        ("CPD", "training"),
        ("cpd", "x"),
        ("ÉCF", "framework"),
        ("MAT", "multi-academy trust"),
    ]
    assert [term.id for term in book.terms] == ["term-cpd", "term-cpd-2", "term-ecf", "term-mat"]
    assert told(book) == []


def test_two_explanations_of_one_term_are_told() -> None:
    book = book_of({"a.md": "# A\n\nMAT\n\n*[MAT]: one\n", "b.md": "# B\n\nMAT\n\n*[MAT]: two\n"})
    assert [term.long for term in book.terms] == ["one"]
    assert told(book) == [
        "chapters/b.md:5:1 B403 'MAT' is explained as 'two' here, but as 'one' in chapters/a.md"
    ]


def test_a_term_is_not_called_like_a_chapter() -> None:
    book = book_of({"term-dates.md": "# Dates\n\nDATES\n\n*[DATES]: days\n"})
    assert [term.id for term in book.terms] == ["term-dates-2"]


def test_two_chapters_of_one_title_are_told() -> None:
    book = book_of({"a.md": "# Trust me\n\nA.\n", "b.md": "---\ntitle: trust  Me\n---\nB.\n"})
    assert told(book) == ["chapters/b.md B402 'trust Me' is also the title of chapters/a.md"]


def test_answers_are_gathered_with_their_links_resolved() -> None:
    quiz = "# A\n\n1. **R** – x.\n\n> [!quiz]\n> 1. Q?\n\n> [!answers]\n> 1. See [it](#rule-1).\n"
    book = book_of({"a.md": quiz, "b.md": "# B\n\nSee [the answers](a.md#answers).\n"})
    (chapter,) = book.chapters_with_answers
    assert chapter is book.chapters[0]
    assert 'href="#a-rule-1"' in serialise_content(chapter.answers)
    assert 'href="#a-answers"' in book.chapters[1].html


@pytest.mark.parametrize(
    ("settings", "files", "folder", "title"),
    [
        ({"title": "Ours"}, {"a.md": "# A\n"}, "x", "Ours"),
        ({}, {"a.md": "# Only one\n"}, "x", "Only one"),
        ({}, {"a.md": "# A\n", "b.md": "# B\n"}, "rules-of_thumb 2026", "Rules of thumb 2026"),
        ({}, {"a.md": "# A\n", "b.md": "# B\n"}, "", "Booklet"),
    ],
)
def test_a_book_has_a_title(
    settings: dict[str, str], files: dict[str, str], folder: str, title: str
) -> None:
    assert book_of(files, folder_name=folder, **settings).title == title


def test_the_identifier_follows_from_what_the_book_says_about_itself() -> None:
    files = {"a.md": "# A\n\nText.\n"}
    first = book_of(files, title="T", author="Ann").identifier
    again = book_of({"a.md": "# A\n\nOther text.\n"}, title="T", author="Ann", version="2")
    assert first == again.identifier == "urn:uuid:428630ec-2dc2-5d90-996b-00e48a9ce656"
    assert len({first, book_of(files, title="U", author="Ann").identifier}) == 2
    isbn = book_of(files, isbn="978-0-306-40615-7")
    assert isbn.identifier == "urn:isbn:9780306406157"
    assert (
        book_of(files, isbn="978-0-306-40615-7", identifier="urn:x-us:1").identifier == "urn:x-us:1"
    )


def test_the_identifier_stays_with_another_text_and_version() -> None:
    old = book_of({"a.md": "# A\n\nText.\n"}, title="T", author="B", version="1.0")
    new = book_of({"a.md": "# A\n\nOther.\n"}, title="T", author="B", version="1.1")
    assert old.identifier == new.identifier


def test_the_date_is_the_newest_that_the_sources_name() -> None:
    new = "---\ndate: 2026-09-03\n---\n# A\n"
    assert book_of({"a.md": new}, date=dt.date(2026, 9, 1)).modified == dt.date(2026, 9, 3)
    assert book_of({"a.md": new}, date=dt.date(2026, 9, 9)).modified == dt.date(2026, 9, 9)
    assert book_of({"a.md": "# A\n"}).modified == UNDATED


@given(st.text())
def test_any_title_makes_a_file_name(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file_slug(title))
    assert len(file_slug(title)) <= 60


def test_an_explanation_that_no_chapter_needs_is_told() -> None:
    unused = "# A\n\nMATs\n\n*[MAT]: a trust\n\n*[SEN]: special needs\n"
    assert told(book_of({"a": unused, "b": "# B\n\nSEN\n"})) == [
        "chapters/a:5:1 B405 'MAT' is explained, but no chapter uses it"
    ]
