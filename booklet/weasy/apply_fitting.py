"""Apply what copyfitting has decided for a division to its HTML, before it is laid out.

Elements are named by their places in the document, counted before anything is changed.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from booklet.weasy.measure_flow import RUN_ON_GAP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.copyfit.flow import Fitting

_STEMS_FIRST_TO_LAST = (1, 2, 0)
"""Which stem of a plan gets a line first: what one will do needs the most words, the case least."""


def apply_fitting(root: Element, fitting: Fitting) -> None:
    """Change a division's HTML.

    Args:
        root: of the document; it is changed.
        fitting: decided for this very document.
    """
    elements = list(root.iter())
    parents = {child: parent for parent in root.iter() for child in parent}
    styles = (
        (fitting.joined, f"break-before: auto; margin-top: {RUN_ON_GAP:g}px"),
        (fitting.hidden, "display: none"),
        (fitting.loosened, "break-inside: auto"),
        (fitting.breaks, "break-before: page"),
    )
    for places, style in styles:
        for place in places:
            _add_style(elements[place], style)
    for element in (each for place in fitting.breaks for each in _begun_with(elements[place])):
        _add_style(element, "margin-top: 0")
    for place, space in fitting.spaces:
        _add_style(elements[place], f"margin-top: {space:g}px")
    for place, height in fitting.heights:
        element = elements[place]
        is_beside = "picture-beside" in parents[element].get("class", "").split()
        _set_height(element, height, is_exact=is_beside)
    for place, count, space in fitting.lines:
        lines = elements[place]
        _set_lines(lines, count)
        # What is left below the last line may be a hair less than nothing, which CSS refuses.
        _add_style(lines, f"padding-bottom: {max(space, 0):g}px")
        if "closing-notes" in parents[lines].get("class", "").split():
            _add_style(parents[lines], "display: block")
        if not count and lines.get("data-fills") is not None:
            _add_style(parents[lines], "display: none")


def outline(root: Element) -> tuple[tuple[str, str], ...]:
    """List what tells the elements of a document apart: their names and classes."""
    return tuple((str(item.tag), item.get("class", "")) for item in root.iter())


def _set_height(element: Element, height: float, *, is_exact: bool) -> None:
    """Set the height of a picture, which keeps its shape, or of a row of a table.

    Args:
        element: the picture or row; it is changed.
        height: in CSS pixels.
        is_exact: whether a picture becomes larger, too; else its width limits it as before.
    """
    if element.tag == "tr":
        for cell in element:
            _add_style(cell, f"box-sizing: border-box; height: {height:g}px")
    elif is_exact:
        _add_style(element, f"width: auto; height: {height:g}px")
    else:
        _add_style(element, f"width: auto; height: auto; max-height: {height:g}px")


def _add_style(element: Element, style: str) -> None:
    before = element.get("style", "").rstrip("; ")
    element.set("style", f"{before}; {style}" if before else style)


def _begun_with(element: Element) -> Iterator[Element]:
    """Yield an element and what begins together with it."""
    yield element
    while len(element) and not (element.text or "").strip():
        element = element[0]
        yield element


def _set_lines(parent: Element, count: int) -> None:
    """Give a box so many lines to write on; the last keeps its margin."""
    lines = [child for child in parent if "ruled-line" in child.get("class", "").split()]
    stems = [child for child in parent if "stem" in child.get("class", "").split()]
    if stems:
        _set_lines_of_stems(parent, lines, stems, count)
        return
    for line in lines[count:]:
        parent.remove(line)
    for _ in range(count - len(lines)):
        parent.append(deepcopy(lines[-1]))


def _set_lines_of_stems(
    parent: Element, lines: list[Element], stems: list[Element], count: int
) -> None:
    """Share out the lines below the stems of a plan."""
    shares = [0] * len(stems)
    for number in range(count):
        shares[_STEMS_FIRST_TO_LAST[number % len(stems)] % len(stems)] += 1
    for line in lines:
        parent.remove(line)
    for stem, share in zip(stems, shares, strict=True):
        position = list(parent).index(stem) + 1
        for _ in range(share):
            parent.insert(position, deepcopy(lines[0]))
