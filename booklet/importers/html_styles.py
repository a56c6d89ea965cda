"""What HTML says of the look of words, in tags, `style` attributes and Google's style sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.importers.document import Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

_BOLD_FROM = 600
"""The weight that counts as bold (CSS Fonts 4, 2.4)."""

_CLASS_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_MOST_CSS = 200_000
"""Characters of style sheets that are looked at."""


@dataclass(frozen=True, slots=True)
class StyleChange:
    """What a piece of CSS adds to the style of a text, and what it takes away."""

    on: Style = Style.PLAIN
    off: Style = Style.PLAIN

    def then(self, later: StyleChange) -> StyleChange:
        """Apply another change after this one."""
        return StyleChange((self.on & ~later.off) | later.on, (self.off & ~later.on) | later.off)


NO_CHANGE = StyleChange()


def style_of(item: _Element, classes: Mapping[str, StyleChange]) -> StyleChange:
    """Read what an element's classes and its `style` say."""
    change = NO_CHANGE
    if classes:
        for name in (item.get("class") or "").split():
            change = change.then(classes.get(name, NO_CHANGE))
    style = item.get("style")
    return change.then(_read(style)) if style else change


def class_styles(root: _Element) -> dict[str, StyleChange]:
    """Read the rules for single classes in a page's style sheets, as Google Docs writes them."""
    css = "".join("".join(sheet.itertext()) for sheet in root.iter("style"))[:_MOST_CSS]
    found = ((name, _read(declarations)) for name, declarations in _CLASS_RULE.findall(css))
    return {name: change for name, change in found if change != NO_CHANGE}


def is_hidden(item: _Element) -> bool:
    """Tell whether a page shows nothing of an element."""
    style = item.get("style") or ""
    return (
        item.get("hidden") is not None
        or re.search(
            r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)",
            style,
            re.IGNORECASE,
        )
        is not None
        or re.search(r"\bscreen-reader-(?:only|text)\b", item.get("class") or "") is not None
    )


def _read(declarations: str) -> StyleChange:
    change = NO_CHANGE
    for declaration in declarations.split(";"):
        name, _, value = declaration.partition(":")
        change = change.then(_declared(name.strip().lower(), value.strip().lower()))
    return change


def _declared(name: str, value: str) -> StyleChange:
    value = value.removesuffix("!important").strip()
    match name:
        case "font-weight":
            is_bold = value in {"bold", "bolder"} or (
                value.isdecimal() and int(value) >= _BOLD_FROM
            )
            return _switch(Style.BOLD, is_on=is_bold)
        case "font-style":
            return _switch(Style.ITALIC, is_on=value in {"italic", "oblique"})
        case "text-decoration" | "text-decoration-line":
            struck = Style.STRUCK if "line-through" in value else Style.PLAIN
            return StyleChange(struck)  # underlined words are mostly links
        case "vertical-align":
            raised = {"super": Style.RAISED, "sub": Style.LOWERED}.get(value, Style.PLAIN)
            return StyleChange(raised)
        case _:
            return NO_CHANGE


def _switch(style: Style, *, is_on: bool) -> StyleChange:
    return StyleChange(style, Style.PLAIN) if is_on else StyleChange(Style.PLAIN, style)
