"""The numbers that Word writes before paragraphs (ECMA-376, Part 1, 17.9): read, and counted on.

Word keeps no numbers in its files, only definitions: whether a list goes on, restarts or begins
with seven follows from counting as Word does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_DEEPEST_STYLE = 20
"""Styles based on each other that are followed; a file may have them in a circle."""


def local_name(element: _Element) -> str:
    """Take an element's name without its namespace: strict and transitional files differ in it."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: _Element | None, name: str) -> str:
    """Take an attribute by its name without namespace; "" when it is not there."""
    if element is None:
        return ""
    for key, value in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child_of(element: _Element | None, *path: str) -> _Element | None:
    """Find the first element along a path of names."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local_name(one) == name), None)
    return element


@dataclass(frozen=True, slots=True)
class Number:
    """What Word writes before a paragraph.

    Attributes:
        level: from 0.
        is_bullet: whether it is no number.
        value: of this level.
        tick: for a bullet that is a box, whether it is ticked; else None.
    """

    level: int
    is_bullet: bool
    value: int
    tick: bool | None = None


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str = "decimal"
    start: int = 1
    restarts: bool = True
    style: str = ""
    text: str = ""

    @property
    def tick(self) -> bool | None:
        """Whether the bullet is a box, and ticked."""
        return {"☐": False, "❏": False, "□": False, "☑": True, "☒": True}.get(self.text)


class Numbering:
    """Counts through a document as Word does; ask for its paragraphs in their order."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._of_number: dict[str, str] = {}
        self._overrides: dict[str, dict[int, _Level | int]] = defaultdict(dict)
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        self._styles: dict[str, _Element] = {}
        for style in styles if styles is not None else ():
            if local_name(style) == "style":
                self._styles[attribute(style, "styleId")] = style
        self._read(numbering)

    def _read(self, numbering: _Element | None) -> None:
        links: dict[str, str] = {}
        homes: dict[str, str] = {}
        for item in numbering if numbering is not None else ():
            if local_name(item) == "abstractNum":
                name = attribute(item, "abstractNumId")
                self._abstract[name] = dict(_levels(item))
                link = attribute(child_of(item, "numStyleLink"), "val")
                home = attribute(child_of(item, "styleLink"), "val")
                if link:
                    links[name] = link
                if home:
                    homes[home] = name
            elif local_name(item) == "num":
                number = attribute(item, "numId")
                self._of_number[number] = attribute(child_of(item, "abstractNumId"), "val")
                for override in item:
                    if local_name(override) == "lvlOverride":
                        self._read_override(number, override)
        for name, link in links.items():
            self._abstract[name] = self._abstract.get(homes.get(link, ""), {})

    def _read_override(self, number: str, override: _Element) -> None:
        level = _as_int(attribute(override, "ilvl"), 0)
        start = attribute(child_of(override, "startOverride"), "val")
        own = child_of(override, "lvl")
        if own is not None:
            self._overrides[number][level] = _level(own)
        elif start:
            self._overrides[number][level] = _as_int(start, 1)

    def number_of(self, paragraph: _Element) -> Number | None:
        """Count the next paragraph; None when Word writes nothing before it."""
        number, level = self._place_of(paragraph)
        abstract = self._of_number.get(number)
        if abstract is None:
            return None
        definition = self._definition(number, abstract, level)
        if definition.kind == "none":
            return None
        counters = self._counters[abstract]
        if number not in self._begun:
            self._begun.add(number)
            for at, override in self._overrides[number].items():
                # The first paragraph of an instance restarts its list (17.9.27).
                start = override if isinstance(override, int) else override.start
                counters[at] = start - 1
        value = counters.get(level, definition.start - 1) + 1
        counters[level] = value
        for deeper in [one for one in counters if one > level]:
            if self._definition(number, abstract, deeper).restarts:
                del counters[deeper]
        return Number(level, definition.kind == "bullet", value, definition.tick)

    def _definition(self, number: str, abstract: str, level: int) -> _Level:
        own = self._overrides[number].get(level)
        defined = self._abstract.get(abstract, {}).get(level, _Level())
        return own if isinstance(own, _Level) else defined

    def _place_of(self, paragraph: _Element) -> tuple[str, int]:
        """Find the list and the level of a paragraph: its own, or its style's."""
        own = child_of(paragraph, "pPr", "numPr")
        style = attribute(child_of(paragraph, "pPr", "pStyle"), "val")
        level = attribute(child_of(own, "ilvl"), "val")
        number = attribute(child_of(own, "numId"), "val")
        for _ in range(_DEEPEST_STYLE):
            if number or not style:
                break
            found = self._styles.get(style)
            inherited = child_of(found, "pPr", "numPr")
            number = attribute(child_of(inherited, "numId"), "val")
            level = level or attribute(child_of(inherited, "ilvl"), "val")
            if number and not level:
                level = str(self._level_of_style(number, style))
            style = attribute(child_of(found, "basedOn"), "val")
        return number, _as_int(level, 0)

    def _level_of_style(self, number: str, style: str) -> int:
        levels = self._abstract.get(self._of_number.get(number, ""), {})
        return next((at for at, level in levels.items() if level.style == style), 0)


def _levels(item: _Element) -> Iterator[tuple[int, _Level]]:
    for level in item:
        if local_name(level) == "lvl":
            yield _as_int(attribute(level, "ilvl"), 0), _level(level)


def _level(level: _Element) -> _Level:
    return _Level(
        kind=attribute(child_of(level, "numFmt"), "val") or "decimal",
        start=_as_int(attribute(child_of(level, "start"), "val"), 1),
        restarts=attribute(child_of(level, "lvlRestart"), "val") != "0",
        style=attribute(child_of(level, "pStyle"), "val"),
        text=attribute(child_of(level, "lvlText"), "val"),
    )


def _as_int(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default  # noqa: PLR2004 - no list has millions of points
