"""The fixed words of a book stand in one place, and a translation has all of them."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5
from conftest import ROOT
from markup_samples import parse

from booklet.common.labels import LABEL_NAMES, fixed_words
from booklet.common.language import Language
from booklet.common.page_map import PageMap, PrintedPage, TextPosition
from booklet.components import COMPONENTS
from booklet.epub import lay_out_documents
from booklet.pipelines.book import build_epub
from booklet.print.handouts import DENSITIES, BookletPages, lay_out_a4_handout
from booklet.print.pages import lay_out_pages
from booklet.print.rule_cards import lay_out_pocket_guide, lay_out_rule_cards
from booklet.print.rules import Rule
from booklet.print.rules_list import lay_out_rules_poster
from booklet.project import read_book
from booklet.session.collected_plans import Collected, lay_out_collected, lay_out_slips
from booklet.session.people import Person
from booklet.session.plan import plan_session
from booklet.session.returned_booklets import ReturnedPlan
from booklet.session.sheets import (
    lay_out_groups,
    lay_out_job_ticket,
    lay_out_poster,
    lay_out_run_sheet,
)
from booklet.session.ticket import JobTicket, PrintOrder
from booklet.share.files import Kind, SharedFile
from booklet.share.page import lay_out_leader_page, lay_out_page
from booklet.theme.editions import EDITIONS, find_edition
from booklet.theme.templates import Layouts
from booklet.web.page import Download, lay_out_web_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

    MakeProject = Callable[[Mapping[str, str | bytes]], Path]

LANGUAGES = sorted(path.stem for path in (ROOT / "layouts" / "words").glob("*.toml"))
PLURALS = re.compile("(minutes|weeks_on)_(zero|two|few|many)")


def test_templates_and_components_hold_no_words_of_their_own() -> None:
    for path in (ROOT / "layouts" / "shared").glob("*.html"):
        words = re.sub(r"{[{%].*?[%}]}|<[^>]*>", "", path.read_text("utf-8"))
        assert words.split() == []


def test_names_of_labels_are_written_like_other_settings() -> None:
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in LABEL_NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_every_word_and_what_stands_in_braces(language: str) -> None:
    words, english = fixed_words(language), fixed_words("en")
    assert words.keys() >= english.keys()
    assert all(PLURALS.fullmatch(name) for name in words.keys() - english.keys())
    for name, said in words.items():
        assert said.strip() == said != ""
        allowed = set(re.findall(r"{\w+}", english.get(name) or english[name.rpartition("_")[0]]))
        found = set(re.findall(r"{\w+}", said))
        assert found == allowed or (PLURALS.fullmatch(name) and found <= allowed), name
    same = {name for name in english if words[name] == english[name]}
    assert language == "en" or len(same) < 15


@pytest.mark.parametrize(
    ("tag", "weeks", "said"),
    [
        ("en-GB", 2, "{weeks} weeks on"),
        ("cy", 2, "Ymhen dwy wythnos"),
        ("cy", 4, "Ymhen {weeks} wythnos"),
        ("fr-CA", 1, "Une semaine plus tard"),
        ("ar", 6, "بعد {weeks} أسابيع"),
        ("ar", 12, "بعد {weeks} أسبوعًا"),
        ("de", 2, "{weeks} weeks on"),
    ],
)
def test_a_number_chooses_the_form(tag: str, weeks: int, said: str) -> None:
    assert Language(tag).counted_label("week_on", "weeks_on", weeks) == said
    own = Language(tag, {"weeks_on": "{weeks} w", "week_on": "w"})
    assert own.counted_label("week_on", "weeks_on", 2) == "{weeks} w"


def test_words_that_are_not_translated_are_english_and_known_as_that() -> None:
    german = Language("de", {"notes": "Notizen"})
    assert (german.label("contents"), german.language_of("contents")) == ("Contents", "en")
    assert (german.label("notes"), german.language_of("notes")) == ("Notizen", "de")
    assert Language("cy-GB").language_of("contents") == "cy-GB"
    assert not Language("../../x").has_words


@pytest.mark.parametrize(("tag", "marked"), [("de", True), ("cy", False), ("ar", False)])
def test_english_words_in_a_book_of_another_language_are_marked(
    make_project: MakeProject,
    tag: str,
    marked: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    project = make_project(
        {
            "booklet.toml": f'title = "T"\nlanguage = "{tag}"\n',
            "chapters/1-a.md": "# A\n\n> [!reflect]\n> X?\n\n> [!revisit|weeks-2]\n> Y\n",
            "chapters/2-b.md": "# B\n\nMAT\n\n*[MAT]: multi-academy trust\n",
        }
    )
    epub = build_epub(project, project / "out", page_list=False)
    with zipfile.ZipFile(epub.path) as archive:
        text = {name.split("/")[-1]: archive.read(name).decode() for name in archive.namelist()
                if name.endswith(".xhtml")}  # fmt: skip
    pages = text["how-to-use.xhtml"] + text["contents.xhtml"] + text["a.xhtml"] + text["b.xhtml"]
    for name in ("how_to_use", "how_to_lead", "contents", "reflect"):
        word = re.escape(Language(tag).label(name))
        found = re.findall(rf"<(?:h1|p|span)([^>]*)>{word}</", pages)
        assert found, name
        assert any('lang="en"' in attributes for attributes in found) == marked, name
    assert ("B404" in {one.code for one in epub.findings}) == marked


EVERYTHING = {
    "chapters/1-a.md": "# A\n\n1. **Ask** why.\n\n> [!reading]\n> <https://example.org/>\n\n"
    "> [!quiz]\n> Q?\n\n> [!answers]\n> A.\n\n> [!ifthen]\n\n> [!notes]\n",
    "chapters/2-b.md": "# B\n\nMAT\n\n*[MAT]: multi-academy trust\n\n> [!partner]\n",
}


def said_on(root: Element, around: str = "") -> Iterator[tuple[str, str]]:
    """Walk over all words and attributes that are read aloud, each with its language."""
    lang = root.get("lang", around)
    yield from ((words, lang) for key in ("alt", "aria-label") if (words := root.get(key)))
    yield (root.text or "").strip(), lang
    for child in root:
        if child.tag not in {"style", "head"}:
            yield from said_on(child, lang)
        yield (child.tail or "").strip(), lang


@pytest.mark.parametrize(("tag", "spoken"), [("de", "en"), ("cy", "cy"), ("ar", "ar")])
@pytest.mark.parametrize("edition", ["standard", "clear", "large-print", "facilitator"])
def test_fixed_words_on_paper_say_their_language(
    make_project: MakeProject, tag: str, spoken: str, edition: str
) -> None:
    settings = f'title = "T"\nlanguage = "{tag}"\nversion = "9"\naddress = "https://example.org"\n'
    project = make_project({"booklet.toml": settings, **EVERYTHING})
    book = read_book(project)
    chosen = find_edition(edition, book.config, project)
    pages = lay_out_pages(book, Layouts(project), chosen)
    documents = [*pages.divisions, pages.notes_page, pages.back_cover]
    said = [
        one
        for document in documents
        for one in said_on(tinyhtml5.parse(document.html, namespace_html_elements=False))
    ]
    language = Language(tag)
    names = {
        *("contents", "how_to_use", "how_to_lead", "answers", "glossary", "identifier", "version"),
        *("typefaces", "owner_name", "owner_hope", "qr", "chapter", "reading", "notes"),
    }
    if edition != "standard":
        names |= {name := f"edition_{edition.replace('-', '_')}", f"{name}_note"}
    for name in names:
        words = language.label(name)
        langs = {lang for text, lang in said if re.match(rf"{re.escape(words)}(?!\w)", text)}
        assert langs == {spoken}, (name, langs)


@pytest.mark.parametrize(("tag", "marked"), [("de", True), ("cy", False)])
def test_the_ways_through_an_e_book_say_their_language(
    make_project: MakeProject,
    tag: str,
    marked: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    settings = f'title = "T"\nlanguage = "{tag}"\nversion = "9"\n'
    project = make_project({"booklet.toml": settings, **EVERYTHING})
    epub = build_epub(project, project / "out", page_list=False)
    with zipfile.ZipFile(epub.path) as archive:
        text = {name: archive.read(name).decode() for name in archive.namelist()
                if name.endswith(".xhtml")}  # fmt: skip
    contents = next(text[name] for name in text if name.endswith("contents.xhtml"))
    links = re.findall(r"<li([^>]*)><a [^>]*>([^<]*)</a>", contents)
    label = Language(tag).label
    for name in ("how_to_use", "answers", "glossary", "cover", "contents", "start"):
        found = [attributes for attributes, words in links if words == label(name)]
        assert found, name
        assert all(('lang="en"' in attributes) == marked for attributes in found), name
    everything = "".join(text.values())
    assert (f'<span xml:lang="en" lang="en" dir="ltr">{label("version")}</span>' in everything) == (
        marked
    )


GERMAN = {
    "booklet.toml": 'title = "Regeln"\nlanguage = "de"\nversion = "9"\nsession = 2026-03-02\n'
    'author = "Ute"\naddress = "https://example.org"\n\n[[part]]\ntitle = "Eins"\n'
    'chapters = ["1-a.md", "2-b.md"]\n',
    "chapters/1-a.md": "---\naims: [eins]\n---\n# Anfang\n\n1. **Frage** viel: [](#rule-1).\n\n"
    '![Bogen](a.svg "Ein Bogen")\n\nTable: Zahlen\n\n| a | b |\n|---|---|\n| c | d |\n\n'
    "Siehe [](#figure-1), [](#table-1) und [](2-b.md).[^a]\n\n[^a]: Ebenda.\n\n[^b]: Nirgends.\n\n"
    + "".join(
        f"> [!{name}{option}]\n> Das.\n\n"
        for name, option in {
            **dict.fromkeys(one.name for one in COMPONENTS if one.has_callout), "discuss": "|min-1",
            "notes": "|lines-3", "reflect": "|min-5", "revisit": "|weeks-1|weeks-2",
        }.items()
        for option in [option or ""]
    ),
    "chapters/2-b.md": "# Ende\n\nXYZ\n\n*[XYZ]: Xaver\n\n- [ ] eins\n\n> [!reading]\n"
    "> <https://example.org/>\n",
    "chapters/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}  # fmt: skip
"""A book with everything that has fixed words, and no English word of its own."""


def english_words_without_mark(said: Iterable[tuple[str, str]]) -> list[str]:
    """List the fixed words that are said to be German."""
    braces = re.compile(r"\\{\w+\\}")
    fixed = [braces.sub(r"\\S+", re.escape(words)) for words in fixed_words("en").values()]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(fixed)})(?!\w)")
    return [words for words, lang in said if pattern.search(words) and lang != "en"]


def test_an_e_book_marks_every_fixed_word_that_is_not_in_its_language(
    make_project: MakeProject,
) -> None:
    project = make_project(GERMAN)
    epub = build_epub(project, project / "out", page_list=False)
    with zipfile.ZipFile(epub.path) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xhtml", ".ncx"))]
        read = {name: archive.read(name).decode() for name in names}
    roots = [ET.fromstring(page) for page in read.values()]  # noqa: S314 - our own
    said = [one for root in roots for one in said_in_xml(root)]
    assert english_words_without_mark(said) == []
    assert ">Rule 1</a>" in read["EPUB/a.xhtml"]


@pytest.mark.parametrize("edition", ["standard", "facilitator", "large-print", "ours"])
def test_paper_marks_every_fixed_word_that_is_not_in_the_book_s_language(
    make_project: MakeProject, edition: str
) -> None:
    own = {"layouts/editions/ours/edition.toml": 'based_on = "clear"\ntitle = "Unsere"\n'}
    project = make_project({**GERMAN, **own})
    book = read_book(project)
    pages = lay_out_pages(book, Layouts(project), find_edition(edition, book.config, project))
    documents = [*pages.divisions, pages.notes_page, pages.back_cover]
    roots = [tinyhtml5.parse(one.html, namespace_html_elements=False) for one in documents]
    assert english_words_without_mark(one for root in roots for one in said_on(root)) == []


def test_sheets_of_a_session_mark_them_too(make_project: MakeProject) -> None:
    project = make_project(GERMAN)
    book, layouts = read_book(project), Layouts(project)
    plan = plan_session(book, book.chapters[0])
    order = PrintOrder("Das Heft", "a.pdf", 1, 1, "both sides, flip on short edge")
    sheets = [
        lay_out_run_sheet(book, layouts, plan),
        lay_out_job_ticket(book, layouts, plan, JobTicket((order,), has_numbers=True)),
        lay_out_groups(book, layouts, plan, [[Person("Otto")]]),
        lay_out_poster(book, layouts, plan, "https://example.org"),
        lay_out_collected(book, layouts, plan, Collected((OUR_OWN,)), rules=()),
        lay_out_slips(book, layouts, plan, Collected((OUR_OWN,))),
    ]
    roots = [
        tinyhtml5.parse(sheet.divisions[0].html, namespace_html_elements=False) for sheet in sheets
    ]
    said = [one for root in roots for one in said_on(root)]
    assert english_words_without_mark(said) == []
    assert any("Groups" in words and lang == "en" for words, lang in said)


def said_in_xml(root: Element, around: str = "") -> Iterator[tuple[str, str]]:
    """Walk over all words of a file and the attributes that are read aloud, with their language."""
    lang = root.get("{http://www.w3.org/XML/1998/namespace}lang", around)
    yield from ((words, lang) for key in ("alt", "aria-label") if (words := root.get(key)))
    yield root.text or "", lang
    for child in root:
        yield from said_in_xml(child, lang)
        yield child.tail or "", lang


def test_the_editions_name_themselves_in_the_words_of_their_files() -> None:
    english = fixed_words("en")
    for path in (ROOT / "layouts" / "editions").glob("*/edition.toml"):
        settings = tomllib.loads(path.read_text("utf-8"))
        name = f"edition_{path.parent.name.replace('-', '_')}"
        assert settings.get("title") == english.get(name)
        assert settings.get("description") == english.get(f"{name}_note")


@pytest.mark.parametrize(
    ("tag", "said"), [("en", "Rule 1"), ("cy", "Rheol 1"), ("ar", "القاعدة 1")]
)
def test_a_link_without_words_names_its_place_in_the_book_s_language(tag: str, said: str) -> None:
    chapter = parse("# T\n\n1. **Ask** why.\n", language=Language(tag))
    assert chapter.link_targets[-1].name == said


SAID = ReturnedPlan("a", "meetings", "people", "")
OUR_OWN = ReturnedPlan("a", "x", "y", "z")

UNTITLED = {"checklist", "key", "rules"}
"""Components that show no title on any paper or screen, though every component has a label."""


def test_an_author_s_word_for_every_label_stands_somewhere(make_project: MakeProject) -> None:
    """What is asked for and has no name in `[labels]` ends these with an error.

    A product with words of its own is to be added to those that are laid out here.
    """
    own = {name: f"{words} §{name}§" for name, words in fixed_words("en").items()}
    settings = GERMAN["booklet.toml"].replace('language = "de"', 'language = "en"\nlogo = "a.svg"')
    settings = settings.replace("2026-03-02", "{ date = 2026-03-02, break_every = 10 }")
    labels = "".join(f"{name} = {json.dumps(words)}\n" for name, words in own.items())
    more = "\n1. **Y** viel.\n\n> [!partner]\n\n> [!facilitator]\n> X\n\n> [!discuss|min-5]\n> X\n"
    written = "".join(map(str, GERMAN.values())) + more
    boxes = (one.name for one in COMPONENTS if one.has_callout)
    more += "".join(f"\n> [!{name}]\n> X\n" for name in boxes if f"[!{name}" not in written)
    project = make_project(
        {
            **GERMAN,
            "booklet.toml": f"{settings}\n[labels]\n{labels}",
            "chapters/2-b.md": GERMAN["chapters/2-b.md"] + more,
            "a.svg": GERMAN["chapters/a.svg"],
        }
    )
    book, layouts = read_book(project), Layouts(project)
    plan = plan_session(book, book.chapters[0])
    print_books = [
        *(lay_out_pages(book, layouts, find_edition(name, book.config)) for name in EDITIONS),
        *(
            lay_out_a4_handout(book, layouts, book.chapters[0], pages, DENSITIES[0])
            for pages in (BookletPages(3, 4, 1.5, {}), BookletPages(3, 3, 0.8, {}))
        ),
        lay_out_rule_cards(book, layouts, book.chapters[0]),
        lay_out_pocket_guide(book, layouts, book.chapters[0]),
        lay_out_rules_poster(book, layouts, "A4", 20),
        lay_out_groups(book, layouts, plan, [[Person("A")]]),
        lay_out_poster(book, layouts, plan, "https://example.org"),
        lay_out_collected(
            book,
            layouts,
            plan,
            Collected((OUR_OWN, SAID)),
            rules=[Rule(1, "Meeting people", "")],
        ),
    ]
    shared = [SharedFile(kind, project / "a.pdf", "a.pdf", "", 1) for kind in Kind]
    page = PrintedPage("1", "a", (TextPosition("a", 0),))
    ebook = lay_out_documents(book, layouts, page_map=PageMap((page,)))
    downloads = [Download("epub_file", "a.epub"), Download("pdf_file", "a.pdf")]
    texts = [
        lay_out_web_page(book, layouts, downloads).document,
        *(one.stylesheet for one in print_books),
        *(division.html for one in print_books for division in one.divisions),
        *(division.style for one in print_books for division in one.divisions),
        *(document.xhtml for document in ebook.documents),
        *(step.title for step in plan.timed_steps),
        lay_out_page(book.publication, layouts, shared).html,
        lay_out_leader_page(book.publication, layouts, "http://a/", "", is_open=True).html,
    ]
    said = {name for text in texts for name in re.findall(r"§(\w+)§", text)}
    assert said == LABEL_NAMES - UNTITLED
