"""Set the columns of tables by what is in them: figures below one another, widths for words. Pure.

What an author has said of a column, or of widths, is left as it is; so are tables whose cells span
others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import get_decimal_symbol, get_group_symbol

from booklet.common import xhtml
from booklet.components.chart_canvas import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from babel import Locale

_FIGURES = "figures"
"""The class of cells whose figures stand below one another: they end where the column ends."""

_PAD = "data-pad"
"""What another cell of the column has behind its last common figure: room is left for it."""

_MISSING = frozenset({"", "–", "—", "-", "…", "?", "n/a", "N/A"})
_OTHER_ALIGNMENT = re.compile(r"text-align:\s*(?!right|end)")

_BOLD = 1.08
"""How much wider bold letters are."""

_GAP = 8.0
"""Points between two columns, as `print/text.css` has it."""

_UNSET = 0.99
"""Columns that find room on less than so much of the measure need no widths."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as an author has written it: "£1,250.50" has the decimals "50" and no unit."""

    decimals: str
    unit: str


def set_columns(root: Element, locale: Locale, measure: float, size: float) -> None:
    """Set the columns of all tables of a text.

    Args:
        root: of the text; it is changed.
        locale: says how numbers are written.
        measure: how wide lines of text are, in points.
        size: of the type of tables, in points.
    """
    for table in root.iter("table"):
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
        count = len(rows[0]) if rows else 0
        is_plain = all(len(row) == count and not any(map(_spans, row)) for row in rows)
        if count > 1 and is_plain:
            for column in range(1, count):  # the first says what a row is about
                _set_figures([row[column] for row in rows], locale)
            if not any("width" in cell.get("style", "") for row in rows for cell in row):
                _set_widths(rows, measure, size)


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
        xhtml.add_class(cell, _FIGURES)
    for cell, number in numbers.items():
        point = get_decimal_symbol(locale) if decimals and not number.decimals else ""
        zeros = "0" * (decimals - len(number.decimals))
        pad = point + zeros + ("" if number.unit else unit)
        if pad:
            cell.set(_PAD, pad)


def _read(words: str, locale: Locale) -> _Number | None:
    """Read a number with what may stand around it: a sign, a currency, a unit."""
    group, point = re.escape(get_group_symbol(locale)), re.escape(get_decimal_symbol(locale))
    match = re.fullmatch(
        rf"[-+−–~<>≈]?\s?[^\W\d]{{0,3}}[£$€¥]?\s?[-+−–]?"  # noqa: RUF001 - signs as typed
        rf"\d+(?:[{group}\s]\d{{3}})*(?:{point}(?P<decimals>\d+))?(?P<unit>\s?[^\d.,;:/–-]{{0,12}})",
        words,
    )
    return _Number(match["decimals"] or "", match["unit"]) if match else None


def _set_widths(rows: Sequence[Sequence[Element]], measure: float, size: float) -> None:
    """Share out the measure where it is too narrow for every column to have its longest line.

    A short column gets all it needs, so that no word of it is broken; long ones share what is left
    by the square root of what is in them, which keeps the tallest cells of a row about equal.
    """
    columns = list(zip(*rows, strict=True))
    wanted = [max(_width(cell, size) for cell in column) for column in columns]
    room = measure - _GAP * (len(columns) - 1)
    if sum(wanted) <= room * _UNSET:
        return
    least = [max(_longest_word(cell, size) for cell in column) for column in columns]
    widths = _share_out(wanted, least, room)
    for cell, width in zip(rows[0], widths, strict=True):
        percent = 100 * (width + _GAP * (cell is not rows[0][-1])) / measure
        before = cell.get("style", "").rstrip("; ")
        cell.set("style", f"{before}; width: {percent:.1f}%".lstrip("; "))


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


def _width(cell: Element, size: float) -> float:
    return max((text_width(line, size) for line in _lines(cell)), default=0.0) * _weight(cell)


def _longest_word(cell: Element, size: float) -> float:
    words = (word for line in _lines(cell) for word in line.split())
    return max((text_width(word, size) for word in words), default=0.0) * _weight(cell)


def _weight(cell: Element) -> float:
    return _BOLD if cell.tag == "th" else 1.0


def _lines(cell: Element) -> Iterator[str]:
    """Yield what stands on lines of its own whatever the width is."""
    lines = [""]
    for part in cell.iter():
        if part.tag in {"br", "p", "li", "div"} and lines[-1]:
            lines.append("")
        lines[-1] += part.text or ""
        if part is not cell:
            lines[-1] += part.tail or ""
    yield from (" ".join(line.split()) for line in lines)
