"""How much is drawn when a drawing is shown: parts that are used again count each time. Pure.

A kilobyte of `use` in `use` can stand for a million shapes. Renderers draw them all, so they are
counted before anything is drawn.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import tinycss2  # type: ignore[import-untyped] # the library has no types

from booklet.common.xhtml import SVG, name_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

MOST_DRAWN = 50_000
"""Elements: some thirty seconds of a core of the machine that runs the checks."""

_DEEPEST = 200
"""Elements in elements, or uses of uses; no program writes so many, and renderers go astray."""

_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+?)['\"]?\s*\)")
_NUMBER = re.compile(r"[0-9.]+")
_HAS_VERTICES = name_set("line path polygon polyline")
_GRADIENTS = name_set("linearGradient radialGradient")
_STOPS_FOR_AN_ELEMENT = 10
"""Stops of a gradient that take no longer than one shape."""


class TooMuchError(ValueError):
    """A drawing that would draw more than `MOST_DRAWN` elements."""


def count_drawn(drawing: Element) -> int:
    """Count the elements that are drawn for an `<svg>`, with all that is used again.

    Raises:
        TooMuchError: when they are more than `MOST_DRAWN`, or use one another too deeply.
    """
    return _Counter(drawing).count(drawing, 0)


def drop_circles(drawing: Element) -> tuple[str, ...]:
    """Take out references by which a part of a drawing stands in itself; nobody draws those.

    Returns:
        What was taken out, named for its author.

    Raises:
        TooMuchError: as for `count_drawn`.
    """
    counter = _Counter(drawing)
    counter.count(drawing, 0)
    for item, key in counter.circles:
        if key.rpartition("}")[2] == "href":
            item.attrib.pop(key, None)
        else:
            item.set(key, "none")
    names = (item.tag.removeprefix(f"{{{SVG}}}") for item, _ in counter.circles)
    return tuple(dict.fromkeys(f"a <{name}> of what it stands in itself" for name in names))


class _Counter:
    """Counts what each element draws, once for each."""

    def __init__(self, drawing: Element) -> None:
        self._by_id = {item.get("id", ""): item for item in drawing.iter()}
        self._counted: dict[Element, int] = {}
        self._being_counted: set[Element] = set()
        self.circles: list[tuple[Element, str]] = []
        self._styled = _styled_references(drawing)

    def count(self, item: Element, depth: int) -> int:
        """Count an element and all that it draws; one that uses itself is drawn by nobody."""
        if depth > _DEEPEST:
            raise TooMuchError("its parts use one another too deeply")
        if item in self._counted:
            return self._counted[item]
        if item in self._being_counted:
            return 0
        self._being_counted.add(item)
        total = 1 + sum(self.count(child, depth + 1) for child in item)
        for name, times, key in self._references(item):
            target = self._by_id.get(name)
            if target is None:
                continue
            if key and target in self._being_counted:
                self.circles.append((item, key))
            total += times * self.count(target, depth + 1)
        self._being_counted.discard(item)
        if total > MOST_DRAWN:
            raise TooMuchError(f"it draws more than {MOST_DRAWN:,} parts")
        if item.tag.removeprefix(f"{{{SVG}}}") in _GRADIENTS:
            total //= _STOPS_FOR_AN_ELEMENT
        self._counted[item] = total
        return total

    def _references(self, item: Element) -> Iterator[tuple[str, int, str]]:
        """List the ids an element refers to: how often it may be drawn there, and the attribute.

        The attribute is "" for what a style sheet refers to.
        """
        vertices = _vertices(item)
        for key, value in item.items():
            local = key.rpartition("}")[2]
            if local == "href" and value.strip().startswith("#"):
                yield value.strip()[1:], 1, key
            elif "url(" in value:
                times = vertices if "marker" in local or "marker" in value else 1
                yield from ((name, times, key) for name in _REFERENCE.findall(value))
        if self._styled:
            for selector in _selectors_of(item):
                yield from ((name, vertices, "") for name in self._styled.get(selector, ()))


def _vertices(item: Element) -> int:
    """Say at how many places of an element a marker may stand, at most."""
    if item.tag.removeprefix(f"{{{SVG}}}") not in _HAS_VERTICES:
        return 1
    return 2 + len(_NUMBER.findall(f"{item.get('d', '')} {item.get('points', '')}")) // 2


def _styled_references(drawing: Element) -> dict[str, list[str]]:
    """List the ids that style sheets refer to, by the last simple selector of their rules."""
    found: dict[str, list[str]] = defaultdict(list)
    for style in drawing.iter(f"{{{SVG}}}style"):
        for rule in tinycss2.parse_stylesheet("".join(style.itertext()), skip_comments=True):
            if rule.type != "qualified-rule":
                continue
            names = _REFERENCE.findall(tinycss2.serialize(rule.content))
            for selector in tinycss2.serialize(rule.prelude).split(",") if names else ():
                found[_simple(selector.strip())] += names
    return found


def _simple(selector: str) -> str:
    """Take a selector for "*", unless it is a class, an id or a type alone."""
    return selector if re.fullmatch(r"[.#]?[\w-]+", selector) else "*"


def _selectors_of(item: Element) -> Iterable[str]:
    yield from ("*", item.tag.removeprefix(f"{{{SVG}}}"), f"#{item.get('id', '')}")
    yield from (f".{name}" for name in item.get("class", "").split())
