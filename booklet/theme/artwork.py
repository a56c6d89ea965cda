"""The book's drawings as SVG: the great thumbprint of the cover and the small mark of the openers.

Both are made of lines only, in the accent colour, so that any copier keeps them.
"""

from __future__ import annotations

from booklet.theme.emblem import HEIGHT, RIDGE_WIDTH, door, svg_path, thumbprint

_SCALE = 1000
_MARK_RADII = (0.46, 0.33, 0.20)
_MARK_STROKE = 0.062


def cover_art(colour: str) -> str:
    """Draw the thumbprint.

    Args:
        colour: of the lines, as `#rrggbb`.
    """
    ridges = "".join(f'<path d="{svg_path(r.points, scale=_SCALE)}"/>' for r in thumbprint())
    lines = (
        f'<g fill="none" stroke="{colour}" stroke-width="{RIDGE_WIDTH * _SCALE:g}" '
        f'stroke-linecap="round" stroke-linejoin="round">{ridges}</g>'
    )
    return _drawing(f'{lines}<path d="{svg_path(door(), scale=_SCALE)}Z" fill="{colour}"/>', HEIGHT)


def mark(colour: str) -> str:
    """Draw three arches around a door: the thumbprint for small sizes.

    Args:
        colour: of the lines, as `#rrggbb`.
    """
    foot = 1.1
    arches = "".join(
        f'<path d="M{(0.5 - radius) * _SCALE:g} {foot * _SCALE:g}V{0.5 * _SCALE:g}'
        f"A{radius * _SCALE:g} {radius * _SCALE:g} 0 0 1 {(0.5 + radius) * _SCALE:g} "
        f'{0.5 * _SCALE:g}V{foot * _SCALE:g}"/>'
        for radius in _MARK_RADII
    )
    half = 0.075
    opening = (
        f"M{(0.5 - half) * _SCALE:g} {foot * _SCALE:g}V{0.5 * _SCALE:g}"
        f"A{half * _SCALE:g} {half * _SCALE:g} 0 0 1 {(0.5 + half) * _SCALE:g} {0.5 * _SCALE:g}"
        f"V{foot * _SCALE:g}Z"
    )
    lines = (
        f'<g fill="none" stroke="{colour}" stroke-width="{_MARK_STROKE * _SCALE:g}">{arches}</g>'
    )
    return _drawing(f'{lines}<path d="{opening}" fill="{colour}"/>', foot)


def _drawing(content: str, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SCALE}" height="{height * _SCALE:g}" '
        f'viewBox="0 0 {_SCALE} {height * _SCALE:g}">{content}</svg>'
    )
