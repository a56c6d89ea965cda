"""Inline SVG: a name for people who do not see it, and ids that stay linked after prefixing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.xhtml import SVG, XLINK, element

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from booklet.markup.finding_collector import FindingCollector

_PAINT = re.compile(r"url\(\s*['\"]?#([\w.-]+)['\"]?\s*\)")
_TITLE = f"{{{SVG}}}title"

NAMELESS_DRAWING = "K533"
"""The finding about a drawing without words."""


def name_drawings(root: Element, collector: FindingCollector) -> None:
    """Give every drawing the role of a picture and a `<title>`; remark on those without words."""
    for drawing in root.iter(f"{{{SVG}}}svg"):
        drawing.set("role", "img")
        title = drawing.find(_TITLE)
        words = " ".join("".join(title.itertext()).split()) if title is not None else ""
        if title is not None:
            drawing.remove(title)
        if not words:
            words = drawing.get("aria-label", "").strip()
        if not words:
            words = "Drawing"
            collector.warn(
                NAMELESS_DRAWING,
                "a drawing has no description",
                "Begin the <svg> with <title>what it shows</title>.",
                collector.place("<svg"),
            )
        drawing.insert(0, element(_TITLE, {}, words))


def relink_drawings(root: Element, renamed: Mapping[str, str]) -> None:
    """Point a drawing's references at the ids its parts have now."""
    for item in root.iter():
        if not item.tag.startswith(f"{{{SVG}}}"):
            continue
        for key, value in list(item.items()):
            if key in {"href", f"{{{XLINK}}}href"}:
                item.set(key, f"#{renamed.get(value[1:], value[1:])}")
            elif "url(" in value:
                item.set(key, _PAINT.sub(lambda one: f"url(#{renamed.get(one[1], one[1])})", value))
