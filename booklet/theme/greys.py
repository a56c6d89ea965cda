"""Pictures without colour, for editions that are printed with black alone."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from PIL import Image, ImageColor, ImageOps

if TYPE_CHECKING:
    from booklet.manuscript.pictures import Picture

_WITH_ALPHA = frozenset({"LA", "PA", "RGBA", "RGBa", "La"})
_COLOUR = re.compile(
    r"(?P<before>[:\"'=\s,;(])(?P<colour>#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)|[a-zA-Z]{3,20})"
    r"(?=[\"'\s;,)}!]|$)"
)
_TELLS_COLOUR = re.compile(
    r"(?P<name>(?<![\w-])(?:fill|stroke|color|stop-color|flood-color|lighting-color))"
    r"(?P<equals>\s*[:=]\s*)(?P<value>\"[^\"]*\"|'[^']*'|[^;}\"'<>]+)"
)


def in_grey(picture: Picture) -> bytes:
    """Give a picture's content without its colours; what is transparent stays so."""
    if picture.media_type == "image/svg+xml":
        return _drawing(picture.content.decode()).encode()
    with Image.open(io.BytesIO(picture.content)) as stored:
        image = ImageOps.exif_transpose(stored)  # what is written anew does not say which way up
        has_alpha = image.mode in _WITH_ALPHA or "transparency" in image.info
        grey = image.convert("RGBA").convert("LA") if has_alpha else image.convert("L")
        output = io.BytesIO()
        if picture.media_type == "image/jpeg":
            grey.save(output, "JPEG", quality=90)
        else:
            grey.save(output, "PNG")
    return output.getvalue()


def _drawing(svg: str) -> str:
    """Grey the colours of a drawing where its attributes and styles tell them."""

    def grey_value(match: re.Match[str]) -> str:
        greyed = _COLOUR.sub(_grey, f" {match['value']} ")[1:-1]
        return f"{match['name']}{match['equals']}{greyed}"

    return _TELLS_COLOUR.sub(grey_value, svg)


def _grey(match: re.Match[str]) -> str:
    """Replace one colour by the grey that is as light; a word that is no colour stays."""
    try:
        red, green, blue, *alpha = ImageColor.getrgb(match["colour"])
    except ValueError:
        return match[0]
    light = round(0.299 * red + 0.587 * green + 0.114 * blue)
    opacity = f"{alpha[0]:02x}" if alpha else ""
    return f"{match['before']}#{light:02x}{light:02x}{light:02x}{opacity}"
