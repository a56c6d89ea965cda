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

WELSH_LETTERS = frozenset("ŴŵŶŷẀẁẂẃẄẅỲỳ")
_MODELS = {"w": "o", "y": "o", "W": "O", "Y": "O"}
"""A letter as high, and as even on both sides, on which the font has the same marks."""

_SIZES_OF_GLYPHS = ("hdmx", "LTSH", "DSIG")
"""Tables of as many entries as there are glyphs, or signed; no program needs them."""


def find_composable(font: Any) -> dict[str, str]:  # noqa: ANN401 - has no types
    """Find what a font (TrueType) lacks of Welsh and can be composed.

    Returns:
        By each letter the one below its mark; nothing for a font of many weights.
    """
    known = font.getBestCmap()
    lacking = [letter for letter in sorted(WELSH_LETTERS) if ord(letter) not in known]
    if not lacking or "glyf" not in font or "fvar" in font:
        return {}
    bases = {letter: unicodedata.normalize("NFD", letter)[0] for letter in lacking}
    return {
        letter: base
        for letter, base in bases.items()
        if ord(base) in known and _is_model(font, known.get(ord(_model_of(letter)), ""))
    }


def add_welsh_letters(content: bytes) -> bytes:
    """Add what a font of one weight (TrueType) lacks of Welsh and can be composed.

    Returns:
        The same bytes for a font that lacks nothing, or whose marks are no glyphs of their own.
    """
    ttlib = importlib.import_module("fontTools.ttLib")
    font = ttlib.TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    composable = find_composable(font)
    if not composable:
        return content
    added = {ord(letter): _compose(font, letter, base) for letter, base in composable.items()}
    for table in filter(lambda one: one.isUnicode(), font["cmap"].tables):
        table.cmap.update(added)
    for tag in _SIZES_OF_GLYPHS:
        if tag in font:
            del font[tag]
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _model_of(letter: str) -> str:
    base, mark = list(unicodedata.normalize("NFD", letter))
    return unicodedata.normalize("NFC", _MODELS[base] + mark)


def _is_model(font: Any, name: str) -> bool:  # noqa: ANN401 - as above
    """Tell whether a glyph is a letter with a mark that is a glyph, too."""
    if not name:
        return False
    glyph = font["glyf"][name]
    return glyph.isComposite() and len(glyph.components) == 2  # noqa: PLR2004 - the two


def _compose(font: Any, letter: str, base: str) -> str:  # noqa: ANN401 - as above
    """Add one letter, its mark as over its model; return its name."""
    known, glyphs, metrics = font.getBestCmap(), font["glyf"], font["hmtx"].metrics
    glyph = copy.deepcopy(glyphs[known[ord(_model_of(letter))]])
    below, above = glyph.components
    width, side = metrics[known[ord(base)]]
    above.x += round((width - metrics[known[ord(_MODELS[base])]][0]) / 2)
    below.glyphName = known[ord(base)]
    glyph.recalcBounds(glyphs)
    name = f"uni{ord(letter):04X}"
    glyphs[name] = glyph
    metrics[name] = (width, side)
    return name
