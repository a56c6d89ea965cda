"""Draw a composed cover as one SVG, for the e-book; paper has `layouts/print/cover-parts.html`."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.theme import artwork
from booklet.theme.outlines import outline_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.manuscript.pictures import Picture
    from booklet.theme.cover import Block, Box, Cover


def cover_svg(cover: Cover, paper: str, pictures: Mapping[str, Picture]) -> str:
    """Draw a whole cover as one SVG.

    Args:
        cover: composed.
        paper: the colour of the page.
        pictures: the files of "logo" and "picture", where it shows them.
    """
    page = cover.page
    parts = [f'<rect width="{page.width:g}" height="{page.height:g}" fill="{paper}"/>']
    if cover.panel:
        paint = f'fill="{cover.accent}"'
        if cover.is_outlined:
            paint = f'fill="none" stroke="{cover.accent}"'
        parts.append(f"<rect {_svg_box(cover.panel)} {paint}/>")
    if cover.art and cover.art_kind == "picture" and "picture" in pictures:
        parts.append(_image(cover.art, pictures["picture"], "xMidYMid slice"))
    elif cover.art and cover.art_kind != "picture":
        left, top, width, _ = cover.art
        is_mark = cover.art_kind == "mark"
        paths = (artwork.mark_paths if is_mark else artwork.thumbprint_paths)(cover.art_colour)
        scale = width / artwork.UNITS
        parts.append(f'<g transform="translate({left:g} {top:g}) scale({scale:g})">{paths}</g>')
    if cover.logo and "logo" in pictures:
        parts.append(_image(cover.logo, pictures["logo"], "xMidYMid meet"))
    parts += [_svg_text(block, is_right_to_left=cover.is_right_to_left) for block in cover.blocks]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{page.width:g}" height="{page.height:g}" '
        f'viewBox="0 0 {page.width:g} {page.height:g}">{"".join(parts)}</svg>'
    )


def _svg_box(box: Box) -> str:
    left, top, width, height = box
    return f'x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}"'


def _image(box: Box, picture: Picture, fitting: str) -> str:
    encoded = b64encode(picture.content).decode()
    return (
        f'<image {_svg_box(box)} preserveAspectRatio="{fitting}" '
        f'xlink:href="data:{picture.media_type};base64,{encoded}"/>'
    )


def _svg_text(block: Block, *, is_right_to_left: bool) -> str:
    left, top, width, _ = block.box
    size, line = block.lettering.size, block.lettering.line_height
    anchor = ' text-anchor="start" direction="rtl"' if is_right_to_left else ""
    x = left + width if is_right_to_left else left
    baseline = top + (line - size) / 2 + size * 0.8
    lines, outlines = [], []
    for number, words in enumerate(block.lettering.lines):
        y = baseline + number * line
        path, drawn = outline_text(
            words, block.family, bold=block.bold, size=size, is_right_to_left=is_right_to_left
        )
        if path:
            start = x - drawn if is_right_to_left else x
            shift = f'transform="translate({start:.2f} {y:.2f})"'
            outlines.append(f'<path {shift} fill="{block.colour}" d="{path}"/>')
        else:
            lines.append(f'<tspan x="{x:.2f}" y="{y:.2f}">{xhtml.escape(words)}</tspan>')
    text = (
        f'<text font-family="{xhtml.escape(block.family)}" font-size="{size:g}" '
        f'font-weight="{700 if block.bold else 400}" fill="{block.colour}"{anchor}>'
        f"{''.join(lines)}</text>"
    )
    return "".join((text, *outlines))
