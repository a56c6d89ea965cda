"""The theme of a presentation: the booklet's colours and typefaces (ECMA-376-1, 20.1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from pptx.oxml import parse_xml

from booklet.common.xhtml import escape
from booklet.config.colour import darken, lighten

if TYPE_CHECKING:
    from booklet.config import Fonts

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

_SANS = 'panose="020B0604020202020204" pitchFamily="34" charset="0"'
_SERIF = 'panose="02040502050405020303" pitchFamily="18" charset="0"'
"""What tells a computer without a typeface which of its own comes near: Arial's and Georgia's
classification (ECMA-376-1, 21.1.2.3.7)."""

_DARK, _LIGHT = "#14181a", "#f3f1ec"
_CONTRAST, _TINT_CONTRAST = 7.0, 4.5


def make_theme(theme: bytes, fonts: Fonts, accent: str) -> bytes:
    """Put a booklet's colours and typefaces into a theme.

    Args:
        theme: XML; its effects stay.
        fonts: of the book.
        accent: its colour, `#rrggbb`; charts that somebody adds get tints of it and greys.
    """
    root = parse_xml(theme)
    root.set("name", "Booklet")
    dark = darken(accent, _CONTRAST)
    shades = {
        "dk1": "#1a1a1a",
        "lt1": "#ffffff",
        "dk2": dark,
        "lt2": _LIGHT,
        "accent1": accent,
        "accent2": lighten(accent, _TINT_CONTRAST, on=_DARK),
        "accent3": "#4d4d4d",
        "accent4": "#8a8a8a",
        "accent5": dark,
        "accent6": "#c9c4ba",
        "hlink": accent,
        "folHlink": dark,
    }
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>'
        for name, colour in shades.items()
    )
    others = '<a:ea typeface=""/><a:cs typeface=""/>'
    headings = f'<a:latin typeface="{escape(fonts.headings)}" {_SANS}/>{others}'
    text = f'<a:latin typeface="{escape(fonts.text)}" {_SERIF}/>{others}'
    families = f"<a:majorFont>{headings}</a:majorFont><a:minorFont>{text}</a:minorFont>"
    elements = root.find(f"{{{_DRAWING}}}themeElements")
    for name, content in (("clrScheme", colours), ("fontScheme", families)):
        made = parse_xml(f'<a:{name} {NAMESPACES} name="Booklet">{content}</a:{name}>')
        elements.replace(elements.find(made.tag), made)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
