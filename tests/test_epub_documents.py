"""The e-book's documents: links, pictures, names of files, what things are."""

from __future__ import annotations

import pytest
from epub_samples import sample_book, sample_chapter, sample_picture

from booklet.common.page_map import PageMap, PrintedPage, TextPosition
from booklet.common.xhtml import parse, serialise_content
from booklet.epub.chapter_texts import name_files, outline
from booklet.epub.content import PageTarget
from booklet.epub.crosslinks import file_pictures, link_across, show_pictures
from booklet.epub.documents import lay_out_documents
from booklet.epub.semantics import add_semantics
from booklet.theme.picture_sizes import fit_for_screens
from booklet.theme.templates import Layouts


def linked(html: str) -> str:
    root = parse(html)
    link_across(root, "one.xhtml", {"near": "one.xhtml#near", "far": "two.xhtml#far"})
    return serialise_content(root)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("#near", '<a href="#near">x</a>'),
        ("#far", '<a href="two.xhtml#far">x</a>'),
        ("#gone", "<a>x</a>"),
        ("https://example.org/?a=b", '<a href="https://example.org/?a=b">x</a>'),
        ("mailto:office@example.org", '<a href="mailto:office@example.org">x</a>'),
        ("javascript:alert(1)", "<a>x</a>"),
        ("notes.pdf", "<a>x</a>"),
    ],
)
def test_links_lead_into_the_package_or_out_of_it_or_nowhere(href: str, expected: str) -> None:
    assert linked(f'<a href="{href}">x</a>') == expected


def test_the_same_picture_under_two_names_is_kept_once() -> None:
    shelved, files = file_pictures(
        {"a.png": sample_picture("a.png"), "b.png": sample_picture()}, fit_for_screens
    )
    assert [picture.file_name for picture in shelved] == ["images/a.png"]
    assert files == {"a.png": "images/a.png", "b.png": "images/a.png"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            '<img src="a.png" alt="A"/>',
            '<img src="images/a.png" alt="A" width="40" height="20"/>',
        ),
        (
            '<img src="a.png" alt="A" width="10"/>',
            '<img src="images/a.png" alt="A" width="10"/>',
        ),
        ('<img src="gone.png" alt="A map"/> here', "A map here"),
        ('<img src="data:image/png;base64,AA==" alt=""/>',) * 2,
    ],
)
def test_pictures_show_their_file_with_its_dimensions(given: str, expected: str) -> None:
    root = parse(given)
    show_pictures(root, {"a.png": sample_picture()}, {"a.png": "images/a.png"})
    assert serialise_content(root) == expected


def test_a_chapter_named_like_one_of_our_documents_gets_a_name_of_its_own() -> None:
    slugs = ("glossary", "chapter-glossary", "trust", "cover")
    files = name_files(sample_book(tuple(sample_chapter(slug, slug, "") for slug in slugs)))
    assert files["glossary"] == "glossary.xhtml"
    assert files["chapter-glossary"] == "chapter-chapter-glossary.xhtml"
    assert files["chapter-chapter-glossary"] == "chapter-glossary.xhtml"
    assert files["chapter-trust"] == "trust.xhtml"
    assert len(set(files.values())) == len(files)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('<section class="component aims">', ' epub:type="learning-objective">'),
        ('<aside class="component key">', ' epub:type="pullquote" role="doc-pullquote">'),
        ('<section class="component read example">', ' role="doc-example">'),
        ('<section class="component read tip example">', ' role="doc-example">'),
        ('<section class="component think quiz">', ' epub:type="assessment">'),
        ('<section class="component do audit">', ' epub:type="assessment">'),
        ('<ol class="audit">', ">"),
        ('<section class="component do try">', ">"),
    ],
)
def test_components_say_what_they_are(written: str, said: str) -> None:
    tag = written.split(maxsplit=1)[0].strip("<")
    root = parse(f"{written}</{tag}>")
    add_semantics(root)
    assert serialise_content(root) == f"{written[:-1]}{said}</{tag}>"


def test_header_cells_say_what_they_head() -> None:
    root = parse(
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><th>b</th></tr></tbody></table>"
    )
    add_semantics(root)
    assert [cell.get("scope") for cell in root.iter("th")] == ["col", "row"]


def test_a_drawing_in_the_text_is_named_by_its_title() -> None:
    root = parse('<svg xmlns="http://www.w3.org/2000/svg"><title>A line</title></svg>')
    add_semantics(root)
    assert 'role="img" aria-label="A line"' in serialise_content(root)


def test_an_outline_lists_sections_and_rules_in_order() -> None:
    root = parse(
        '<h2 id="a">One <em>two</em></h2><h3 id="b">no</h3>'
        '<ol><li class="rule" id="r"><p><strong>Lead</strong> – text</p></li></ol>'
    )
    assert list(outline(root)) == [("a", "One two"), ("r", "Lead")]


def test_the_number_of_a_footnote_is_no_part_of_a_heading() -> None:
    root = parse('<h2 id="a">One<a role="doc-noteref">1</a> <img alt="two"/></h2>')
    assert list(outline(root)) == [("a", "One two")]


def test_a_link_to_what_screens_leave_out_leads_to_its_chapter() -> None:
    one = sample_chapter(
        "one", "One", '<p><a href="#trust-notes-1">notes</a></p><section data-component="key"/>'
    )
    two = sample_chapter("trust", "Trust", "<p>A word.</p>")
    copy = lay_out_documents(sample_book((one, two)), Layouts())
    text = next(made.xhtml for made in copy.documents if made.file_name == "one.xhtml")
    assert '<a href="trust.xhtml#trust">notes</a>' in text


def test_a_page_list_is_shown_when_there_is_one() -> None:
    page_map = PageMap(
        (
            PrintedPage("iv", "front-matter", (TextPosition("how-to-use", 0),)),
            PrintedPage("1", "trust", (TextPosition("trust", 0),)),
        )
    )
    copy = lay_out_documents(sample_book(), Layouts(), page_map=page_map)
    nav = copy.documents[3].xhtml
    assert '<nav epub:type="page-list" role="doc-pagelist"' in nav
    assert '<li><a href="how-to-use.xhtml#page-iv">iv</a></li>' in nav
    assert copy.page_list == (
        PageTarget("iv", "how-to-use.xhtml#page-iv"),
        PageTarget("1", "trust.xhtml#page-1"),
    )


def test_a_book_without_components_has_no_page_on_how_to_use_them() -> None:
    copy = lay_out_documents(
        sample_book((sample_chapter("one", "One", "<p>A word.</p>"),)), Layouts()
    )
    assert "how-to-use.xhtml" not in {made.file_name for made in copy.documents}


def test_every_document_names_its_language_and_direction() -> None:
    for made in lay_out_documents(sample_book(), Layouts()).documents:
        assert 'xml:lang="en-GB" lang="en-GB" dir="ltr"' in made.xhtml
