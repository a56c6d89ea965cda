"""Markers of printed pages: where each goes in an e-book's document."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from epub_samples import sample_book
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.page_map import PageMap, PrintedPage, TextPosition, countable_chars
from booklet.epub.content import ContentDocument
from booklet.epub.document_index import index_document
from booklet.epub.documents import lay_out_documents
from booklet.epub.page_markers import index_documents, insert_page_markers, plan_page_markers
from booklet.theme.templates import Layouts

OPS = "http://www.idpf.org/2007/ops"


def document(body: str, name: str = "one") -> ContentDocument:
    xhtml = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="{OPS}"><head><title>t</title></head><body>{body}</body></html>'
    )
    return ContentDocument(name, f"{name}.xhtml", name, xhtml)


def pages(*places: tuple[str, str, int] | str, division: str = "one") -> PageMap:
    """Draw pages as (folio, id, offset), or as a folio alone for a page without text."""
    return PageMap(
        tuple(
            PrintedPage(one, division, ())
            if isinstance(one, str)
            else PrintedPage(one[0], division, (TextPosition(one[1], one[2]),))
            for one in places
        )
    )


def marked(body: str, page_map: PageMap) -> str:
    """Mark a body, and draw the markers as [12]."""
    made = document(body)
    indexes = index_documents((made,), page_map)
    xhtml = insert_page_markers(made, indexes, plan_page_markers(indexes, page_map)).xhtml
    ET.fromstring(xhtml)  # noqa: S314 - our own output
    drawn = xhtml[xhtml.index("<body>") + 6 : xhtml.index("</body>")]
    drawn = drawn.replace(' class="page-start"', "")
    for page in page_map.pages:
        mark = (
            f'<span epub:type="pagebreak" role="doc-pagebreak" aria-label="{page.folio}" '
            f'id="page-{page.folio}"></span>'
        )
        drawn = drawn.replace(mark, f"[{page.folio}]")
    return drawn


def at(body: str, identifier: str, offset: int, *others: str) -> str:
    """Mark one place; `others` are ids that paper knows too."""
    known = PageMap(
        (
            PrintedPage("2", "one", (TextPosition(identifier, offset),)),
            PrintedPage("", "one", tuple(TextPosition(other, 0) for other in others)),
        )
    )
    return marked(body, known)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (0, "<p id='a'>[2]One two three.</p>"),
        (3, "<p id='a'>One [2]two three.</p>"),
        (5, "<p id='a'>One [2]two three.</p>"),
        (3, "<p id='a'>One  \n [2]two</p>"),
        (3, "<p id='a'>O\u00adne [2]two</p>"),
        (4, "<p id='a'>AT&amp;T [2]and</p>"),
        (3, "<p id='a'>é ü 🎉 [2]x</p>"),
        (5, "<p id='a'>well-[2]known</p>"),
        (10, "<p id='a'>the [2]school’s</p>"),
        (2, "<p id='a'>漢字[2]漢字</p>"),
        (7, "<p id='a'>مرحبا [2]بالعالم</p>"),
        (1, "<p id='a'>x [2]<em>one</em> two</p>"),
        (4, "<p id='a'>x <em>one [2]two</em></p>"),
        (3, "<p id='a'>x [2]un<em>do</em> y</p>"),
        (0, "<p id='a'>[2]<em>One</em> two</p>"),
        (4, "<p id='a'>x [2]<a href='#a'>one two</a></p>"),
        (5, "<p id='a'>x [2]un<a href='#a'>do it</a></p>"),
        (1, "<p id='a'>[2]<a href='#a'><em>x y</em></a></p>"),
        (3, "<p id='a'>x [2]<ruby>漢<rt>kan</rt></ruby> y</p>"),
        (2, "<p id='a'>x [2]<math><mi>y</mi><mo>=</mo></math></p>"),
        (2, "<p id='a'>x <svg><text>y z</text></svg> z [2]w</p>"),
        (0, "[2]<h2 id='a'>One two</h2>"),
        (0, "[2]<h2 id='a'><em>One</em></h2>"),
        (0, "[2]<p class='component-title' id='a'>T</p>"),
        (0, "<p>x [2]<b id='a'>one</b></p>"),
        (0, "<figure id='a'>[2]<img src='x'/></figure>"),
        (0, "<p id='a'>[2]<img src='x'/> y</p>"),
        (0, "<p>y [2]<img id='a' src='x'/></p>"),
        (0, "<p>y [2]<a href='#a'><img id='a' src='x'/></a></p>"),
        (0, "<ul><li id='a'>[2]x</li></ul>"),
        (0, "<ul id='a'><li>[2]x</li></ul>"),
        (1, "<table><tr><td id='a'>x [2]y</td></tr></table>"),
        (0, "[2]<table><caption id='a'>x</caption></table>"),
        (1, "<pre id='a'>x\n  [2]y</pre>"),
        (1, "<section id='a'><p>x</p><p>[2]y</p></section>"),
        (0, "<section id='a'>[2]<p></p></section>"),
        (1, "<div id='a'>[2]<nav><ol><li><a href='#a'>x y</a></li></ol></nav></div>"),
        (1, "<p id='a'>x<a class='note-reference' href='#n'>1</a> [2]y</p>"),
        (1, "<p id='a'><span class='tick-box'>☐ </span>x [2]y</p>"),
        (99, "<p id='a'>[2]x</p>"),
    ],
)
def test_a_marker_stands_at_the_very_place_or_nearest_before_it(offset: int, expected: str) -> None:
    assert at(expected.replace("[2]", ""), "a", offset) == expected


def test_what_has_an_id_on_paper_counts_for_itself() -> None:
    body = "<section id='a'>x <p id='b'>y z</p> w v</section>"
    assert at(body, "a", 2, "b") == "<section id='a'>x <p id='b'>y z</p> w [2]v</section>"
    assert at(body, "b", 1, "a") == "<section id='a'>x <p id='b'>y [2]z</p> w v</section>"


def test_an_id_that_only_screens_have_divides_no_text() -> None:
    body = "<section id='a'><p>x</p><h1 id='a--title'>y</h1><p>z</p></section>"
    assert (
        at(body, "a", 1) == "<section id='a'><p>x</p>[2]<h1 id='a--title'>y</h1><p>z</p></section>"
    )


def test_a_page_of_what_only_paper_shows_starts_at_the_next_text() -> None:
    body = "<section id='s'><p id='a'>x</p><p id='b'>y</p></section>"
    page_map = pages(("1", "a", 0), ("2", "lines", 0), "3", ("4", "b", 0))
    assert (
        marked(body, page_map)
        == "<section id='s'><p id='a'>[1]x</p><p id='b'>[2][3][4]y</p></section>"
    )


def test_pages_behind_the_last_text_stand_at_its_end() -> None:
    body = "<section id='s'><p id='a'>x</p></section>"
    page_map = pages(("1", "a", 0), "2", ("3", "lines", 0))
    assert marked(body, page_map) == "<section id='s'><p id='a'>[1]x</p>[2][3]</section>"


def test_the_end_of_a_chapter_is_in_its_own_document() -> None:
    documents = (
        document("<section id='a'>x</section>"),
        document("<section id='b'>y</section>", "two"),
    )
    one, two = pages(("1", "a", 0), "2").pages, pages(("3", "b", 0), division="two").pages
    page_map = PageMap((*one, *two))
    marks = plan_page_markers(index_documents(documents, page_map), page_map)
    assert [mark.target.href for mark in marks] == [
        "one.xhtml#page-1",
        "one.xhtml#page-2",
        "two.xhtml#page-3",
    ]


def test_a_page_without_a_folio_has_no_marker() -> None:
    assert marked("<p id='a'>x</p>", pages(("", "a", 0))) == "<p id='a'>x</p>"


def test_markers_never_run_backwards() -> None:
    body = "<section id='s'><p id='a'>x</p><p id='b'>y</p></section>"
    page_map = pages(("1", "b", 0), ("2", "a", 0))
    assert (
        marked(body, page_map) == "<section id='s'><p id='a'>x</p><p id='b'>[1][2]y</p></section>"
    )


def test_a_marker_does_not_take_an_id_that_is_there() -> None:
    made = document("<p id='page-1'>x</p>")
    page_map = pages(("1", "page-1", 0))
    (mark,) = plan_page_markers(index_documents((made,), page_map), page_map)
    assert mark.identifier == "page-1-starts"


@given(st.text(st.sampled_from("ab’-é漢 \n&<\u00ad🎉"), max_size=30), st.integers(0, 40))
def test_nothing_changes_but_what_is_put_in(text: str, offset: int) -> None:
    written = f"x{text}".replace("&", "&amp;").replace("<", "&lt;")
    body = f"<p id='a'>{written}</p>"
    made = at(body, "a", offset)
    assert made.replace("[2]", "") == body
    before = made.partition("[2]")[0].removeprefix("<p id='a'>")
    assert len(countable_chars(before.replace("&amp;", "&").replace("&lt;", "<"))) <= offset


def test_a_document_that_is_not_wellformed_is_refused() -> None:
    with pytest.raises(ValueError, match="not well-formed"):
        index_document(b"<p>", ())


def test_the_contents_get_the_marker_of_their_page_and_list_all() -> None:
    page_map = pages(("v", "contents", 0), ("vi", "contents", 20), ("1", "trust", 0))
    copy = lay_out_documents(sample_book(), Layouts(), page_map=page_map)
    contents = next(one.xhtml for one in copy.documents if one.file_name == copy.nav_document)
    assert contents.index('id="page-v"') < contents.index('id="page-vi"') < contents.index("<nav")
    assert [page.href for page in copy.page_list] == [
        "contents.xhtml#page-v",
        "contents.xhtml#page-vi",
        "trust.xhtml#page-1",
    ]


@pytest.mark.parametrize(
    ("body", "is_alone"),
    [
        ("<h2 id='a'>x</h2>", True),
        ("<section id='a'><h2>x</h2></section>", True),
        ("<p class='component-title' id='a'>x</p>", True),
        ("<table><caption id='a'>x</caption></table>", True),
        ("<p id='a'>x</p>", False),
        ("<p id='a'><em>x</em></p>", False),
        ("<p>y <em id='a'>x</em></p>", False),
        ("<li id='a'>x</li>", False),
        ("<div>y <b id='a'>x</b></div>", False),
    ],
)
def test_a_marker_between_blocks_is_kept_with_what_comes_after(body: str, is_alone: bool) -> None:  # noqa: FBT001 - a parameter of the test
    made = document(body)
    page_map = pages(("2", "a", 0))
    indexes = index_documents((made,), page_map)
    xhtml = insert_page_markers(made, indexes, plan_page_markers(indexes, page_map)).xhtml
    assert ('class="page-start"' in xhtml) is is_alone
