"""Where pages start in the text, from WeasyPrint's layout.

The first test fails when WeasyPrint's boxes change their shape: then `weasy/page_starts.py` has
to be read against the new version before the number below is raised.
"""

from __future__ import annotations

import pickle

from pyphen import Pyphen
from render_samples import copy_of, division, pages, set_alone

from booklet.common.page_map import PageStart, TextPosition
from booklet.print.division import Partition
from booklet.scheduling.typeset_book import find_pages, typeset

NARROW = "p { hyphens: auto; hyphenate-character: '-'; text-align: justify } "


def starts(body: str, stylesheet: str = "") -> list[list[tuple[str, int]]]:
    """Set some HTML, and draw the places of each page as (id, offset)."""
    fragment = set_alone(body, stylesheet=stylesheet)
    return [
        [(place.id, place.offset) for place in start.positions] for start in fragment.page_starts
    ]


def test_what_is_known_of_weasyprints_boxes_holds() -> None:
    body = (
        '<section id="s"><h1 id="h">Head</h1><p id="p">One <b>two</b><span class="footnote" '
        'id="n">note</span> three</p><ol><li id="l">item</li></ol><table><thead><tr><th id="th">a'
        '</th></tr></thead><tbody><tr><td id="td">b</td></tr></tbody></table>'
        '<figure id="f"><img src="booklet:picture/square.svg" alt="x"></figure></section>'
    )
    assert starts(body) == [
        [("h", 0), ("p", 0), ("l", 0), ("th", 0), ("td", 0), ("f", 0)],
    ]


def test_a_page_that_starts_in_mid_paragraph_knows_the_sign() -> None:
    (first, second, *_) = starts(f'<p id="p">{"12345678 " * 400}</p>')
    assert first == [("p", 0)]
    ((name, offset),) = second
    assert name == "p"
    assert offset > 100
    assert offset % 8 == 0


def test_hyphens_at_line_ends_do_not_count() -> None:
    word = "internationalisation"
    found = starts(f'<p id="p">{f"{word} " * 900}</p>', NARROW)
    assert len(found) > 3
    offsets = [page[0][1] % len(word) for page in found]
    assert any(offsets), "no page of this test breaks a word"
    # Every hyphen that counted would shift all pages after it off these places.
    assert set(offsets) <= {0, *Pyphen(lang="en").positions(word)}


def test_soft_hyphens_do_not_count() -> None:
    word = "inter\u00adnatio\u00adnalisation"
    found = starts(f'<p id="p">{f"{word} " * 900}</p>')
    assert len(found) > 3
    assert {page[0][1] % 20 for page in found} <= {0, 5, 10}


def test_a_hyphen_of_the_authors_counts() -> None:
    found = starts('<p id="p" style="width: 12mm">well-known <b id="b">x</b> 12345</p>'
                   '<p style="break-before: page"></p>', NARROW)  # fmt: skip
    assert found[0] == [("p", 0), ("b", 0)]
    broken = starts(
        '<p id="p" style="width: 10mm; orphans: 1; widows: 1">'
        f'{"well-known " * 60}</p>', NARROW
    )  # fmt: skip
    assert len(broken) > 1
    assert all(page[0][1] % 10 in {0, 5} for page in broken)


def test_footnotes_and_their_calls_do_not_count() -> None:
    note = '<span class="footnote" id="n{}">A note of some length, number {}.</span>'
    words = "".join(f"12345678{note.format(n, n)} " for n in range(60))
    found = starts(f'<p id="p">{words}</p>')
    assert len(found) > 1
    assert all(page[0][0] == "p" and page[0][1] % 8 == 0 for page in found)


def test_numbers_and_other_generated_text_do_not_count() -> None:
    style = (
        "li::before { content: 'before' } li::after { content: 'after' } .rules li { color: red }"
    )
    items = "".join(f'<li id="l{n}">Item</li>' for n in range(100))
    found = starts(f'<ol id="o">{items}</ol>', style)
    assert all(place == (f"l{n}", 0) for n, place in enumerate(sum(found, [])))  # noqa: RUF017


def test_heads_of_tables_that_are_repeated_start_no_page() -> None:
    rows = "".join(f'<tr><td id="a{n}">x</td><td id="b{n}">y</td></tr>' for n in range(60))
    head = '<thead><tr><th id="h1">A</th><th id="h2">B</th></tr></thead>'
    found = starts(
        f"<table>{head}<tbody>{rows}</tbody></table>", "thead{display:table-header-group}"
    )
    assert len(found) > 1
    assert found[0][0] == ("h1", 0)
    assert all(page[0][0].startswith("a") and page[0][1] == 0 for page in found[1:])


def test_the_head_of_a_table_whose_row_is_taller_than_a_page_starts_no_page() -> None:
    # WeasyPrint sets such a head for the first time on the last page of the row.
    head = '<thead><tr><th id="h1">A</th><th id="h2">B</th></tr></thead>'
    tall = "".join(f"<br>{n}" for n in range(100))
    rows = f'<tr><td id="a">x</td><td id="b">{tall}</td></tr>'
    style = "tr { break-inside: avoid } thead { display: table-header-group }"
    found = starts(f'<p id="p">y</p><table>{head}<tbody>{rows}</tbody></table>', style)
    assert len(found) > 3
    assert [page[0][0] for page in found] == ["p", "a", *["b"] * (len(found) - 2)]
    offsets = [page[0][1] for page in found[2:]]
    assert offsets == sorted(set(offsets))


def test_what_only_paper_shows_is_passed_over() -> None:
    body = (
        '<section id="s"><p id="p">x</p><div class="ruled-lines">lines</div>'
        '<div class="stem" style="break-before: page">If <span id="inside">x</span></div>'
        '<p id="q">y</p></section>'
    )
    assert starts(body) == [[("p", 0)], [("q", 0)]]


def test_pages_without_text_have_no_places() -> None:
    body = '<p id="p">x</p><div class="ruled" style="break-before: page"></div>'
    assert starts(body) == [[("p", 0)], []]


def test_a_picture_starts_a_page_once() -> None:
    picture = '<img src="booklet:picture/square.svg" alt="x">'
    body = f'<p id="p">x</p><figure id="f" style="break-before: page">{picture}</figure>'
    assert starts(body) == [[("p", 0)], [("f", 0)]]


def test_a_page_shows_its_folio_only_where_the_style_sheet_prints_it() -> None:
    fragment = set_alone(pages(3), stylesheet="@page :left { @bottom-left { content: none } }")
    assert [start.shows_folio for start in fragment.page_starts] == [True, False, True]


def test_page_starts_can_travel_between_processes() -> None:
    start = PageStart((TextPosition("a", 1),), shows_folio=True)
    assert pickle.loads(pickle.dumps(start)) == start  # noqa: S301 - our own


def test_the_page_map_has_every_page_of_the_book_and_its_printed_folio() -> None:
    copy = copy_of(
        division("front-matter", pages(2), Partition.FRONT_MATTER),
        division("one", f'<div id="one">{pages(3)}</div>'),
        division("two", '<div id="two">x</div>'),
    )
    found = find_pages(copy)
    assert found == typeset(copy).page_map
    assert [(page.folio, page.division) for page in found.pages] == [
        ("i", "front-matter"),
        ("ii", "front-matter"),
        ("1", "one"),
        ("2", "one"),
        ("3", "one"),
        ("", "notes-page-1"),
        ("5", "two"),
        ("6", "back-cover"),
    ]
    assert found.pages[6].positions == (TextPosition("two", 0),)
