"""A chart shows what its table says: each number at its place, and told apart without colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from markup_samples import shown

from booklet.common import xhtml
from booklet.common.xhtml import SVG
from booklet.components import Medium
from booklet.components.chart import KINDS
from booklet.components.chart_canvas import DrawingStyle, text_width
from booklet.components.chart_drawing import draw_chart, shows_every_number
from booklet.components.chart_table import ChartTable, Value, read_number, read_table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ENGLISH, FRENCH, GERMAN = (Locale.parse(tag) for tag in ("en_GB", "fr", "de"))
TABLE = """| Term   | Boys | Girls |
|--------|-----:|------:|
| Autumn |   12 |    24 |
| Spring |    – |     6 |
"""
BOX = "> [!chart|{}] Places\n>\n" + "".join(f"> {line}\n" for line in TABLE.splitlines())


def table(*rows: tuple[str, ...]) -> ChartTable:
    cells = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows)
    found = read_table(xhtml.parse(f"<table>{cells}</table>"), ENGLISH)
    assert found is not None
    return found


def draw(kind: str, data: ChartTable, *, mirrored: bool = False) -> Element:
    return draw_chart(kind, data, DrawingStyle(), id_="c", words="W", mirrored=mirrored)


def parts(drawing: Element, tag: str) -> list[Element]:
    return [one for one in drawing if one.tag == f"{{{SVG}}}{tag}"]


def written(drawing: Element) -> list[str]:
    return [one.text or "" for one in parts(drawing, "text")]


@pytest.mark.parametrize(
    ("cell", "locale", "number"),
    [
        ("12", ENGLISH, 12),
        ("1,250.50", ENGLISH, 1250.5),
        ("£1,250", ENGLISH, 1250),
        ("-£5", ENGLISH, -5),
        ("−3", ENGLISH, -3),  # noqa: RUF001 - a minus sign
        ("45 %", ENGLISH, 45),
        (".5", ENGLISH, 0.5),
        ("7 pupils", ENGLISH, 7),
        ("1\u202f250,5", FRENCH, 1250.5),
        ("1.250,5 €", GERMAN, 1250.5),
        ("–", ENGLISH, None),
        ("", ENGLISH, None),
        ("none", ENGLISH, None),
        ("5–9", ENGLISH, None),
        ("3 of 4", ENGLISH, None),
        ("12.5.2026", ENGLISH, None),
    ],
)
def test_numbers_are_read_as_authors_write_them(
    cell: str, locale: Locale, number: float | None
) -> None:
    assert read_number(cell, locale) == number


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_written_in_the_order_of_the_table(kind: str) -> None:
    data = table(("Term", "Boys", "Girls"), ("Autumn", "12", "24"), ("Spring", "–", "6"))
    words = [one for one in written(draw(kind, data)) if one in TABLE]
    ticks = [] if kind != "lines" else ["0"]
    missing = [] if kind == "lines" else ["–"]
    assert [one for one in words if one not in ticks] == [
        *("Term", "Boys", "Girls", "Autumn", "12", "24", "Spring"),
        *(*missing, "6"),
    ]


def test_bars_are_as_long_as_their_numbers() -> None:
    data = table(("", "A"), ("x", "10"), ("y", "-5"), ("z", "40"))
    widths = [float(one.get("width", "")) for one in parts(draw("bars", data), "rect")]
    assert widths[1] / widths[0] == pytest.approx(0.5, abs=0.01)
    assert widths[2] / widths[0] == pytest.approx(4, abs=0.02)
    left = [float(one.get("x", "")) for one in parts(draw("bars", data), "rect")]
    assert left[1] < left[0] == left[2]


def test_points_are_as_high_as_their_numbers() -> None:
    data = table(("", "A"), ("x", "10"), ("y", "20"), ("z", "40"))
    places = [float(one.get("cy", "")) for one in parts(draw("lines", data), "circle")]
    assert (places[1] - places[2]) / (places[0] - places[1]) == pytest.approx(2, abs=0.01)


def test_a_line_has_a_gap_where_a_number_is_missing() -> None:
    data = table(("", "A"), ("v", "1"), ("w", "2"), ("x", ""), ("y", "3"), ("z", "4"))
    lines = [one.get("points", "").count(",") for one in parts(draw("lines", data), "polyline")]
    assert lines == [2, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_told_apart_without_colour(kind: str) -> None:
    data = table(("", "A", "B", "C", "D"), ("x", "1", "2", "3", "4"), ("y", "5", "6", "7", "8"))
    drawing = draw(kind, data)
    if kind == "bars":
        looks = {one.get("fill") for one in parts(drawing, "rect")}
    else:
        marks = parts(drawing, "circle") + parts(drawing, "polygon")
        looks = {f"{one.tag} {one.get('fill')}" for one in marks}
    assert len(looks) == 4
    colours = set(re.findall(r"#[0-9a-f]{6}", xhtml.serialise(drawing)))
    assert colours == {"#0f5257", "#ffffff", "#1a1a1a", "#4d4d4d", "#b5b5b5"} - (
        {"#b5b5b5"} if kind == "bars" else set()
    ) - (set() if kind == "lines" else {"#4d4d4d"})


def test_a_mirrored_chart_begins_on_the_right() -> None:
    data = table(("", "A"), ("x", "10"))
    plain, mirrored = (parts(draw("bars", data, mirrored=one), "rect")[0] for one in (False, True))
    left, width, other = (
        float(v or "") for v in (plain.get("x"), plain.get("width"), mirrored.get("x"))
    )
    assert other == pytest.approx(DrawingStyle().width - left - width, abs=0.02)


NAMES = st.text("abc MW", min_size=1, max_size=40)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda n: Value(n, f"{n:.1f}"))
VALUES = st.one_of(NUMBERS, st.just(Value(None, "–")))


@given(data=st.data(), kind=st.sampled_from(KINDS), mirrored=st.booleans())
def test_no_chart_leaves_its_drawing(data: st.DataObject, kind: str, mirrored: bool) -> None:  # noqa: FBT001 - from hypothesis
    columns = data.draw(st.integers(1, 5))
    row = st.tuples(NAMES, st.tuples(*[VALUES] * columns))
    chart = ChartTable(
        "head", ("name",) * columns, tuple(data.draw(st.lists(row, min_size=1, max_size=8)))
    )
    if not chart.numbers:
        return
    drawing = draw(kind, chart, mirrored=mirrored)
    width, height = float(drawing.get("width", "")), float(drawing.get("height", ""))
    for mark in parts(drawing, "rect") + parts(drawing, "circle") + parts(drawing, "line"):
        xs = [float(mark.get(key, "")) for key in ("x", "cx", "x1", "x2") if mark.get(key)]
        ys = [float(mark.get(key, "")) for key in ("y", "cy", "y1", "y2") if mark.get(key)]
        assert all(-45 <= x <= width + 45 for x in xs)
        assert all(-0.01 <= y <= height for y in ys)
    if kind == "bars":
        for words in parts(drawing, "text"):
            assert _spans(words, width)


def _spans(words: Element, width: float) -> bool:
    """Tell whether words lie inside a drawing, if they are no longer than it is wide."""
    long = text_width(words.text or "", DrawingStyle().text_size)
    x, anchor = float(words.get("x", "")), words.get("text-anchor")
    left = x if anchor == "start" else x - long
    return long > width * 0.4 or -0.1 <= left <= left + long <= width + 0.1


def test_many_numbers_on_lines_keep_their_table_on_paper_too() -> None:
    rows = "".join(f"> | {year} | {year % 7} | {year % 5} |\n" for year in range(2000, 2020))
    text = f"# T\n\n> [!chart|lines] L\n>\n> | Year | A | B |\n> |--|--|--|\n{rows}"
    assert "<table" in shown(text, Medium.PRINT)
    assert "<table" not in shown(f"# T\n\n{BOX.format('lines')}", Medium.PRINT)
    assert not shows_every_number("lines", table(("", "A"), *((f"{n}", f"{n}") for n in range(30))))


def test_who_does_not_see_the_chart_hears_it_on_paper_and_reads_the_table_on_screens() -> None:
    paper = shown(f"# T\n\n{BOX.format('bars')}", Medium.PRINT)
    assert "Chart: Places. Autumn: Boys 12, Girls 24. Spring: Boys –, Girls 6</" in paper
    for medium in (Medium.EBOOK, Medium.WEB):
        screen = shown(f"# T\n\n{BOX.format('bars')}", medium)
        assert "Chart: Places</" in screen
        assert screen.index("</svg>") < screen.index("<table")


def test_a_table_without_numbers_stays_a_table_in_a_box() -> None:
    text = "# T\n\n> [!chart]\n>\n> | A | B |\n> |---|---|\n> | x | y |\n"
    html = shown(text, Medium.PRINT)
    assert "<svg" not in html
    assert '<section class="component read chart"' in html
