"""What multiplies is counted before it is set: spans, drawings, notes, endless words, cells."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup_samples import parse

from booklet.common import xhtml
from booklet.common.drawing_work import MOST_DRAWN, TooMuchError, count_drawn
from booklet.manuscript.drawings import UnsafeDrawingError, clean_drawing
from booklet.manuscript.size_limits import MOST_CELLS, find_oversized_block
from booklet.markup.spans import fit_spans


def fitted(table: str) -> str:
    root = xhtml.parse(f"<table>{table}</table>")
    fit_spans(root)
    return xhtml.serialise_content(root).removeprefix("<table>").removesuffix("</table>")


RIGHT_ALREADY = (
    '<thead><tr><th colspan="2">a</th><th>b</th></tr></thead>'
    "<tbody><tr><td>c</td><td>d</td><td>e</td></tr></tbody>"
)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (
            '<tr><td colspan="999">a</td></tr><tr><td>b</td><td>c</td></tr>',
            '<tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr>',
        ),
        (
            '<tr><td colspan="999">a</td><td colspan="999">b</td></tr>',
            "<tr><td>a</td><td>b</td></tr>",
        ),
        ('<tr><td rowspan="999">a</td><td>b</td></tr>', "<tr><td>a</td><td>b</td></tr>"),
        (
            '<tr><td rowspan="9">a</td><td>b</td></tr><tr><td>c</td></tr>',
            '<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr>',
        ),
        (
            RIGHT_ALREADY,
            RIGHT_ALREADY,
        ),
        (
            '<colgroup span="999"></colgroup><tr><td>a</td><td>b</td></tr>',
            '<colgroup span="2"></colgroup><tr><td>a</td><td>b</td></tr>',
        ),
        (
            '<colgroup><col/><col span="9"/><col/></colgroup><tr><td>a</td><td>b</td></tr>',
            "<colgroup><col/><col/></colgroup><tr><td>a</td><td>b</td></tr>",
        ),
    ],
)
def test_a_span_is_as_long_as_the_table_has_columns_and_rows(typed: str, right: str) -> None:
    assert fitted(typed) == right


_CELLS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=5)


@given(st.lists(_CELLS, min_size=1, max_size=5))
def test_fitted_spans_fit(rows: list[list[tuple[int, int]]]) -> None:
    """Fitting again changes nothing, and no table has more columns than cells."""
    table = "".join(
        "<tr>" + "".join(f'<td colspan="{w}" rowspan="{h}">x</td>' for w, h in row) + "</tr>"
        for row in rows
    )
    once = fitted(table)
    assert fitted(once) == once
    root = xhtml.parse(f"<table>{once}</table>")
    for row in root.iter("tr"):
        assert sum(int(cell.get("colspan", "1")) for cell in row) <= sum(map(len, rows))


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def nested(part: str, width: int, depth: int) -> str:
    """Let each of some groups show the next one many times."""
    groups = "".join(
        f'<g id="g{level}">{part.format(level + 1) * width}</g>' for level in range(depth)
    )
    return SVG.format(f'{groups}<g id="g{depth}"><rect/></g>')


MARKERS = SVG.format(
    "".join(
        f'<marker id="m{level}"><path d="M0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9" '
        f'marker-mid="url(#m{level + 1})"/></marker>'
        for level in range(6)
    )
    + '<marker id="m6"><rect/></marker>'
)
STYLED = SVG.format(
    "<style>.m0 { marker: url(#m0) } .m1 { marker: url(#m1) } .m2 { marker: url(#m2) }</style>"
    + "".join(
        f'<marker id="m{level}"><path class="m{level + 1}" d="{"M0 0 L1 1 " * 50}"/></marker>'
        for level in range(3)
    )
    + '<path class="m0" d="M0 0 L1 1"/>'
)
MASKS = nested('<rect mask="url(#g{})"/>', 10, 6)
PATTERNS = nested('<rect style="fill: url(#g{})"/>', 10, 6)


@pytest.mark.parametrize(
    "drawing",
    [nested('<use href="#g{}"/>', 10, 6), MARKERS, STYLED, MASKS, PATTERNS],
    ids=["use", "markers", "styled markers", "masks", "patterns"],
)
def test_a_drawing_that_stands_for_a_million_is_refused(drawing: str) -> None:
    assert len(drawing) < 4_000
    with pytest.raises(TooMuchError, match="draws more than 50,000"):
        count_drawn(fromstring(drawing))  # noqa: S314 - our own
    with pytest.raises(UnsafeDrawingError, match="draws more than 50,000"):
        clean_drawing(drawing.encode())


def test_a_chain_of_uses_is_refused_before_it_is_followed() -> None:
    chain = "".join(f'<g id="g{n}"><use href="#g{n + 1}"/></g>' for n in range(5_000))
    with pytest.raises(TooMuchError, match="too deeply"):
        count_drawn(fromstring(SVG.format(f'<use href="#g0"/>{chain}')))  # noqa: S314 - our own


def test_an_ordinary_drawing_is_counted_right() -> None:
    drawing = SVG.format('<g id="a"><rect/></g><use href="#a"/><use href="#a"/><use href="#none"/>')
    assert count_drawn(fromstring(drawing)) == 10  # noqa: S314 - our own
    itself = SVG.format('<g id="a"><use href="#a"/></g>')
    assert count_drawn(fromstring(itself)) == 3  # noqa: S314 - our own
    many = SVG.format('<linearGradient id="g"><stop/><stop/></linearGradient>' + "<g/>" * 20_000)
    styled = many.replace("<g/>", '<rect fill="url(#g)"/>')
    assert count_drawn(fromstring(styled)) < MOST_DRAWN  # noqa: S314 - our own


def test_an_endless_word_may_be_broken_and_loses_no_letter() -> None:
    word = "abcdefghij" * 3_200
    body = parse(f"# T\n\nbefore {word} after **{word}**\n\n`{word}`\n").body
    assert xhtml.text_of(body).count(word) == 3
    breaks = list(body.iter("wbr"))
    assert len(breaks) == 3 * (len(word) // 50 - 1)
    short = parse(f"# T\n\n{'a' * 999}\n").body
    assert next(short.iter("wbr"), None) is None


def test_a_wide_table_with_short_rows_is_counted_whole() -> None:
    head = "|a" * 200 + "|\n" + "|-" * 200 + "|\n"
    assert find_oversized_block(head + "|x|\n" * 200) is None
    found = find_oversized_block(head + "|x|\n" * 300)
    assert found is not None
    assert (found.what, found.line) == ("a table of 300 rows and 200 columns", 1)
    assert found.most == f"{MOST_CELLS:,} cells"
