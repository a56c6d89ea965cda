"""Draw a chart as SVG: horizontal bars, dots or lines, each number written beside its place. Pure.

Series are told apart by pattern, shape or dash, and not by colour alone. What is written comes in
the order of the table, for whoever hears it or searches for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from booklet.common.xhtml import SVG, element
from booklet.components.chart_canvas import (
    INK,
    QUIET,
    Canvas,
    Scale,
    choose_ticks,
    draw_patterns,
    text_width,
    wrap,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.components.chart_canvas import DrawingStyle
    from booklet.components.chart_table import ChartTable, Value

_LABELS = 0.4
"""Of the width, for the names of rows at most."""

_TALL = 0.5
"""How tall the field of lines is, of its width."""

_BELOW = 0.7
"""Of a step of the scale, for a number below the lowest point."""

_MOST_NUMBERS_ON_LINES = 24


def shows_every_number(kind: str, table: ChartTable) -> bool:
    """Tell whether a drawing of this kind has room to write each number beside its place."""
    return kind != "lines" or len(table.numbers) <= _MOST_NUMBERS_ON_LINES


def draw_chart(
    kind: str, table: ChartTable, style: DrawingStyle, *, id_: str, words: str, mirrored: bool
) -> Element:
    """Draw a chart.

    Args:
        kind: "bars", "dots" or "lines".
        table: what it shows; it has a number.
        style: how it looks.
        id_: begins the ids of its patterns.
        words: says what it shows to people who do not see it.
        mirrored: whether it begins on the right, as in Arabic.
    """
    canvas = Canvas(style, id_, mirrored=mirrored)
    draw = {"bars": _draw_bars, "dots": _draw_dots, "lines": _draw_lines}[kind]
    height = draw(canvas, table)
    size = {"width": f"{style.width:g}", "height": f"{height:.2f}"}
    return element(
        f"{{{SVG}}}svg",
        {
            "viewBox": f"0 0 {style.width:g} {height:.2f}",
            **size,
            "role": "img",
            "direction": "ltr",
            "font-family": style.typefaces,
            "font-size": f"{style.text_size:g}",
        },
        element(f"{{{SVG}}}title", {}, words),
        element(f"{{{SVG}}}defs", {}, *draw_patterns(id_, style.accent)),
        *canvas.parts,
    )


def _draw_head(canvas: Canvas, table: ChartTable, kind: str) -> float:
    """Write what rows and columns are, and draw a sample of each series; return where it ends."""
    size, y, x = canvas.style.text_size, canvas.style.text_size, 0.0
    if table.head:
        canvas.write(x, y, table.head, fill=QUIET)
        x += text_width(table.head, size) + 2 * size
    for number, name in enumerate(table.series):
        sample = 1.6 * size if len(table.series) > 1 else 0.0
        if x and x + sample + text_width(name, size) > canvas.style.width:
            x, y = 0.0, y + canvas.line
        if sample and kind == "bars":
            canvas.bar(x, y - 0.75 * size, x + 1.1 * size, 0.8 * size, number)
        elif sample:
            canvas.mark(x + 0.55 * size, y - 0.35 * size, number)
        canvas.write(x + sample, y, name, **{"font-weight": "700"})
        x += sample + text_width(name, size) + 1.6 * size
    return y + 0.9 * size


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a chart whose names stand at its start: its lines of text and its place."""

    lines: tuple[str, ...]
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def _draw_bars(canvas: Canvas, table: ChartTable) -> float:
    size, thickness = canvas.style.text_size, canvas.style.text_size * 1.15
    top = _draw_head(canvas, table, "bars")
    rows, labels, bottom = _lay_out_rows(canvas, table, top, thickness * len(table.series))
    scale = _scale_of_rows(canvas, table, labels)
    for row, (_, values) in zip(rows, table.rows, strict=True):
        _write_label(canvas, row)
        first = row.middle - thickness * len(values) / 2
        for number, value in enumerate(values):
            y = first + thickness * number
            if value.number is not None:
                canvas.bar(scale.at(0), y, scale.at(value.number), thickness * 0.86, number)
            base, is_before = y + thickness * 0.43 + size * 0.34, (value.number or 0) < 0
            _write_beside(canvas, scale, value, base, is_before=is_before, gap=0.4)
    canvas.rule(scale.at(0), top, scale.at(0), bottom, stroke=INK)
    return bottom


def _draw_dots(canvas: Canvas, table: ChartTable) -> float:
    size, several = canvas.style.text_size, len(table.series) > 2  # noqa: PLR2004 - more than a pair
    top = _draw_head(canvas, table, "dots")
    rows, labels, bottom = _lay_out_rows(canvas, table, top, size * (2.4 if several else 1.2))
    scale = _scale_of_rows(canvas, table, labels)
    for row, (_, values) in zip(rows, table.rows, strict=True):
        _write_label(canvas, row)
        there = [value.number for value in values if value.number is not None]
        y = row.middle + (size * 0.5 if several else 0)
        most = max(there, default=0.0)
        start = min(there, default=0.0) if len(there) > 1 else 0.0
        canvas.rule(scale.at(start), y, scale.at(most), y, **{"stroke-width": "1"})
        for number, value in enumerate(values):
            if value.number is None:
                canvas.write(scale.at(most), y + size * 0.34, value.written)
                continue
            x = scale.at(value.number)
            if min(there) < value.number < most:
                canvas.write(x, y - 0.7 * size, value.written, "middle")
            else:
                is_before = len(there) > 1 and value.number == min(there)
                _write_beside(canvas, scale, value, y + size * 0.34, is_before=is_before, gap=0.75)
            canvas.mark(x, y, number)
    canvas.rule(scale.at(0), top, scale.at(0), bottom)
    return bottom


def _draw_lines(canvas: Canvas, table: ChartTable) -> float:
    style, size = canvas.style, canvas.style.text_size
    top = _draw_head(canvas, table, "lines") + 0.4 * size
    has_numbers = shows_every_number("lines", table)
    ticks = choose_ticks(table.numbers, room_below=_BELOW if has_numbers else 0.0)
    shown = [f"{tick:g}" for tick in ticks]
    left = max(text_width(one, size) for one in shown) + 0.7 * size
    inset = max(text_width(name, size) for name, _ in (table.rows[0], table.rows[-1])) / 2
    height = (style.width - left) * _TALL
    across = Scale(0, max(len(table.rows) - 1, 1), left + inset, style.width - inset)
    up = Scale(ticks[0], ticks[-1], top + height, top)
    for tick, words in zip(ticks, shown, strict=True):
        canvas.rule(left, up.at(tick), style.width, up.at(tick))
        canvas.write(left - 0.6 * size, up.at(tick) + size * 0.34, words, "end", fill=QUIET)
    room = (across.end - across.start) / max(len(table.rows) - 1, 1)
    widest = max(text_width(name, size) for name, _ in table.rows) + 0.6 * size
    every = max(1, ceil(widest / max(room, 1.0)))
    for place, (name, values) in enumerate(table.rows):
        x = across.at(place)
        if place % every == 0:
            canvas.write(x, top + height + 1.5 * size, name, "middle")
        there = [value.number for value in values if value.number is not None]
        for value in values:
            if value.number is not None and has_numbers:
                y = up.at(value.number)
                is_lowest = len(there) > 1 and value.number == min(there)
                is_below = is_lowest and y + 1.5 * size < up.start
                canvas.write_clear(
                    x, y + (1.25 if is_below else -0.65) * size, value.written, "middle"
                )
    for number in range(len(table.series)):
        for stretch in table.stretches(number):
            points = [(across.at(place), up.at(value)) for place, value in stretch]
            canvas.path(points, number)
            for x, y in points:
                canvas.mark(x, y, number)
    return top + height + 1.9 * size


def _lay_out_rows(
    canvas: Canvas, table: ChartTable, top: float, least: float
) -> tuple[list[_Row], float, float]:
    """Find a place for each row; return them, how wide their names are, and where they end."""
    size, room = canvas.style.text_size, canvas.style.width * _LABELS
    rows, y = [], top
    for name, _ in table.rows:
        lines = tuple(wrap(name, room, size))
        height = max(least, len(lines) * canvas.line) + 0.7 * size
        rows.append(_Row(lines, y, height))
        y += height
    widest = max(text_width(line, size) for row in rows for line in row.lines)
    return rows, min(widest, room) + 0.9 * size, y


def _scale_of_rows(canvas: Canvas, table: ChartTable, labels: float) -> Scale:
    """Give numbers their places beside the names, with room for what is written beyond them."""
    size, numbers = canvas.style.text_size, table.numbers
    beyond = max(text_width(v.written, size) for _, row in table.rows for v in row) + size
    before = beyond if min(numbers) < 0 else 0.0
    least, most = min(0.0, *numbers, 0.0), max(0.0, *numbers, 0.0)
    return Scale(least, most, labels + before, canvas.style.width - beyond)


def _write_label(canvas: Canvas, row: _Row) -> None:
    size = canvas.style.text_size
    first = row.middle - (len(row.lines) - 1) * canvas.line / 2 + size * 0.34
    for number, line in enumerate(row.lines):
        canvas.write(0, first + number * canvas.line, line)


def _write_beside(
    canvas: Canvas, scale: Scale, value: Value, y: float, *, is_before: bool, gap: float
) -> None:
    """Write a value before or after its place.

    Args:
        canvas: to write on.
        scale: gives the place.
        value: what is written.
        y: the base line.
        is_before: on which side.
        gap: between them, in sizes of type.
    """
    distance = gap * canvas.style.text_size * (-1 if is_before else 1)
    anchor = "end" if is_before else "start"
    canvas.write(scale.at(value.number or 0.0) + distance, y, value.written, anchor)
