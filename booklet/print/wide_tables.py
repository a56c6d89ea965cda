"""Set a table that is too wide for its page another way: turned, or each row as a record. Pure.

Both stay tables whose header cells say what each cell is about, to the eye and to a listener. Cells
keep their ids, and so their places in the e-book.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.table_grid import place_cells
from booklet.common.xhtml import element
from booklet.theme.lettering import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias
    from xml.etree.ElementTree import Element

    Rows: TypeAlias = Sequence[Sequence[Element]]

TURNED, RECORDS, TIGHT, BROKEN = "turned-table", "records", "tight-table", "broken-table"
"""The classes of such tables, of those in the smallest type, and whose words may be broken."""

_LABEL = "record-label"
"""The class of a head that is said again, which only paper shows."""


NOTE_HEAD = "note-head"
"""The class of the heads of tables in notes, whose parts are spans."""

FIGURES = "figures"
"""The class of cells whose figures stand below one another: they end where the column ends."""

BEFORE_WORDS = "before-words"
"""The class of those cells whose next column begins with words, which would nearly touch."""

PAD = "data-pad"
"""What another cell of the column has behind its last common figure: room is left for it."""

_SURE = 1.02
"""How much wider than they are words are taken to be: spaces between letters, rounding."""

_TABULAR = str.maketrans("123456789", "0" * 9)
"""In tables all figures are as wide as the widest."""

_BREAKABLE = re.compile(r"\s+|(?<=[-\u2010–—/])(?=\w)")
"""Where lines may end, also within what stands between spaces."""

MORE_BEFORE_WORDS = 8.0
"""Points that such cells have besides the gap, as `print/text.css` has it."""

_CODE_WIDTH = 0.6
"""Of each sign of code, in sizes of its type."""

_BOLD = frozenset({"strong", "b", "em", "i", "a"})
"""What is bold in one edition or another."""

_NAMES, _LONG_NAMES = 0.4, 0.6
"""How much of the measure the names of rows take at most beside others, and if a word is long."""

_LEAST_TO_WRITE_IN = 80.0
"""Points that a column takes that is written in by hand."""


@dataclass(frozen=True, slots=True)
class TableSetting:
    """One way to set a table, in points: room for it, size of its type, gap between columns."""

    family: str
    room: float
    size: float
    gap: float

    def width(self, cell: Element) -> float:
        """Say how wide the longest line of a cell is, if nothing breaks it."""
        return self._widest(_lines(cell), cell)

    def width_in_two_lines(self, cell: Element) -> float:
        """Say how wide a cell must be that none of its lines is turned more than once."""
        return max((self._least_turned(line.split(), cell) for line in _lines(cell)), default=0.0)

    def _least_turned(self, words: Sequence[str], cell: Element) -> float:
        ends = range(1, len(words)) if len(words) > 1 else (len(words),)
        return min(
            self._widest((" ".join(words[:end]), " ".join(words[end:])), cell) for end in ends
        )

    def longest_number(self, cell: Element) -> float:
        """Say how wide a cell must be that no word of it is broken, nor a number with spaces."""
        return (self.width if xhtml.has_class(cell, FIGURES) else self.longest_word)(cell)

    def longest_word(self, cell: Element) -> float:
        """Say how wide a cell must be that no word of it is broken."""
        return self._widest((word for line in _lines(cell) for word in line.split()), cell)

    def least_width(self, rows: Rows) -> float:
        """Say how wide a table must be that no word of it is broken, cells that span included."""
        widths: dict[int, float] = {}
        for cell in place_cells(rows):
            needed = self.longest_word(cell.element) - self.gap * (cell.width - 1)
            for column in range(cell.column, cell.column + cell.width):
                widths[column] = max(needed / cell.width, widths.get(column, 0.0))
        return sum(widths.values()) + self.gap * max(len(widths) - 1, 0)

    def longest_piece(self, cell: Element) -> float:
        """Say how wide a cell must be that its words are broken at hyphens, dashes and strokes."""
        pieces = (piece for line in _lines(cell) for piece in _BREAKABLE.split(line))
        return self._widest(pieces, cell)

    def _widest(self, pieces: Iterable[str], cell: Element) -> float:
        tags = {one.tag for one in cell.iter()}
        is_head = cell.tag == "th" or xhtml.has_class(cell, NOTE_HEAD)
        is_bold = is_head or not _BOLD.isdisjoint(tags)
        code_width = _CODE_WIDTH if "code" in tags else 0.0
        widths = [
            max(
                width_of(piece.translate(_TABULAR), family=self.family, bold=is_bold),
                code_width * len(piece),
            )
            for piece in pieces
        ]
        if not widths:
            return 0.0
        more = MORE_BEFORE_WORDS * xhtml.has_class(cell, BEFORE_WORDS)
        return max(widths) * self.size * _SURE + more


def can_change(table: Element, rows: Rows) -> bool:
    """Say whether a table has one row of heads, of which two at least say something, and others."""
    heads = table.findall("thead/tr")
    is_headed = len(heads) == 1 and list(heads[0]) == list(rows[0])
    return is_headed and len(rows) > 1 and sum(bool(xhtml.text_of(one)) for one in rows[0]) > 1


def change_table(
    table: Element, rows: Sequence[Sequence[Element]], settings: tuple[TableSetting, TableSetting]
) -> None:
    """Turn a table where that makes it narrower, else set each of its rows as a record."""
    usual, tight = settings
    columns = _turned(rows)
    blank = _LEAST_TO_WRITE_IN if xhtml.has_class(table, "action-table") else 0.0
    for setting in settings:
        width = _width_beside_names(columns, setting)
        measure_cell = setting.longest_piece if setting is tight else setting.longest_word
        least = max(measure_cell(cell) for row in columns for cell in row[1:])
        if len(rows) < len(columns) and width >= max(least, blank):
            if setting is tight:
                xhtml.add_class(table, TIGHT)
            _turn_table(table, rows)
            _set_equal_widths(columns, setting)
            return
    _set_equal_widths(_set_as_records(table, rows), usual)


def _width_beside_names(rows: Sequence[Sequence[Element]], setting: TableSetting) -> float:
    """Say how wide each column is when all but the first, of names, are equally wide."""
    names = [row[0] for row in rows]
    least = max(map(setting.longest_piece, names))
    most = max(min(least, _LONG_NAMES * setting.room), _NAMES * setting.room)
    width = min(max(map(setting.width, names)), most)
    others = len(rows[0]) - 1
    return (setting.room - width - setting.gap * others) / others


def _set_equal_widths(rows: Sequence[Sequence[Element]], setting: TableSetting) -> None:
    other = max(0.0, _width_beside_names(rows, setting))
    count = len(rows[0]) - 1
    names = setting.room - count * other - setting.gap * (count - 1)
    widths = (names, *(other + setting.gap for _ in range(count - 1)), other)
    for cell, width in zip(rows[0], widths, strict=True):
        set_width(cell, 100 * width / setting.room)


def _turned(rows: Rows) -> tuple[tuple[Element, ...], ...]:
    """Give the rows of a table as it is when its columns are rows."""
    return tuple(zip(*rows, strict=True))


def _turn_table(table: Element, rows: Rows) -> None:
    """Make rows of the columns of a table; changes it.

    Args:
        table: with one row of heads.
        rows: its own, all of one length.
    """
    names, *others = _turned(rows)
    _take_rows_off(table, TURNED)
    head, *lines = (element("tr", {}, *row) for row in (names, *others))
    if any(map(xhtml.text_of, names[1:])):
        for cell in names[1:]:
            cell.tag = "th"
            cell.set("scope", "col")
        table.append(element("thead", {}, head))
    else:  # it is there to be filled in
        names[0].set("scope", "row")
        lines = [head, *lines]
    for row in others:
        row[0].set("scope", "row")
        for cell in row[1:]:
            _make_plain(cell)
    table.append(element("tbody", {}, *lines))


def _set_as_records(table: Element, rows: Rows) -> tuple[tuple[Element, Element], ...]:
    """Make a record of each row of a table: a list of heads and cells; changes it.

    Args:
        table: with one row of heads.
        rows: its own, all of one length.

    Returns:
        The header cell and the cell of each row that has both, in order.
    """
    heads, *others = rows
    _take_rows_off(table, RECORDS)
    pairs: list[tuple[Element, Element]] = []
    for number, row in enumerate(others):
        record = element("tbody", {})
        for head, cell in zip(heads, row, strict=True):
            _make_plain(cell)
            words = xhtml.text_of(head)
            if not words:
                cell.set("colspan", "2")
                record.append(element("tr", {}, cell))
                continue
            label = head if number == 0 else say_again(head, words)
            label.set("scope", "row")
            record.append(element("tr", {}, label, cell))
            pairs.append((label, cell))
        table.append(record)
    return tuple(pairs)


def _take_rows_off(table: Element, new_class: str) -> None:
    for part in list(table):
        if part.tag != "caption":
            table.remove(part)
    xhtml.add_class(table, new_class)


def _make_plain(cell: Element) -> None:
    cell.tag = "td"
    cell.attrib.pop("scope", None)


def say_again(head: Element, words: str, tag: str = "th") -> Element:
    """Make a head that says what another has said, without its id and its notes."""
    again = element(tag, {"class": _LABEL}, words)
    again.attrib.update(
        (name, head.attrib[name]) for name in ("lang", "dir") if name in head.attrib
    )
    return again


def set_width(cell: Element, percent: float) -> None:
    """Give a cell its width, in per cent of its table's."""
    before = cell.get("style", "").rstrip("; ")
    cell.set("style", f"{before}; width: {percent:.1f}%".lstrip("; "))


def _lines(cell: Element) -> Iterator[str]:
    """Yield what stands on lines of its own whatever the width is."""
    lines = [""]
    for part in cell.iter():
        if part.tag in {"br", "p", "li", "div"} and lines[-1]:
            lines.append("")
        lines[-1] += part.text or ""
        if part is not cell:
            lines[-1] += part.tail or ""
    pad = cell.get(PAD, "")
    yield from (" ".join(line.split()) + pad for line in lines)
