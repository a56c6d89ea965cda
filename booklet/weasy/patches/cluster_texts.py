"""Text can be copied, searched and read aloud where its glyphs do not stand for letters one by one.

Fault: WeasyPrint notes one text for each glyph of a font (ISO 32000-1, 9.10.3). In scripts of South
    Asia, in emoji that are joined and in some Arabic words several glyphs stand for several letters
    in another order, or the same glyph stands for different ones; of such words a part is read out,
    twice or garbled.
Upstream: no issue is known. `ActualText` (14.9.4) is made for it.
Smallest input: `<p>1️⃣ বি</p>`
Goes when: WeasyPrint writes `ActualText` for clusters whose text the map of the font cannot say.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unicodedata import category

import pydyf

from booklet.weasy.internals import draw_line, ffi, harfbuzz, pango

ffi.cdef("int hb_font_get_nominal_glyph(hb_font_t *, uint32_t, uint32_t *);")

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.weasy.protocols import PdfStream, TextBox, UsedFont

_NOT_SHOWN = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
"""Variation selectors, and skin tones, which look alike in one colour."""

_FROM_FONTS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010000-\U0010ffff]")
"""Letters that are read right only where a font tells them: in `ActualText` PDFium leaves out what
is beyond U+FFFF, emoji among them, and Poppler turns Arabic and Hebrew round."""

_SPACE = re.compile(r"\s")
"""Spaces of every width are drawn with one glyph, and read as one."""


@contextmanager
def say_clusters() -> Iterator[None]:
    """Write what a line says beside glyphs that do not tell, while the context lasts."""
    before = draw_line.current

    def draw(stream: PdfStream, textbox: TextBox, *others: object) -> object:
        written = _text_of_line(textbox)
        if written.isascii() or _is_told(stream, textbox) or _FROM_FONTS.search(written):
            return before(stream, textbox, *others)
        said = pydyf.Dictionary({"ActualText": pydyf.String(written)})
        pydyf.Stream.begin_marked_content(stream, "Span", said)
        drawn = before(stream, textbox, *others)
        pydyf.Stream.end_marked_content(stream)
        return drawn

    with draw_line.replaced(draw):
        yield


def _text_of_line(textbox: TextBox) -> str:
    _, index = textbox.pango_layout.get_first_line()
    text: str = textbox.pango_layout.text
    return text if index is None else text.encode()[:index].decode()


def _is_told(stream: PdfStream, textbox: TextBox) -> bool:
    """Note the text of each cluster of a line; tell whether its glyphs say all of it.

    Readers part words where a mark stands beside its letter, and not on it.
    """
    is_told = not any(category(letter) == "Mn" for letter in textbox.pango_layout.text)
    for font, glyphs, written in _clusters(stream, textbox):
        if len(glyphs) == 1 and font.to_unicode.get(glyphs[0]) == written:
            continue
        shown = _NOT_SHOWN.sub("", written) or written
        if len(glyphs) > 1:
            _note_parts(font, glyphs, shown)
        font.to_unicode.setdefault(glyphs[0], shown)
        said = "".join(font.to_unicode[glyph] for glyph in glyphs)
        is_told = is_told and _SPACE.sub(" ", said) == _SPACE.sub(" ", written)
    return is_told


def _note_parts(font: UsedFont, glyphs: Iterable[int], text: str) -> None:
    """Note the letter of each glyph of a cluster, as it is elsewhere; none is without a text."""
    nominal = ffi.new("hb_codepoint_t *")
    letters: dict[int, str] = {}
    for letter in text:
        if harfbuzz.hb_font_get_nominal_glyph(font.hb_font, ord(letter), nominal):
            letters[nominal[0]] = letter
    for glyph in glyphs:
        font.to_unicode.setdefault(glyph, letters.get(glyph, text[0]))


def _clusters(stream: PdfStream, textbox: TextBox) -> Iterator[tuple[UsedFont, list[int], str]]:
    """Yield what is drawn as one: the font, its glyphs from left to right, and the text."""
    text = textbox.pango_layout.text.encode()
    line, _ = textbox.pango_layout.get_first_line()
    run = line.runs[0]
    while run:
        item, run = run.data, run.next
        font, _ = stream.add_font(item.item.analysis.font)
        string, offset, length = item.glyphs, item.item.offset, item.item.length
        starts = ffi.unpack(string.log_clusters, string.num_glyphs)
        bounds = sorted(set(starts))
        ends = dict(zip(bounds, [*bounds[1:], length], strict=True))
        drawn: dict[int, list[int]] = {start: [] for start in starts}
        for index, start in enumerate(starts):
            glyph = string.glyphs[index].glyph
            if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                drawn.pop(start, None)  # a box: WeasyPrint notes what it stands for
            elif glyph != pango.PANGO_GLYPH_EMPTY and start in drawn:
                drawn[start].append(glyph)
        for start, glyphs in drawn.items():
            if glyphs:
                yield font, glyphs, text[offset + start : offset + ends[start]].decode()
