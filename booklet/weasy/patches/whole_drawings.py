"""A drawing is drawn whole, or not at all.

Fault: when WeasyPrint cannot draw a part of a drawing it logs that and goes on with the page, but
    what was begun is never ended: a state that is not restored, a group that everything else goes
    into. What follows on the page is scaled, moved, clipped, or not there at all.
Upstream: no issue is known; `SVGImage.draw` catches every exception and restores nothing.
Smallest input: a drawing with `opacity="0,5"` before a paragraph.
Goes when: `SVGImage.draw` in WeasyPrint's images.py leaves the stream as it was when it fails.

A mask is put where its lengths would be percentages of the page, and what it is for is hidden:
without `maskUnits="userSpaceOnUse"` it is made one for the whole drawing. One in units of what it
masks, of letters, or of opacity is left out, and told.

Words along a path (SVG 2, 11.8) are not drawn along it but where the text begins, which is above
the drawing where it says nothing. They are set straight from where their path begins, and told.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.common.xhtml import SVG, XLINK
from booklet.weasy.internals import (
    draw_drawing,
    drawing_elements,
    drawing_name,
    remember_stream,
    try_to_draw,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

_PATH_WORDS = f"{{{SVG}}}textPath"
_POINT = re.compile(r"\s*[Mm]\s*([-+.\de]+)[\s,]*([-+.\de]+)")
_LARGE = 2000.0
"""Pixels: of a drawing that does not say how large it is."""

_LOGGER = logging.getLogger("weasyprint")


@contextmanager
def draw_whole() -> Iterator[None]:
    """Leave no part of a drawing that cannot be drawn while the context lasts."""
    with draw_drawing.replaced(_draw_whole):
        yield


def _draw_whole(image: object, stream: object, width: float, height: float, _: object) -> None:
    elements = list(drawing_elements(image))
    for picture in (each for each in elements if each.tag == f"{{{SVG}}}image"):
        picture.set("image-rendering", "crisp-edges")  # see `rendering`: PDF/A forbids the other
    if _drop_masks(elements):
        _LOGGER.warning(
            "Drawing '%s' has a mask that cannot be drawn; it hides nothing", drawing_name(image)
        )
    if _set_straight(elements):
        _LOGGER.warning(
            "Drawing '%s' has words along a path; they are straight", drawing_name(image)
        )
    undo = remember_stream(stream)
    try:
        try_to_draw(image, stream, width, height)
    except Exception as error:  # noqa: BLE001 - drawings may come from anybody, and say anything
        undo()
        _LOGGER.error("Drawing '%s' cannot be drawn: %s", drawing_name(image), error)  # noqa: TRY400 - one line


def _drop_masks(elements: Sequence[Element]) -> bool:
    """Let masks hold for the whole drawing; drop those that would hide all, and tell of them."""
    _, _, width, height = _view_box(elements[0])
    found = False
    for mask in (each for each in elements if each.tag == f"{{{SVG}}}mask"):
        is_relative = mask.get("maskContentUnits") == "objectBoundingBox"
        is_alpha = "alpha" in mask.get("mask-type", "") + mask.get("style", "")
        if is_relative or is_alpha or any(each.tag == f"{{{SVG}}}text" for each in mask.iter()):
            mask.set("id", "")
            found = True
        elif mask.get("maskUnits") != "userSpaceOnUse":
            mask.set("maskUnits", "userSpaceOnUse")
            # Far beyond its edges, for what is masked may be moved.
            mask.set("x", f"{-10 * width:g}")
            mask.set("y", f"{-10 * height:g}")
            mask.set("width", f"{21 * width:g}")
            mask.set("height", f"{21 * height:g}")
    return found


def _view_box(root: Element) -> tuple[float, float, float, float]:
    try:
        x, y, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        return 0, 0, _LARGE, _LARGE
    return x, y, max(abs(x), width), max(abs(y), height)


def _set_straight(elements: Sequence[Element]) -> bool:
    """Let words along paths begin where their paths do; tell whether there are any."""
    by_id = {each.get("id", ""): each for each in elements}
    found = [each for each in elements if each.tag == _PATH_WORDS]
    for words in found:
        address = words.get("href") or words.get(f"{{{XLINK}}}href") or ""
        path = by_id.get(address.removeprefix("#"))
        begin = _POINT.match(path.get("d", "")) if path is not None else None
        if begin:
            words.set("x", begin[1])
            words.set("y", begin[2])
    return bool(found)
