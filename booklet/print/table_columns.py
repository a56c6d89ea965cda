"""Set the columns of tables by what is in them: figures below one another, widths for words. Pure.

A table that is too wide for its page is set in the smallest type of the edition, with less between
its columns; if that does not do, its columns become rows, or each row a record; and if it can be
neither, its words may be broken.
What an author has said of a column, or of widths, is left as it is where it fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from babel.numbers import get_decimal_symbol, get_group_symbol

from booklet.common import xhtml
from booklet.print.note_tables import fit_note_tables
from booklet.print.wide_tables import (
    BEFORE_WORDS,
    BROKEN,
    FIGURES,
    MORE_BEFORE_WORDS,
    PAD,
    TIGHT,
    TableSetting,
    can_change,
    change_table,
    set_width,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

    from babel import Locale

_MISSING = frozenset({"", "–", "—", "-", "…", "?", "n/a", "N/A"})
_OTHER_ALIGNMENT = re.compile(r"text-align:\s*(?!right|end)")

_GAP, _TIGHT_GAP, _RULE = 8.0, 5.0, 6.0
"""Points between two columns, as `print/text.css` has it, and at lines between them."""

_WIDTH = re.compile(r"(?:^|(?<=;))\s*(?:min-)?width\s*:\s*(?P<length>[\d.]*)(?P<unit>[^;]*);?")
_POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0}

_INSETS = {"li": 27.0, "dd": 24.0, "blockquote": 34.0, "td": 8.0}
_INSETS_OF_BOXES = {"do": 38.0, "talk": 38.0, "read": 22.0, "key": 62.0, "rule": 26.0}
"""Points that what is around a table takes of the measure, in the edition where it takes most."""

_UNSET = 0.99
"""Columns that find room on less than so much of the measure need no widths."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as an author has written it: "£1,250.50" has the decimals "50" and no unit."""

    decimals: str
    unit: str


@dataclass(frozen=True, slots=True)
class TableType:
    """The type that the tables of an edition are set in.

    Attributes:
        family: an installed font family.
        size: in points.
        least: the smallest size that readers of the edition can read, in points.
    """

    family: str
    size: float
    least: float


def set_columns(root: Element, locale: Locale, measure: float, table_type: TableType) -> None:
    """Set the columns of all tables of a text, and keep them on the page.

    Args:
        root: of the text; it is changed.
        locale: says how numbers are written.
        measure: how wide lines of text are, in points.
        table_type: what tables are set in.
    """
    fit_note_tables(root, TableSetting(table_type.family, measure, table_type.least, _GAP))
    parents = xhtml.parents_of(root)
    for table in list(root.iter("table")):
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
        if not any(rows):
            continue
        room = measure - sum(map(_inset, xhtml.ancestors_of(table, parents)))
        rule = _RULE if xhtml.has_class(table, "action-table") else 0.0
        usual = TableSetting(table_type.family, room, table_type.size, _GAP + rule)
        tight = TableSetting(table_type.family, room, table_type.least, _TIGHT_GAP + rule)
        is_plain = all(len(row) == len(rows[0]) and not any(map(_spans, row)) for row in rows)
        if is_plain and not any(True for _ in rows[0][0].iter("table")):
            _set_plain_table(table, rows, locale, (usual, tight))
        elif tight.least_width(rows) > room:
            xhtml.add_class(table, TIGHT, BROKEN)


def _inset(around: Element) -> float:
    """Say how much narrower than the text around it something is made by an element."""
    boxes = (_INSETS_OF_BOXES.get(name, 0.0) for name in around.get("class", "").split())
    return _INSETS.get(around.tag, 0.0) + sum(boxes)


def _set_plain_table(
    table: Element,
    rows: Sequence[Sequence[Element]],
    locale: Locale,
    settings: tuple[TableSetting, TableSetting],
) -> None:
    """Set a table without cells that span others, in the first way in which it fits the page."""
    setting, tight = settings
    if max(map(_own_width, rows)) > setting.room:
        for cell in (cell for row in rows for cell in row):
            cell.set("style", _WIDTH.sub("", cell.get("style", "")))
    if _least_width(rows, setting.gap, setting.longest_word) > setting.room:
        setting = tight
        if _least_width(rows, tight.gap, tight.longest_piece) <= tight.room:
            xhtml.add_class(table, TIGHT)
        elif can_change(table, rows):
            change_table(table, rows, settings)
            return
        else:
            xhtml.add_class(table, TIGHT, BROKEN)
    if len(rows[0]) > 1:
        for column in range(1, len(rows[0])):  # the first says what a row is about
            _set_figures([row[column] for row in rows], locale)
        _part_figures_from_words(rows, setting)
        if not any("width" in cell.get("style", "") for row in rows for cell in row):
            _set_widths(rows, setting)


def _own_width(row: Sequence[Element]) -> float:
    """Say how wide an author has asked a row to be, in points."""
    asked = (_WIDTH.search(cell.get("style", "")) for cell in row)
    return sum(
        float(one["length"] or 0) * _POINTS.get(one["unit"].strip(), 0) for one in asked if one
    )


def _least_width(
    rows: Sequence[Sequence[Element]], gap: float, measure_cell: Callable[[Element], float]
) -> float:
    """Say how wide a table must be that each column has what its widest cell needs."""
    columns = zip(*rows, strict=True)
    return sum(max(map(measure_cell, column)) for column in columns) + gap * (len(rows[0]) - 1)


def _spans(cell: Element) -> bool:
    return any(cell.get(name, "1") != "1" for name in ("colspan", "rowspan"))


def _set_figures(cells: Sequence[Element], locale: Locale) -> None:
    """Align the figures of a column at the decimal, if it is one of numbers."""
    heads = [cell for cell in cells if cell.tag == "th"]
    written = {cell: " ".join(xhtml.text_of(cell).split()) for cell in cells if cell.tag == "td"}
    read = {cell: _read(words, locale) for cell, words in written.items()}
    numbers = {cell: number for cell, number in read.items() if number is not None}
    units = {number.unit for number in numbers.values() if number.unit}
    if (
        not numbers
        or len(units) > 1
        or any(words not in _MISSING for cell, words in written.items() if read[cell] is None)
        or any(_OTHER_ALIGNMENT.search(cell.get("style", "")) for cell in cells)
    ):
        return
    unit = "".join(units)
    decimals = max(len(number.decimals) for number in numbers.values())
    for cell in (*heads, *written):
        xhtml.add_class(cell, FIGURES)
    for cell, number in numbers.items():
        point = get_decimal_symbol(locale) if decimals and not number.decimals else ""
        zeros = "0" * (decimals - len(number.decimals))
        pad = point + zeros + ("" if number.unit else unit)
        if pad:
            cell.set(PAD, pad)


def _part_figures_from_words(rows: Sequence[Sequence[Element]], setting: TableSetting) -> None:
    """Give columns of figures more room before one of words, where no word is broken for it."""
    ends = [xhtml.has_class(cell, FIGURES) for cell in rows[0]]
    columns = [at for at, (is_one, is_next) in enumerate(pairwise(ends)) if is_one and not is_next]
    if not columns:
        return
    needed = _least_width(rows, setting.gap, setting.longest_word)
    if needed + MORE_BEFORE_WORDS * len(columns) > setting.room:
        return
    for cell in (row[at] for row in rows for at in columns):
        xhtml.add_class(cell, BEFORE_WORDS)


def _read(words: str, locale: Locale) -> _Number | None:
    """Read a number with what may stand around it: a sign, a currency, a unit."""
    group, point = re.escape(get_group_symbol(locale)), re.escape(get_decimal_symbol(locale))
    match = re.fullmatch(
        rf"[-+−–~<>≈]?\s?[^\W\d]{{0,3}}[£$€¥]?\s?[-+−–]?"  # noqa: RUF001 - signs as typed
        rf"\d+(?:[{group}\s]\d{{3}})*(?:{point}(?P<decimals>\d+))?(?P<unit>\s?[^\d.,;:/–-]{{0,12}})",
        words,
    )
    return _Number(match["decimals"] or "", match["unit"]) if match else None


def _set_widths(rows: Sequence[Sequence[Element]], setting: TableSetting) -> None:
    """Share out the measure where it is too narrow for every column to have its longest line.

    Heads may be turned once. A short column gets all it needs, so that no word of it is broken;
    long ones share what is left by the square root of what is in them, which keeps the tallest
    cells of a row about equal.
    """
    columns = list(zip(*rows, strict=True))
    unbroken = {cell: setting.width(cell) for row in rows for cell in row}
    full = [max(unbroken[cell] for cell in column) for column in columns]
    room = setting.room - setting.gap * (len(columns) - 1)
    if sum(full) <= room * _UNSET:
        return
    wanted = [
        max(
            setting.width_in_two_lines(cell) if cell.tag == "th" else unbroken[cell]
            for cell in column
        )
        for column in columns
    ]
    kinds = (setting.longest_number, setting.longest_word, setting.longest_piece)
    leasts = ([max(map(kind, column)) for column in columns] for kind in kinds)
    least = next((one for one in leasts if sum(one) <= room), None)
    if least is None:
        least = [max(map(setting.longest_piece, column)) for column in columns]
    squeezed = min(1.0, room / (sum(least) or 1.0))
    widths = _share_out(wanted, [one * squeezed for one in least], room)
    left = room - sum(widths)
    for column in sorted(range(len(full)), key=lambda one: full[one] - widths[one]):
        more = min(left, full[column] - widths[column])  # so that few heads are turned
        widths[column] += more
        left -= more
    for cell, width in zip(rows[0], widths, strict=True):
        set_width(cell, 100 * (width + setting.gap * (cell is not rows[0][-1])) / setting.room)


def _share_out(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Give each column its width: all it wants where that is less than its share."""
    widths = dict.fromkeys(range(len(wanted)), 0.0)
    open_columns, left = set(widths), room
    while open_columns:
        weight = sum(wanted[column] ** 0.5 for column in open_columns)
        shares = {column: left * wanted[column] ** 0.5 / weight for column in open_columns}
        settled = {
            column: min(wanted[column], max(shares[column], least[column]))
            for column in open_columns
            if wanted[column] <= shares[column] or least[column] > shares[column]
        }
        if not settled:
            widths |= shares
            break
        widths |= settled
        left = max(0.0, left - sum(settled.values()))
        open_columns -= settled.keys()
    return [widths[column] for column in range(len(wanted))]
