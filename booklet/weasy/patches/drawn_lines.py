"""A line is drawn as it was measured, and its glyphs are written like those before them.

Fault: WeasyPrint forgets the layout of each line when it has measured it, and has Pango set it up
    and shape it once more to draw it. What is then written of a glyph it works out for each, though
    the same glyph is written in the same way as long as it is as wide. Both take a tenth of the
    time for a chapter.
Upstream: no issue is known; that layouts are forgotten is to save memory.
Smallest input: a paragraph.
Goes when: `draw_first_line` in WeasyPrint's draw/text.py gets layouts that are set, and remembers
    what it has written of a glyph.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.weasy.internals import (
    FROM_UNITS,
    draw_line,
    ffi,
    forget_layout,
    pango,
    restore_layout,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.internals import Matrix
    from booklet.weasy.protocols import (
        PangoGlyphItem,
        PangoLayout,
        PdfStream,
        Style,
        TextBox,
        UsedFont,
    )

_DRAWN = "is_drawn"
_BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
"""Characters that end a line in a layout of several paragraphs, and not in one of a single one."""

_GLYPH = ffi.sizeof("PangoGlyphInfo")
_FIELDS = _GLYPH // ffi.sizeof("int")
"""Of a glyph: its number in the font, its width, its offsets, and whether a cluster begins."""

_EMPTY, _UNKNOWN = pango.PANGO_GLYPH_EMPTY, pango.PANGO_GLYPH_UNKNOWN_FLAG
_SMALLEST = 1e-6
"""CSS pixels; smaller type is not drawn."""

_TELLS_SIZES = 14802
"""The version of Pango, 1.48.2, from which on it tells the right sizes of fonts."""


@contextmanager
def draw_as_measured() -> Iterator[None]:
    """Keep layouts of lines until they are drawn while the context lasts."""
    with (
        forget_layout.replaced(_keep),
        restore_layout.replaced(_restore),
        draw_line.replaced(_GlyphWriter().draw),
    ):
        yield


def _keep(layout: PangoLayout) -> None:
    """Keep a layout that is measured, and forget one that is drawn, or is drawn as several."""
    if layout.justification_spacing or hasattr(layout, _DRAWN) or _BREAKS.search(layout.text):
        forget_layout.original(layout)


def _restore(layout: PangoLayout, style: Style) -> None:
    """Use a layout that was kept; it is as good as new, for its text stands on one line."""
    if vars(layout).get("style") is not style:
        restore_layout.original(layout, style)
    vars(layout)[_DRAWN] = True


@dataclass(slots=True)
class _Run:
    """What is drawn in one font and size.

    Attributes:
        string: strings of glyphs, and what is between them.
    """

    font: UsedFont
    size: float
    string: str = ""


@dataclass(slots=True)
class _GlyphWriter:
    """Writes glyphs into content streams (ISO 32000-1, 9.4.3).

    Attributes:
        known: what is written of each glyph of a font in some size, by its number in the font, its
            width and how far it is moved.
    """

    known: dict[tuple[UsedFont, float], dict[tuple[int, int, int], str]] = field(
        default_factory=dict
    )

    def draw(
        self,
        stream: PdfStream,
        textbox: TextBox,
        text_overflow: str,
        block_ellipsis: object,
        matrix: Matrix,
    ) -> object:
        """Draw a line; WeasyPrint itself draws those with an ellipsis, or with unusual glyphs."""
        is_seen = textbox.text.strip() and textbox.style["font_size"] >= _SMALLEST
        is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        if is_seen and is_whole and pango.pango_version() >= _TELLS_SIZES:
            runs = self._write_line(stream, textbox)
            if runs is not None:
                _show(stream, runs, matrix)
                return []
        restore_layout.original(textbox.pango_layout, textbox.style)
        return draw_line.original(stream, textbox, text_overflow, block_ellipsis, matrix)

    def _write_line(self, stream: PdfStream, textbox: TextBox) -> list[_Run] | None:
        """Write the glyphs of a line; None where one is unusual.

        These are raised, stand for letters that no font has, or are pictures.
        """
        layout, text = textbox.pango_layout.layout, textbox.pango_layout.text
        if _BREAKS.search(text):
            pango.pango_layout_set_single_paragraph_mode(layout, True)  # noqa: FBT003 - Pango's
        runs: list[_Run] = []
        node = pango.pango_layout_get_line_readonly(layout, 0).runs
        before = None
        while node != ffi.NULL:
            item, node = node.data, node.next
            pango_font, glyphs = item.item.analysis.font, item.glyphs
            if pango_font != before:
                before = pango_font
                runs.append(_Run(*stream.add_font(pango_font)))
            font, size = runs[-1].font, runs[-1].size
            numbers = memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * _GLYPH)).cast("i")
            if font.bitmap or font.png or font.svg or font.colr or any(numbers[3::_FIELDS]):
                return None
            known = self.known.setdefault((font, size), {})
            fields = (numbers[field::_FIELDS] for field in range(3))
            drawn = list(zip(*fields, strict=True))
            if not known.keys() >= set(drawn):
                for index, glyph in enumerate(drawn):
                    if glyph[0] != _EMPTY and glyph[0] & _UNKNOWN:
                        return None
                    if glyph not in known:
                        _note_text(font, item, index, text)
                        known[glyph] = _write_glyph(stream, font, size, item, glyph)
            shown = "".join([known[glyph] for glyph in drawn])
            runs[-1].string = f"{runs[-1].string}<{shown}>".removesuffix("<>")
        return runs


def _note_text(font: UsedFont, item: PangoGlyphItem, index: int, text: str) -> None:
    """Note what a glyph stands for, if it is the first of its kind."""
    glyph = item.glyphs.glyphs[index].glyph
    if glyph in font.to_unicode or glyph == _EMPTY:
        return
    starts, before = item.glyphs.log_clusters, item.item.offset
    is_leftward = item.item.analysis.level % 2
    is_last = index == (0 if is_leftward else item.glyphs.num_glyphs - 1)
    end = item.item.length if is_last else starts[index - 1 if is_leftward else index + 1]
    font.to_unicode[glyph] = text.encode()[before + starts[index] : before + end].decode()


def _write_glyph(
    stream: PdfStream,
    font: UsedFont,
    size: float,
    item: PangoGlyphItem,
    drawn: tuple[int, int, int],
) -> str:
    """Write a glyph between angle brackets, with what moves it and the next one outside of them."""
    glyph, width, x_offset = drawn
    if glyph == _EMPTY:
        return f">{-width / size}<"
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(
            item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect
        )
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    offset = x_offset / size
    kerning = font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size
    moved = f">{-offset}<" if offset else ""
    return f"{moved}{glyph:04x}>{int(kerning)}<" if kerning else f"{moved}{glyph:04x}"


def _show(stream: PdfStream, runs: list[_Run], matrix: Matrix) -> None:
    stream.set_text_matrix(*matrix.values)
    for run in runs:
        stream.set_font_size(run.font.hash, run.size)
        if run.string or run is runs[-1]:
            stream.show_text(run.string)
