"""Add the letters of Welsh to a font that has their parts only: w, y and the marks above them.

A letter of another typeface in the middle of a word (d-ŵ-r, t-ŷ) is ugly, and hard to read for
those whom Atkinson Hyperlegible is made for. Its other letters with marks are composed in the same
way, and its licence (OFL 1.1, without a reserved name) allows it.
"""

from __future__ import annotations

import copy
import importlib
import io
import unicodedata
from typing import Any

_LETTERS = "ŴŵŶŷẀẁẂẃẄẅỲỳ"
_MODELS = {"w": "o", "y": "o", "W": "O", "Y": "O"}
"""A letter as high, and as even on both sides, on which the font has the same marks."""

_SIZES_OF_GLYPHS = ("hdmx", "LTSH", "DSIG")
"""Tables of as many entries as there are glyphs, or signed; no program needs them."""


def add_welsh_letters(content: bytes) -> bytes:
    """Add what a font of one weight (TrueType) lacks of Welsh and can be composed.

    Returns:
        The same bytes for a font that lacks nothing, or whose marks are no glyphs of their own.
    """
    ttlib = importlib.import_module("fontTools.ttLib")
    font = ttlib.TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    known = font.getBestCmap()
    lacking = [letter for letter in _LETTERS if ord(letter) not in known]
    if not lacking or "glyf" not in font or "fvar" in font:
        return content
    added = {letter: name for letter in lacking if (name := _compose(font, known, letter))}
    if not added:
        return content
    for table in filter(lambda one: one.isUnicode(), font["cmap"].tables):
        table.cmap.update({ord(letter): name for letter, name in added.items()})
    for tag in _SIZES_OF_GLYPHS:
        if tag in font:
            del font[tag]
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _compose(font: Any, known: dict[int, str], letter: str) -> str:  # noqa: ANN401 - has no types
    """Add one letter, its mark as over its model; return its name, or "" where that is not."""
    base, mark = list(unicodedata.normalize("NFD", letter))
    model = unicodedata.normalize("NFC", _MODELS[base] + mark)
    if not {ord(base), ord(model)} <= known.keys():
        return ""
    glyphs, metrics = font["glyf"], font["hmtx"].metrics
    glyph = copy.deepcopy(glyphs[known[ord(model)]])
    if not glyph.isComposite() or len(glyph.components) != 2:  # noqa: PLR2004 - letter and mark
        return ""
    below, above = glyph.components
    width, side = metrics[known[ord(base)]]
    above.x += round((width - metrics[known[ord(_MODELS[base])]][0]) / 2)
    below.glyphName = known[ord(base)]
    glyph.recalcBounds(glyphs)
    name = f"uni{ord(letter):04X}"
    glyphs[name] = glyph
    metrics[name] = (width, side)
    return name
