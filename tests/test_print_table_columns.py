"""Columns of tables are set by what is in them: figures at the decimal, widths for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from booklet.common import xhtml
from booklet.print.table_columns import TableType, set_columns
from booklet.theme.lettering import width_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ENGLISH, GERMAN = Locale.parse("en_GB"), Locale.parse("de")
MEASURE = 323.0
TYPE = TableType("Atkinson Hyperlegible", 8.4, least=8.0)
LARGE = TableType("Atkinson Hyperlegible", 18.0, least=18.0)


def widths(*rows: str) -> list[float]:
    """Set a table, and give the widths that its columns get, in per cent."""
    table = set_table(*rows)
    first = next(table.iter("tr"))
    return [
        float(cell.get("style", "width: 0%").rpartition("width: ")[2].rstrip("%")) for cell in first
    ]


def set_table(
    *rows: str, locale: Locale = ENGLISH, table_type: TableType = TYPE, around: str = "div"
) -> Element:
    head, *body = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    html = f"<table><thead><tr>{head.replace('td>', 'th>')}</tr></thead><tbody>"
    html += "".join(f"<tr>{row}</tr>" for row in body) + "</tbody></table>"
    root = xhtml.parse(f"<{around}>{html}</{around.partition(' ')[0]}>")
    set_columns(root, locale, MEASURE, table_type)
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


@pytest.mark.parametrize(
    ("size", "parted"), [(8.4, [False, True, False]), (18.0, [False, False, False])]
)
def test_figures_keep_clear_of_the_words_of_the_next_column(
    size: float, parted: list[bool]
) -> None:
    """Where there is room, and not before a column of figures."""
    table_type = TableType("Atkinson Hyperlegible", size, least=size)
    table = set_table("Children|Percentage|Encouragement", "28|1.5|much", table_type=table_type)
    (row,) = (list(row) for row in table.iter("tr") if row[0].tag == "td")
    assert [xhtml.has_class(cell, "before-words") for cell in row] == parted


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
    set_columns(root, ENGLISH, MEASURE, TYPE)
    assert "figures" not in xhtml.serialise(root)


def letters(words: str, *, bold: bool = False) -> float:
    """Say how wide words are in the type of the tables here, in points."""
    return width_of(words, family=TYPE.family, bold=bold) * TYPE.size


def test_heads_are_turned_before_cells_and_as_few_as_can_be() -> None:
    heads = "Thing|Named by readers|Understood without any reading at all"
    cell = "A box of things about bees"
    thing, named, understood = (
        share / 100 * MEASURE for share in widths(heads, f"{cell}|Often|Yes")
    )
    assert thing > letters(cell)
    assert named > letters("Named by readers", bold=True)
    turned = letters("Understood without", bold=True)
    assert turned < understood < letters("Understood without any reading at all", bold=True)


def test_figures_of_a_table_are_all_as_wide_as_the_widest() -> None:
    long = "They counted for a week before they changed anything, and were surprised. " * 2
    counted, _ = widths("When|What was said", f"11.11.1111 11:11|{long}")
    assert counted / 100 * MEASURE > letters("00.00.0000 00:00")


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
    assert shares[0] > 21


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
    set_columns(root, ENGLISH, MEASURE, TYPE)
    assert xhtml.serialise(root) == before


TERMS = "Area|Autumn one|Autumn two|Spring one|Spring two|Summer one|Summer two|Responsibility"
AREA = "Behaviour|Relaunch|Review|Corridors|Parents|Thresholds|Governors|Headteacher"
ATTENDANCE = "Attendance|Letters home|Breakfast|Thresholds|Visits|Reminders|Celebration|Officer"
DAYS = "Time|Monday|Tuesday|Wednesday|Thursday|Friday"
LESSONS = ("9:00|Mathematics|Registration|Mathematics|Science|Physical education",) * 6


def shape(root: Element) -> list[str]:
    """Write each row of a table: what its header cells say in brackets."""
    return [
        " ".join(
            f"[{xhtml.text_of(cell)}]" if cell.tag == "th" else xhtml.text_of(cell) for cell in row
        )
        for row in root.iter("tr")
    ]


def classes(root: Element) -> str:
    return next(root.iter("table")).get("class", "")


def test_a_table_too_wide_is_set_in_the_smallest_type_of_the_edition_if_that_does() -> None:
    table = set_table(f"{DAYS}|Saturday", *(f"{lesson}|Geography" for lesson in LESSONS))
    assert classes(table) == "tight-table"
    assert shape(table)[1].startswith("9:00 Mathematics Registration")


def test_a_table_of_more_columns_than_rows_is_turned() -> None:
    table = set_table(TERMS, AREA, ATTENDANCE)
    assert classes(table) == "turned-table"
    assert shape(table)[:2] == [
        "[Area] [Behaviour] [Attendance]",
        "[Autumn one] Relaunch Letters home",
    ]
    assert [cell.get("scope") for cell in next(table.iter("tr"))][1:] == ["col", "col"]
    assert sum(widths_of(next(table.iter("tr")))) == pytest.approx(100, abs=0.3)


def test_a_long_table_that_is_too_wide_is_set_as_records() -> None:
    table = set_table(DAYS, *LESSONS, table_type=LARGE)
    assert classes(table) == "records"
    assert shape(table)[:3] == ["[Time] 9:00", "[Monday] Mathematics", "[Tuesday] Registration"]
    assert len(table.findall(".//tbody")) == len(LESSONS)
    said_again = [cell for cell in table.iter("th") if xhtml.has_class(cell, "record-label")]
    assert len(said_again) == 6 * 5  # the first time, a head is itself, with its id and its notes


def test_an_empty_table_to_fill_in_is_turned_without_heads() -> None:
    root = xhtml.parse(
        '<table class="action-table"><thead><tr>'
        + "".join(f"<th>{word}</th>" for word in TERMS.split("|"))
        + "</tr></thead><tbody><tr>"
        + "<td></td>" * 8
        + "</tr></tbody></table>"
    )
    set_columns(root, ENGLISH, MEASURE, TYPE)
    assert shape(root)[:2] == ["[Area] ", "[Autumn one] "]
    name, blank = widths_of(next(root.iter("tr")))
    assert blank > name


def test_a_table_in_a_box_has_less_room() -> None:
    rows = f"{DAYS}|Saturday", "9:00|Science|History|Science|Music|Geography|Football"
    assert classes(set_table(*rows)) == ""
    in_rule = set_table(*rows, around='li class="rule"')
    assert classes(in_rule) == "tight-table"


def test_a_table_that_cannot_be_changed_may_break_its_words() -> None:
    row = "".join(f"<td>{word}</td>" for word in f"{AREA}|{ATTENDANCE}".split("|"))
    html = f'<table><tr>{row}</tr><tr><td colspan="16">all</td></tr></table>'
    root = xhtml.parse(html)
    set_columns(root, ENGLISH, MEASURE, TYPE)
    assert classes(root) == "tight-table broken-table"


@pytest.mark.parametrize(
    ("spanning", "is_too_wide"),
    [
        ('<td rowspan="5"></td>', True),
        ('<td colspan="4">Wednesday Wednesday</td>', True),
        ('<td colspan="4"></td><td></td>', False),
    ],
)
def test_a_table_is_too_wide_where_its_columns_together_are(
    spanning: str, *, is_too_wide: bool
) -> None:
    """Each row has one long word, in a column of its own where nothing moves it."""
    words = ["x" * 4] * 4
    rows = [[*words[:place], "y" * 25, *words[place:3]] for place in range(4)]
    lines = ["".join(f"<td>{word}</td>" for word in row) for row in rows]
    html = "</tr><tr>".join([spanning, *(lines if is_too_wide else lines[:1])])
    root = xhtml.parse(f"<table><tr>{html}</tr></table>")
    set_columns(root, ENGLISH, MEASURE, TYPE)
    assert ("broken-table" in classes(root)) is is_too_wide
    table = note_table("A|B|C|D", *map("|".join, rows))
    assert xhtml.has_class(table, "records")


def test_widths_of_an_author_give_way_where_they_lead_off_the_page() -> None:
    cells = "".join(f'<td style="width: 300px">{word}</td>' for word in TERMS.split("|"))
    root = xhtml.parse(f"<table><tr>{cells}</tr></table>")
    set_columns(root, ENGLISH, MEASURE, TYPE)
    assert "300px" not in xhtml.serialise(root)


def test_a_number_with_spaces_is_not_broken_where_there_is_room() -> None:
    row = "Attendance|attendance.officer@longschoolname-academy-trust.example.org|01632 960 124"
    assert widths("Organisation|Address|Telephone", row)[2] > 16


def widths_of(row: Element) -> list[float]:
    return [float(cell.get("style", "").rpartition("width: ")[2].rstrip("%")) for cell in row]


def note_table(*rows: str) -> Element:
    """Set a table in a note, whose parts are spans; its first row is of heads."""
    html = ""
    for number, row in enumerate(rows):
        name = "note-cell" if number else "note-cell note-head"
        cells = (f'<span class="{name}">{cell}</span>' for cell in row.split("|"))
        html += f'<span class="note-row">{"".join(cells)}</span>'
    root = xhtml.parse(f'<p><span class="note-table">{html}</span></p>')
    set_columns(root, ENGLISH, MEASURE, LARGE)
    return next(root.iter("span"))


def test_a_wide_table_in_a_note_is_turned_or_set_as_records() -> None:
    few = note_table("Week|Who|What", "1|Head|Gate")
    assert [len(row) for row in few] == [3, 3]
    turned = note_table(TERMS, AREA)
    assert [[xhtml.text_of(cell) for cell in row] for row in turned][:2] == [
        ["Area", "Behaviour"],
        ["Autumn one", "Relaunch"],
    ]
    assert all(xhtml.has_class(cell, "note-head") for cell in turned[0])
    records = note_table(DAYS, *LESSONS)
    assert [xhtml.text_of(cell) for cell in records[6]] == ["Time", xhtml.text_of(records[6][1])]
    begins = [xhtml.has_class(row, "note-record") for row in records]
    assert begins == [True, *[False] * 5] * len(LESSONS)
    assert not any(xhtml.has_class(one, "broken-table") for one in (turned, records))
