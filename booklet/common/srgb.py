"""Colours of every notation of CSS, in the space that paper and screens know. Pure."""

from __future__ import annotations

from contextlib import suppress
from operator import mul
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    Color: TypeAlias = Any  # tinycss2 has no types

_LINEAR_FROM_XYZ = {
    "xyz-d65": (
        (3.2409699419, -1.5373831776, -0.4986107603),
        (-0.9692436363, 1.8759675015, 0.0415550574),
        (0.0556300797, -0.2039769589, 1.0569715142),
    ),
    "xyz-d50": (
        (3.1341358529, -1.6173863322, -0.4906619460),
        (-0.9787954765, 1.9162543773, 0.0334427312),
        (0.0719553798, -0.2289768264, 1.4053860351),
    ),
}
"""From CIE XYZ to linear sRGB (CSS Color 4, 17), by the white that a colour space refers to."""


def to_srgb(colour: Color) -> tuple[float, ...] | None:
    """Give a colour's channels in sRGB, from 0 to 1; what no screen can show is cut off.

    Args:
        colour: as tinycss2 parses it.

    Returns:
        Red, green and blue; None where the space of the colour is not known.
    """
    with suppress(NotImplementedError):
        return _clipped(colour.to("srgb").coordinates)
    for space, matrix in _LINEAR_FROM_XYZ.items():
        with suppress(NotImplementedError):
            xyz = colour.to(space).coordinates
            return _clipped(_encode(sum(map(mul, row, xyz))) for row in matrix)
    return None


def _encode(linear: float) -> float:
    """Encode a linear channel (IEC 61966-2-1)."""
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055  # noqa: PLR2004


def _clipped(channels: Any) -> tuple[float, ...]:  # noqa: ANN401 - as above
    return tuple(min(1.0, max(0.0, part or 0.0)) for part in channels)
