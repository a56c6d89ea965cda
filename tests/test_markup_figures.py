"""Pictures that stand alone become figures, tables get captions and scopes."""

from __future__ import annotations

import re

import pytest
from markup_samples import body, codes


def test_a_picture_alone_becomes_a_figure_with_its_title_as_caption() -> None:
    assert body('![A map](map.png "Where *we* are")') == (
        '<figure id="trust-figure-1"><img src="chapters/map.png" alt="A map"/>'
        "<figcaption>Where *we* are</figcaption></figure>"
    )


def test_a_picture_in_a_line_of_text_stays_there() -> None:
    assert "<figure" not in body("See ![A map](map.png) here.")


def test_figures_are_numbered_and_keep_an_authors_id() -> None:
    html = body("![a](a.png)\n\n![b](b.png){#plan}\n\n![c](c.png)")
    assert [f'<figure id="trust-{one}">' in html for one in ("figure-1", "plan", "figure-2")] == [
        True,
        True,
        True,
    ]


def test_a_width_in_percent_works() -> None:
    html = body("![a](a.png){width=50%} ![b](b.png){width=300}")
    assert 'style="width: 50%"' in html
    assert 'width="300"' in html


def test_a_table_takes_its_caption_from_beside_it() -> None:
    table = "| A | B |\n|---|--:|\n| 1 | 2 |"
    for text in (f"Table: Our *plan*\n\n{table}", f"{table}\n\nTable: Our *plan*"):
        html = body(text)
        assert '<table id="trust-table-1"><caption>Our <em>plan</em></caption>' in "".join(
            html.split("\n")
        )
        assert '<th scope="col">A</th>' in html
        assert '<td style="text-align: right">2</td>' in html
        assert "Table:" not in html


def test_a_head_with_nothing_in_it_is_no_head() -> None:
    html = body("|  |  |\n|---|---|\n| a | b |\n| c | d |\n")
    assert re.findall("<t[hdr][ >]", html) == ["<tr>", "<td>", "<td>"] * 2


def test_a_callout_table_keeps_its_own_caption_only() -> None:
    table = "| A |\n|---|\n| 1 |"
    html = body(f"{table}\n\nTable: One\n\n{table}\n\nTable: Two")
    assert html.index("One") < html.index("trust-table-2") < html.index("Two")
    assert html.count("<caption>") == 2


def test_code_has_classes_for_its_colours() -> None:
    assert '<div class="highlight">' in body("```python\nx = 1\n```")
    assert codes("```nosuchlanguage\nx\n```") == []


def test_what_a_picture_says_of_its_layout_is_said_of_its_figure() -> None:
    html = body("![a](x.png){.half .mine}\n\n![b](y.png){.beside}\n\n![c](z.png){.mine}")
    assert '<figure class="picture-half" id="trust-figure-1">' in html
    assert '<img src="chapters/x.png" alt="a" class="mine"' in html
    assert '<figure class="picture-beside" id="trust-figure-2">' in html
    assert '<img src="chapters/y.png" alt="b"/>' in html
    assert '<figure id="trust-figure-3">' in html


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ("<tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>", "ab"),
        ("<tbody><tr><th>a</th></tr><tr><td>1</td></tr></tbody>", "a"),
        ("<caption>c</caption><tr><th>a</th></tr><tr><td>1</td></tr>", "a"),
        ("<tr><th>a</th><td>b</td></tr><tr><td>1</td><td>2</td></tr>", ""),
        ("<tr><th rowspan='2'>a</th></tr><tr><td>1</td></tr>", ""),
        ("<tr><th>a</th></tr>", ""),
        ("<thead><tr><th>a</th></tr></thead><tr><th>1</th></tr><tr><td>2</td></tr>", "a"),
    ],
)
def test_a_first_row_of_headings_is_the_head_of_its_table(rows: str, head: str) -> None:
    html = body(f"<table>{rows}</table>")
    found = re.findall(r"<thead.*?</thead>", html, re.DOTALL)
    assert "".join(re.sub(r"<[^>]*>|\s", "", one) for one in found) == head
    assert len(re.findall("<tr", html)) == rows.count("<tr")


def test_a_table_that_is_announced_and_not_named_keeps_the_word() -> None:
    html = body("Table:\n\n| A |\n|---|\n| 1 |\n")
    assert "<p>Table:</p>" in re.sub(r' id="[^"]*"', "", html)
    assert "<caption" not in html


@pytest.mark.parametrize("text", ["![a](a.png) ![b](b.png)", "![a](a.png)\n![b](b.png)"])
def test_pictures_alone_in_a_paragraph_stand_side_by_side(text: str) -> None:
    assert 'class="pictures pictures-2"' in body(text)
    assert "pictures" not in body(f"See {text}")


def test_all_first_rows_of_headings_are_the_head_of_a_raw_table() -> None:
    rows = "<tr><th colspan=2>A</th></tr><tr><th>B</th><th>C</th></tr><tr><td>1</td><td>2</td></tr>"
    html = body(f"<table>{rows}</table>")
    assert html.index("B</th>") < html.index("</thead>") < html.index("1</td>")
    assert "<thead" not in body("<table><tr><th>A</th></tr><tr><th>B</th></tr></table>")
