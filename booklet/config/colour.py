"""Colours on white paper: how well they can be read, and the nearest that can."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

from PIL import ImageColor

if TYPE_CHECKING:
    from collections.abc import Iterator

WHITE = "#ffffff"
BLACK = "#000000"

_STEPS = 100


def contrast_between(one: str, other: str) -> float:
    """Measure the contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast_with_white(colour: str) -> float:
    """Measure the contrast of `#rrggbb` with white paper, from 1 to 21."""
    return contrast_between(colour, WHITE)


def darken(colour: str, contrast: float) -> str:
    """Find the lightest shade of `#rrggbb` that has this contrast with white."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(_STEPS + 1):
        shade = colorsys.hls_to_rgb(hue, lightness * (1 - step / _STEPS), saturation)
        found = "#" + "".join(f"{round(part * 255):02x}" for part in shade)
        if contrast_with_white(found) >= contrast:
            return found
    return "#000000"


def lighten(colour: str, contrast: float, *, on: str) -> str:
    """Find the darkest tint of `#rrggbb` that has this contrast with a dark colour."""
    tints = (tint for tint in _tints(colour) if contrast_between(tint, on) >= contrast)
    return next(tints, WHITE)


def lightest_on_white(colour: str, contrast: float) -> str:
    """Find the lightest tint of `#rrggbb` that has this contrast with white; itself if none has."""
    tints = (tint for tint in _tints(colour) if contrast_with_white(tint) >= contrast)
    return max(tints, key=_luminance, default=colour)


def _tints(colour: str) -> Iterator[str]:
    """Yield a colour, and then lighter and lighter tints of it up to white."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(_STEPS + 1):
        tint = colorsys.hls_to_rgb(
            hue, lightness + (1 - lightness) * step / _STEPS, saturation * (1 - step / _STEPS / 2)
        )
        yield "#" + "".join(f"{round(part * 255):02x}" for part in tint)


def named_colour(name: str) -> str:
    """Give the `#rrggbb` of a colour with an English name; "" when there is none."""
    plain = name.lower().replace(" ", "")
    if plain not in ImageColor.colormap:
        return ""
    red, green, blue = ImageColor.getrgb(plain)[:3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the formula of WCAG 2.2, relative luminance
