"""SVG drawings from anywhere, made safe: shapes and text stay; scripts and addresses go.

A drawing may name only its own parts (`#id`) and pictures that it carries (`data:image/…`).
Document types are refused, since entities can stand for files or for gigabytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_FORBIDDEN = {
    f"{{{SVG}}}{name}"
    for name in (
        "script",
        "foreignObject",
        "iframe",
        "audio",
        "video",
        "a",
        "handler",
        "set",
        "animate",
        "animateMotion",
        "animateTransform",
        "discard",
    )
}
_INNER = re.compile(r"#[^\s]*|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_LOADS = re.compile(r"url\(\s*[\"']?(?!#)|@import|expression|javascript:", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(px|pt|mm|cm|in|pc)?\s*")
_PIXELS = {
    None: 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "pc": 16.0,
}
_DEFAULT_SIZE = (300, 150)
_MOST_ELEMENTS = 50_000


class UnsafeDrawingError(ValueError):
    """A drawing that cannot be made safe; its text says why."""


def clean_drawing(content: bytes) -> tuple[bytes, int, int]:
    """Make a drawing safe.

    Args:
        content: the SVG file.

    Returns:
        The drawing as UTF-8, its width and its height in CSS pixels.

    Raises:
        UnsafeDrawingError: when it is no SVG, is broken, or has a document type with entities.
    """
    if re.search(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", content):
        raise UnsafeDrawingError("it has a document type with definitions of its own")
    try:
        root = ET.fromstring(content)  # noqa: S314 - entities are refused above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnsafeDrawingError("it is not well-formed") from error
    if root.tag != f"{{{SVG}}}svg":
        raise UnsafeDrawingError("it is no SVG drawing")
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise UnsafeDrawingError("it has too many parts")
    _clean(root)
    width, height = _size(root)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True), width, height


def _clean(root: Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            loads = child.tag == f"{{{SVG}}}style" and _LOADS.search("".join(child.itertext()))
            if child.tag in _FORBIDDEN or not child.tag.startswith(f"{{{SVG}}}") or loads:
                parent.remove(child)
        for name, value in list(parent.items()):
            local = name.rpartition("}")[2].lower()
            outside = local in {"href", "src"} and not _INNER.fullmatch(value.strip())
            if local.startswith("on") or outside or _LOADS.search(value):
                del parent.attrib[name]


def _size(root: Element) -> tuple[int, int]:
    """Take the size from width and height, else from the viewBox (SVG 2, 8.2)."""
    box = [float(n) for n in re.findall(r"-?[0-9.]+", root.get("viewBox", "")) if n.strip(".-")]
    by_box = box[2:4] if len(box) == 4 and min(box[2:]) > 0 else _DEFAULT_SIZE  # noqa: PLR2004
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    if width and not height:
        height = width * by_box[1] / by_box[0]
    if height and not width:
        width = height * by_box[0] / by_box[1]
    return max(1, round(width or by_box[0])), max(1, round(height or by_box[1]))


def _pixels(length: str | None) -> float:
    match = _LENGTH.fullmatch(length or "")
    try:
        return float(match[1]) * _PIXELS[match[2]] if match else 0.0
    except ValueError:
        return 0.0
