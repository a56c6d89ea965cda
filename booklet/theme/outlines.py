"""Draw a line of text as outlines: with each run in the family that has its characters.

For resvg, which is given covers to draw, looks for one family for all that a line's own lacks, and
ends in a panic where two of them shape the line differently.
"""

from __future__ import annotations

import importlib
from itertools import groupby
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from booklet.theme.fallbacks import fallbacks_for, is_drawn, split_by_family, split_clusters
from booklet.theme.typefaces import advance_widths, nearest_face

if TYPE_CHECKING:
    from collections.abc import Iterable

_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = frozenset({"R", "AL"}), frozenset({"L", "EN", "AN"})


def outline_text(
    text: str, family: str, *, bold: bool, size: float, is_right_to_left: bool
) -> tuple[str, float]:
    """Shape a line of text, and give its outlines.

    Args:
        text: one line.
        family: for all that it has.
        bold: whether in its bold cut.
        size: of the type.
        is_right_to_left: whether the line is read from the right as a whole.

    Returns:
        A path (SVG 2, 9.3) that begins at 0,0 on the baseline, and how wide it is; "" when the
        family has all of the text, or when no family of ours has a character of it.
    """
    families = fallbacks_for(frozenset(text), family) or (family,)
    runs = list(split_by_family(text, *families))
    if all(name == family for name, _ in runs) or not all(map(_has_all, runs)):
        return "", 0.0
    path, x = "", 0.0
    for name, words, is_reversed in _in_visual_order(runs, is_right_to_left=is_right_to_left):
        outline, width = _shape(name, words, bold=bold, size=size, x=x, is_reversed=is_reversed)
        path, x = path + outline, x + width
    return path, x


def _has_all(run: tuple[str, str]) -> bool:
    name, words = run
    return all(not is_drawn(one) or one in advance_widths(name, bold=False) for one in words)


def _in_visual_order(
    runs: Iterable[tuple[str, str]], *, is_right_to_left: bool
) -> list[tuple[str, str, bool]]:
    """Order runs as they are seen from left to right, with two levels (Unicode Annex 9)."""
    parts = [
        (name, "".join(part), reads)
        for name, words in runs
        for reads, part in groupby(split_clusters(words), key=_direction)
    ]
    # What has no direction goes with what it stands between, or with the line.
    known = [reads for _, _, reads in parts]
    base = "rtl" if is_right_to_left else "ltr"
    for index, reads in enumerate(known):
        if not reads:
            before = known[index - 1] if index else base
            after = next((one for one in known[index + 1 :] if one), base)
            known[index] = before if before == after else base
    levels = [(name, words, reads) for (name, words, _), reads in zip(parts, known, strict=True)]
    groups = [list(group) for _, group in groupby(levels, key=lambda one: one[2])]
    if is_right_to_left:
        groups.reverse()
    ordered = [group[::-1] if group[0][2] == "rtl" else group for group in groups]
    return [(name, words, reads == "rtl") for group in ordered for name, words, reads in group]


def _direction(cluster: str) -> str:
    kind = bidirectional(cluster[0])
    if kind in _RIGHT_TO_LEFT:
        return "rtl"
    return "ltr" if kind in _LEFT_TO_RIGHT else ""


def _shape(
    family: str, words: str, *, bold: bool, size: float, x: float, is_reversed: bool
) -> tuple[str, float]:
    harfbuzz: Any = importlib.import_module("uharfbuzz")
    svg = importlib.import_module("fontTools.pens.svgPathPen")
    transform = importlib.import_module("fontTools.pens.transformPen")
    face = nearest_face(family, bold=bold, characters=frozenset(words))
    font = harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob(face.content)))
    if face.is_variable:
        font.set_variations({"wght": min(700 if bold else 400, face.weights[1])})
    buffer = harfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_reversed else "ltr"
    harfbuzz.shape(font, buffer)
    scale, start = size / font.face.upem, x
    pen = svg.SVGPathPen(None, lambda value: f"{value:.2f}")
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        at = (x + place.x_offset * scale, -place.y_offset * scale)
        placed = transform.TransformPen(pen, (scale, 0, 0, -scale, *at))
        font.draw_glyph_with_pen(glyph.codepoint, placed)
        x += place.x_advance * scale
    return pen.getCommands(), x - start
