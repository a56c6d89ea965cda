"""Tables of many columns: their cells know their heads."""

from __future__ import annotations

from booklet.common.xhtml import element, parse, serialise_content
from booklet.epub.wide_tables import label_cells


def table(columns: int, head: str = "", cell: str = "") -> str:
    heads = "".join(f"<th scope='col'{head}>H{n}</th>" for n in range(columns))
    cells = "".join(f"<td{cell}>c{n}</td>" for n in range(columns))
    return f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


def labelled(html: str) -> str:
    root = parse(html)
    label_cells(root)
    return serialise_content(root)


def test_the_cells_of_a_wide_table_carry_their_columns_head() -> None:
    made = labelled(table(4))
    assert '<table class="wide-table" role="table">' in made
    assert '<td data-label="H3" role="cell">c3</td>' in made
    assert '<th scope="col" role="columnheader">H0</th>' in made
    assert made.count('role="row"') == made.count("<tr") == 2


def test_a_table_that_fits_a_telephone_stays_as_it_is() -> None:
    assert labelled(table(3)) == serialise_content(parse(table(3)))


def test_a_table_with_joined_cells_stays_as_it_is() -> None:
    for html in (table(4, head=" colspan='2'"), table(4, cell=" rowspan='2'")):
        assert "wide-table" not in labelled(html)


def test_a_table_without_a_head_stays_as_it_is() -> None:
    cells = element("tr", {}, *(element("td") for _ in range(9)))
    root = element("div", {}, element("table", {}, element("tbody", {}, cells)))
    label_cells(root)
    assert "wide-table" not in serialise_content(root)


def test_row_heads_stay_heads_of_rows() -> None:
    html = table(4).replace("<td>c0</td>", "<th scope='row'>c0</th>")
    assert '<th scope="row" data-label="H0" role="rowheader">c0</th>' in labelled(html)


def test_a_head_without_words_is_a_cell_like_others() -> None:
    made = labelled(table(4).replace("H0", ""))
    assert made.count("<th ") == 3
    assert '<td role="cell"></td><th scope="col"' in made
