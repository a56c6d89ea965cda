"""Measure and embed the font of form fields: the whole font, because anything may be typed.

Fonts of pages are subset to the glyphs that are printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object

if TYPE_CHECKING:
    import pikepdf

_FIRST, _LAST = 32, 255
_ENCODING = "cp1252"  # PDF calls it WinAnsiEncoding (ISO 32000-1, annex D.2)
_NONSYMBOLIC = 1 << 5
_STEM_WIDTH = 80
"""StemV is required (9.8.1) and not in TrueType files; only substitutes for the font use it."""

_UNITS = 1000


@dataclass(frozen=True, slots=True)
class FormFont:
    """A TrueType font, measured in thousandths of its size.

    Attributes:
        name: its PostScript name.
        content: the font file.
        widths: of the characters from 32 to 255 in `WinAnsiEncoding`.
        box: left, bottom, right and top of its largest glyph.
        ascent: from the base line up.
        descent: from the base line down, below 0.
        cap_height: of capitals.
    """

    name: str
    content: bytes
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def width(self, text: str) -> int:
        """Measure a text of Western European characters."""
        return sum(self.widths[code - _FIRST] for code in text.encode(_ENCODING))


def measure_font(content: bytes) -> FormFont:
    """Read the metrics of a TrueType font that a font descriptor has (ISO 32000-1, 9.8).

    Args:
        content: the font file.
    """
    with TTFont(BytesIO(content), lazy=True) as font:
        scale: float = _UNITS / font["head"].unitsPerEm
        names, advances = font.getBestCmap(), font["hmtx"]
        head, lines = font["head"], font["OS/2"]

        def width(code: int) -> int:
            character = bytes([code]).decode(_ENCODING, errors="replace")
            advance: int = advances[names.get(ord(character), ".notdef")][0]
            return round(advance * scale)

        return FormFont(
            name=font["name"].getDebugName(6),
            content=content,
            widths=tuple(map(width, range(_FIRST, _LAST + 1))),
            box=tuple(round(each * scale) for each in (head.xMin, head.yMin, head.xMax, head.yMax)),
            ascent=round(font["hhea"].ascent * scale),
            descent=round(font["hhea"].descent * scale),
            cap_height=round(getattr(lines, "sCapHeight", font["hhea"].ascent) * scale),
        )


def add_font(pdf: pikepdf.Pdf, font: FormFont) -> Object:
    """Embed a font as a simple one (9.6.3 TrueType fonts), which every program can fill in."""
    program = pdf.make_stream(font.content, Length1=len(font.content))
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{font.name}"),
        Flags=_NONSYMBOLIC,
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.cap_height,
        StemV=_STEM_WIDTH,
        FontFile2=program,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name(f"/{font.name}"),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=_FIRST,
            LastChar=_LAST,
            Widths=Array(font.widths),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
