"""Fonts are subset, and pinned to an instance, by HarfBuzz in one step.

Fault: WeasyPrint subsets a font with HarfBuzz, twice, which takes milliseconds; for each size of
    the subset cffi parses a C type, which takes as long again. Then fontTools pins the axes of what
    is left, which takes 0.2 to 1.5 seconds for each weight of a typeface: a fifth of the time for a
    short booklet. What comes out depends on the HarfBuzz of the system.
Upstream: no issue is known. The HarfBuzz that WeasyPrint calls can pin axes since its version 8,
    if it was built with that; where it was not, there is `uharfbuzz`, which is used here.
Smallest input: a letter in a variable font.
Goes when: WeasyPrint pins axes in the step that subsets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import uharfbuzz

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import UsedFont

_FLAGS = (
    uharfbuzz.SubsetFlags.RETAIN_GIDS
    | uharfbuzz.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
    | uharfbuzz.SubsetFlags.DESUBROUTINIZE
    | uharfbuzz.SubsetFlags.NO_HINTING
)
_USELESS_TABLES = b"BASE DSIG EBDT EBLC EBSC GPOS GSUB JSTF LTSH PCLT".split()
"""As WeasyPrint has them: in a PDF text is shaped already."""

_OBLIQUE, _ITALIC = 1, 2  # PangoStyle


def cut_instance(font: UsedFont) -> bytes | None:
    """Cut a static font with the glyphs that are drawn.

    Args:
        font: as WeasyPrint describes it.

    Returns:
        The font file, its glyphs numbered as before; None for what is left to WeasyPrint: fonts of
        pictures, and variable fonts with outlines in CFF2, which no PDF may have (ISO 32000-2,
        table 124).
    """
    if "CFF2" in font.tables or font.bitmap or font.png or font.svg or font.colr:
        return None
    face = uharfbuzz.Face(uharfbuzz.Blob(font.file_content), font.index)
    subset = uharfbuzz.SubsetInput()
    subset.flags = _FLAGS | (uharfbuzz.SubsetFlags.NOTDEF_OUTLINE if font.missing else 0)
    subset.glyph_set.update(font.to_unicode)
    subset.drop_table_tag_set.update(map(int.from_bytes, _USELESS_TABLES))
    for tag, value in _locate(font, face):
        subset.pin_axis_location(face, tag, value)
    instance: bytes = subset.subset(face).blob.data
    return instance


def _locate(font: UsedFont, face: uharfbuzz.Face) -> Iterator[tuple[str, float]]:
    """Tell where WeasyPrint pins each axis (`Font.clean`)."""
    chosen = {"wght": font.weight, "opsz": font.font_size, "ital": int(font.style == _ITALIC)}
    chosen |= font.variations
    for axis in face.axis_infos:
        if axis.tag == "slnt" and axis.tag not in chosen and font.style == _OBLIQUE:
            yield axis.tag, axis.max_value or axis.min_value
        else:
            yield axis.tag, chosen.get(axis.tag, axis.default_value)
