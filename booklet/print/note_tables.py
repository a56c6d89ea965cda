"""Set a table in a note another way where it is too wide for its page. Pure.

A note holds phrasing content alone, so the parts of its tables are spans. They are turned, or each
row becomes a record, as other tables do; where they can be neither, their words may be broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.print.wide_tables import BROKEN, NOTE_HEAD, RECORDS, say_again

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from booklet.print.wide_tables import TableSetting

_RECORD = "note-record"
"""The class of the first row of each record."""


def fit_note_tables(root: Element, setting: TableSetting) -> None:
    """Keep the tables in the notes of a text on the page; changes it."""
    for table in list(root.iter("span")):
        if not xhtml.has_class(table, "note-table"):
            continue
        rows = [list(row) for row in table.iter() if xhtml.has_class(row, "note-row")]
        if setting.least_width(rows) <= setting.room:
            continue
        if _can_change(rows):
            _change(table, rows, setting)
        else:
            xhtml.add_class(table, BROKEN)


def _can_change(rows: Sequence[Sequence[Element]]) -> bool:
    """Say whether a table in a note has rows of equal length, the first of them of heads."""
    is_headed = all(xhtml.has_class(cell, NOTE_HEAD) for cell in rows[0])
    return is_headed and len(rows) > 1 and {len(row) for row in rows} == {len(rows[0])} != {1}


def _change(table: Element, rows: Sequence[Sequence[Element]], setting: TableSetting) -> None:
    """Turn a table in a note, whose parts are spans, if it then fits, else set it as records."""
    heads, *others = rows
    columns = tuple(zip(*rows, strict=True))
    for cell in columns[0]:
        xhtml.add_class(cell, NOTE_HEAD)
    widths = [max(map(setting.longest_word, row)) for row in rows]
    is_narrow = sum(widths) + setting.gap * (len(rows) - 1) <= setting.room
    for part in [part for part in table if xhtml.has_class(part, "note-row")]:
        table.remove(part)
    if is_narrow:
        table.extend(element("span", {"class": "note-row"}, *cells) for cells in columns)
        return
    xhtml.add_class(table, RECORDS)
    for number, row in enumerate(others):
        for place, (head, cell) in enumerate(zip(heads, row, strict=True)):
            label = head if number == 0 else say_again(head, xhtml.text_of(head), head.tag)
            label.set("class", f"note-cell {NOTE_HEAD}")
            names = "note-row" if place else f"note-row {_RECORD}"
            table.append(element("span", {"class": names}, label, cell))
