"""Columns of tables are set by what is in them: figures at the decimal, widths for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from booklet.common import xhtml
from booklet.print.table_columns import set_columns

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ENGLISH, GERMAN = Locale.parse("en_GB"), Locale.parse("de")
MEASURE = 323.0


def widths(*rows: str) -> list[float]:
    """Set a table, and give the widths that its columns get, in per cent."""
    table = set_table(*rows)
    first = next(table.iter("tr"))
    return [
        float(cell.get("style", "width: 0%").rpartition("width: ")[2].rstrip("%")) for cell in first
    ]


def set_table(*rows: str, locale: Locale = ENGLISH) -> Element:
    head, *body = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    html = f"<table><thead><tr>{head.replace('td>', 'th>')}</tr></thead><tbody>"
    root = xhtml.parse(html + "".join(f"<tr>{row}</tr>" for row in body) + "</tbody></table>")
    set_columns(root, locale, MEASURE, 8.4)
    return root


def pads(column: int, *rows: str, locale: Locale = ENGLISH) -> list[str | None]:
    """Give what is left free behind each number of a column; None where it is none of figures."""
    root = set_table(*rows, locale=locale)
    cells = [list(row)[column] for row in root.iter("tr")][1:]
    return [
        cell.get("data-pad", "") if xhtml.has_class(cell, "figures") else None for cell in cells
    ]


def test_figures_stand_below_one_another_at_the_decimal() -> None:
    assert pads(1, "a|b", "x|0.4", "y|12", "z|1,250.25") == ["0", ".00", ""]
    assert pads(1, "a|b", "x|0,4", "y|12", locale=GERMAN) == ["", ",0"]


def test_a_unit_that_only_some_have_gets_its_room() -> None:
    assert pads(1, "a|b", "x|5%", "y|12.5%", "z|3") == [".0", "", ".0%"]
    assert pads(1, "a|b", "x|£5", "y|£12") == ["", ""]


def test_a_bold_sum_and_a_missing_number_belong_to_their_column() -> None:
    assert pads(1, "a|b", "x|38", "y|–", "z|<strong>94</strong>") == ["", "", ""]


@pytest.mark.parametrize(
    "cells", [("10:30", "11:15"), ("3 km", "4 m"), ("one", "2"), ("2–4", "5"), ("–", "–")]
)
def test_what_is_no_column_of_numbers_stays(cells: tuple[str, str]) -> None:
    assert pads(1, "a|b", f"x|{cells[0]}", f"y|{cells[1]}") == [None, None]


def test_names_of_rows_and_columns_that_an_author_aligned_stay() -> None:
    assert pads(0, "Year|Book", "1|a", "2|b") == [None, None]
    html = "<table><tr><td>a</td><td style='text-align: center'>1</td></tr></table>"
    root = xhtml.parse(html)
    set_columns(root, ENGLISH, MEASURE, 8.4)
    assert "figures" not in xhtml.serialise(root)


def test_a_table_that_fits_has_no_widths() -> None:
    assert widths("Name|Yes", "Ann|No") == [0, 0]


def test_a_short_column_gets_what_it_needs_and_no_more() -> None:
    long = "They counted for a week before they changed anything, and were surprised. " * 2
    name, text, answer = widths("Person|What was said|Agreed", f"Teaching assistant|{long}|Yes")
    assert text > 50
    assert 8 < answer < 16
    assert 20 < name < 32  # the name is in one line


def test_a_long_word_keeps_its_column_wide_enough_for_it() -> None:
    long = "Every Monday they look at what there is and say which of it can go to another school. "
    shares = widths("Area|What", f"Responsibilities|{long * 6}")
    assert shares[0] > 22


@given(
    st.lists(st.lists(st.text("ab ", max_size=200), min_size=3, max_size=3), min_size=1, max_size=4)
)
def test_columns_together_are_as_wide_as_the_text(rows: list[list[str]]) -> None:
    shares = widths("a|b|c", *("|".join(row) for row in rows))
    assert shares == [0, 0, 0] or (sum(shares) < 131 and min(shares) > 0)


def test_cells_that_span_others_are_left_alone() -> None:
    root = xhtml.parse(
        '<table><tr><td>a</td><td>1</td></tr><tr><td colspan="2">b</td></tr></table>'
    )
    before = xhtml.serialise(root)
    set_columns(root, ENGLISH, MEASURE, 8.4)
    assert xhtml.serialise(root) == before
