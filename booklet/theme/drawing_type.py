"""How small the smallest words in a drawing (SVG) are. Pure; lengths are in CSS pixels.

Style sheets of drawings are read as far as drawing programs write them: rules for a type, a class
or an id. Whatever cannot be read counts as it would without it.
"""

from __future__ import annotations

import re
from math import sqrt
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import tinycss2  # type: ignore[import-untyped] # the library has no types

from booklet.common.memoize import memoize
from booklet.common.xhtml import SVG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    Sizes: TypeAlias = Mapping[str, str]

_USUAL = 16.0
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_RELATIVE = {"em": 1.0, "%": 0.01}
_NAMED = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_SIZE = re.compile(r"(\d*\.?\d+)\s*(px|pt|pc|mm|cm|in|em|%)?", re.IGNORECASE)
_SIZE_IN_FONT = re.compile(r"(?:^|\s)(\d*\.?\d+(?:px|pt|pc|mm|cm|in|em|%)?)(?:/\S+)?\s")
_TRANSFORM = re.compile(r"(scale|matrix)\(([^)]*)\)")
_NUMBER = re.compile(r"[-+]?\d*\.?\d+(?:e[-+]?\d+)?", re.IGNORECASE)
_TEXTS = frozenset(f"{{{SVG}}}{name}" for name in ("text", "tspan", "textPath"))


@memoize
def smallest_type(drawing: bytes, width: float, height: float) -> float | None:
    """Find the size of the smallest words of a drawing.

    Args:
        drawing: made safe, as UTF-8.
        width: as which it is shown.
        height: the same.

    Returns:
        None for a drawing without words.
    """
    root = ET.fromstring(drawing)  # noqa: S314 - made safe when it was read
    rules = dict(_rules(root))
    sizes = _sizes(root, _USUAL, _scale_of_view(root, width, height), rules)
    return min(sizes, default=None)


def _scale_of_view(root: ET.Element, width: float, height: float) -> float:
    """Say how many pixels a unit of the drawing is (SVG 2, 8.2 `viewBox`)."""
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) != 4 or min(box[2:]) <= 0:  # noqa: PLR2004 - x, y, width, height
        return 1.0
    return min(width / box[2], height / box[3])


def _sizes(item: ET.Element, inherited: float, scale: float, rules: Sizes) -> Iterator[float]:
    size = _own_size(item, inherited, rules)
    scale *= _scale_of(item.get("transform", ""))
    if item.tag in _TEXTS and (item.text or "").strip():
        yield size * scale
    for child in item:
        yield from _sizes(child, size, scale, rules)
        if item.tag in _TEXTS and (child.tail or "").strip():
            yield size * scale


def _own_size(item: ET.Element, inherited: float, rules: Sizes) -> float:
    """Find the size that holds: of `style`, else of a rule, else of the attribute."""
    said = item.get("font-size", "")
    selectors = (
        "*",
        str(item.tag).rpartition("}")[2],
        *(f".{name}" for name in item.get("class", "").split()),
        f"#{item.get('id', '')}",
    )
    for selector in selectors:
        said = rules.get(selector, said)
    said = _size_in(item.get("style", "")) or said
    return _read(said, inherited) if said else inherited


def _read(said: str, inherited: float) -> float:
    said = said.strip().lower()
    if said in _NAMED:
        return _NAMED[said]
    match = _SIZE.match(said)
    if match is None:
        return inherited
    number, unit = float(match[1]), match[2] or ""
    return number * (inherited * _RELATIVE[unit] if unit in _RELATIVE else _UNITS[unit])


def _size_in(declarations: str) -> str:
    """Find the size of type that declarations of CSS set; "" for none."""
    found = ""
    for one in tinycss2.parse_blocks_contents(declarations, skip_comments=True):
        if one.type != "declaration":
            continue
        value = tinycss2.serialize(one.value).strip()
        if one.lower_name == "font-size":
            found = value
        elif one.lower_name == "font" and (match := _SIZE_IN_FONT.search(value)):
            found = match[1]
    return found


def _rules(root: ET.Element) -> Iterator[tuple[str, str]]:
    for style in root.iter(f"{{{SVG}}}style"):
        for rule in tinycss2.parse_stylesheet("".join(style.itertext()), skip_comments=True):
            if rule.type == "qualified-rule" and (
                size := _size_in(tinycss2.serialize(rule.content))
            ):
                for selector in tinycss2.serialize(rule.prelude).split(","):
                    yield selector.strip(), size


def _scale_of(transform: str) -> float:
    """Say by how much a transformation enlarges (SVG 2, 8.5)."""
    scale = 1.0
    for name, values in _TRANSFORM.findall(transform):
        numbers = [float(number) for number in _NUMBER.findall(values)]
        if name == "scale" and numbers:
            scale *= min(abs(number) for number in numbers)
        elif name == "matrix" and len(numbers) == 6:  # noqa: PLR2004 - a b c d e f
            a, b, c, d, *_ = numbers
            scale *= sqrt(abs(a * d - b * c))
    return scale
