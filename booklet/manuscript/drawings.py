"""SVG drawings from anywhere, made safe: shapes and text stay; scripts and addresses go.

A drawing may name only its own parts (`#id`) and pictures that it carries (`data:image/…`). What
its values say is written as every renderer knows it (`booklet.common.drawn_values`).
Entities are refused, since they can stand for files or for gigabytes.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from booklet.common import xhtml
from booklet.common.drawing_work import TooMuchError, count_drawn, drop_circles
from booklet.common.drawn_values import is_text, simplify_drawing
from booklet.common.safe_css import (
    is_safe_drawn_value,
    safe_drawn_style,
    safe_drawn_stylesheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_SIDE = 10_000
"""CSS pixels; a drawing that says it is larger is drawn smaller, in proportion."""

MOST_ELEMENTS = 50_000
DEEPEST = 200

_SVG = f"{{{xhtml.SVG}}}"
_FORBIDDEN = frozenset(
    {
        "animate",
        "animateColor",
        "animateMotion",
        "animateTransform",
        "audio",
        "discard",
        "foreignObject",
        "handler",
        "iframe",
        "listener",
        "script",
        "set",
        "video",
    }
)
_KEPT_PREFIXES = (f"{{{xhtml.XLINK}}}", "{http://www.w3.org/XML/1998/namespace}")
_CARRIED = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]*)")
CarriedPicture: TypeAlias = tuple[str, bytes]
"""A media type, and the bytes of a picture."""
_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?\d+)?)\s*(px|pt|mm|cm|in|pc)?\s*", re.IGNORECASE)
_OF_A_SCREEN = re.compile(r"[0-9.]+\s*(?:r?em|ex|ch|v(?:w|h|min|max))|auto", re.IGNORECASE)
_PIXELS = {"px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pc": 16.0}
_DEFAULT_SIZE = (300.0, 150.0)


class UnsafeDrawingError(ValueError):
    """A drawing that cannot be made safe; its text says why."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that can be shown.

    Attributes:
        content: as UTF-8.
        width: in CSS pixels.
        height: in CSS pixels.
        left_out: what was taken out, named for its author: "a script".
    """

    content: bytes
    width: int
    height: int
    left_out: tuple[str, ...]


def clean_drawing(
    content: bytes, clean_picture: Callable[[bytes], CarriedPicture] | None = None
) -> Drawing:
    """Make a drawing safe.

    Args:
        content: the SVG file.
        clean_picture: makes a picture that the drawing carries ready to be shown, and raises
            whatever says that it cannot be; without it, such pictures are left out.

    Raises:
        UnsafeDrawingError: when it is no SVG, is broken, too large, or declares entities.
    """
    root = _parse(content)
    if root.tag != f"{_SVG}svg":
        raise UnsafeDrawingError("it is no SVG drawing")
    meaningless = simplify_drawing(root)
    cleaner = _Cleaner(clean_picture)
    cleaner.clean(root)
    try:
        circles = drop_circles(root)
        count_drawn(root)
    except TooMuchError as error:
        raise UnsafeDrawingError(str(error)) from error
    endless = _drop_impossible_size(root)
    width, height = _size(root)
    left_out = (*meaningless, *cleaner.left_out, *circles, *endless)
    return Drawing(xhtml.serialise(root).encode("utf-8"), width, height, left_out)


def _parse(content: bytes) -> Element:
    """Read XML without entities; a document type is passed over and never fetched."""
    builder = TreeBuilder()
    depth = count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise UnsafeDrawingError("it has too many parts")
        builder.start(_clark(tag), {_clark(name): value for name, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_clark(tag))

    def refuse(*_: object) -> None:
        raise UnsafeDrawingError("it declares entities of its own")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position
        return builder.close()
    except (expat.ExpatError, LookupError, AssertionError) as error:
        raise UnsafeDrawingError("it is not well-formed") from error
    except UnsafeDrawingError:
        raise
    except ValueError as error:
        raise UnsafeDrawingError("it is in an encoding that cannot be read") from error


def _clark(name: str) -> str:
    return f"{{{name}" if "}" in name else name


class _Cleaner:
    """Cleans one drawing, and notes what it leaves out."""

    def __init__(self, clean_picture: Callable[[bytes], CarriedPicture] | None) -> None:
        self._clean_picture = clean_picture
        self.left_out: dict[str, None] = {}

    def clean(self, root: Element) -> None:
        """Clean a drawing in place."""
        for item in list(root.iter()):
            for child in list(item):
                if not child.tag.startswith(_SVG):
                    xhtml.replace(item, child)  # what drawing programs note down for themselves
                elif child.tag.removeprefix(_SVG) in _FORBIDDEN:
                    self._note(f"<{child.tag.removeprefix(_SVG)}>")
                    xhtml.replace(item, child)
            if item.tag == f"{_SVG}a":
                item.tag = f"{_SVG}g"
                item.attrib.pop("href", None)
                item.attrib.pop(f"{{{xhtml.XLINK}}}href", None)
            if item.tag == f"{_SVG}style":
                self._clean_stylesheet(item)
            self._clean_attributes(item)

    def _note(self, *parts: str) -> None:
        self.left_out.update(dict.fromkeys(parts))

    def _clean_stylesheet(self, item: Element) -> None:
        """Parse a style sheet as it stands when all elements inside it are gone."""
        style, loading = safe_drawn_stylesheet("".join(item.itertext()))
        item[:] = []
        item.text = style
        self._note(*map(_shortened, loading))

    def _clean_attributes(self, item: Element) -> None:
        for name, value in list(item.items()):
            local = name.rpartition("}")[2].lower()
            if ("}" in name and not name.startswith(_KEPT_PREFIXES)) or local == "base":
                del item.attrib[name]
            elif local.startswith("on"):
                self._note(f"'{local}'")
                del item.attrib[name]
            elif local in {"href", "src"}:
                self._clean_address(item, name, value.strip())
            elif local == "style":
                style, loading = safe_drawn_style(value)
                item.set(name, style)
                self._note(*map(_shortened, loading))
            elif not (is_text(name) or is_safe_drawn_value(value)):
                self._note(_shortened(value.strip()))
                del item.attrib[name]

    def _clean_address(self, item: Element, name: str, address: str) -> None:
        """Keep an address inside the drawing, and a picture that is in its own address."""
        carried = _CARRIED.fullmatch(address) if item.tag == f"{_SVG}image" else None
        if carried and self._clean_picture:
            media_type, content = self._clean_picture(_decoded(carried[1]))
            item.set(name, f"data:{media_type};base64,{b64encode(content).decode()}")
        elif not address.startswith("#"):
            self._note(_shortened(address))
            del item.attrib[name]


def _shortened(address: str) -> str:
    """Name something that would have been loaded."""
    return address if address.startswith("@") else f"the address '{address[:60]}'"


def _decoded(base64: str) -> bytes:
    try:
        return b64decode("".join(base64.split()))
    except ValueError as error:
        raise UnsafeDrawingError("a picture in it is broken") from error


def _drop_impossible_size(root: Element) -> list[str]:
    """Take a length out that no page has: all of the drawing would be beyond its edge.

    One in units of a page on a screen goes, too, and is not named.
    """
    dropped = []
    for name in ("width", "height"):
        written = root.get(name, "").strip()
        if written and not written.endswith("%") and not _pixels(written):
            if not _OF_A_SCREEN.fullmatch(written):
                dropped.append(f'{name}="{written[:60]}"')
            del root.attrib[name]
    return dropped


def _size(root: Element) -> tuple[int, int]:
    """Take the size from width and height, else from the viewBox (SVG 2, 8.2)."""
    by_box = _view_box(root.get("viewBox", ""))
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if width and not height:
        height = width * by_box[1] / by_box[0]
    elif height and not width:
        width = height * by_box[0] / by_box[1]
    elif not width:
        width, height = by_box
    shrink = min(1.0, LARGEST_SIDE / max(width, height))
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def _view_box(written: str) -> tuple[float, float]:
    try:
        _, _, width, height = (float(number) for number in re.split(r"[\s,]+", written.strip()))
    except ValueError:
        return _DEFAULT_SIZE
    is_usable = isfinite(width) and isfinite(height) and min(width, height) > 1e-6  # noqa: PLR2004 - more than nothing
    return (width, height) if is_usable and max(width, height) < 1e9 else _DEFAULT_SIZE  # noqa: PLR2004 - less than endless


def _pixels(length: str) -> float:
    """Read a length in CSS pixels; 0 when it is a percentage or makes no sense."""
    match = _LENGTH.fullmatch(length)
    try:
        pixels = float(match[1]) * _PIXELS[(match[2] or "px").lower()] if match else 0.0
    except ValueError:
        return 0.0
    return pixels if 1e-6 < pixels < 1e9 else 0.0  # noqa: PLR2004 - beyond that nothing is drawn
