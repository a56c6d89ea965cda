"""What the elements of HTML are to an import: names, attributes, and the look of their words. Pure.

The look is said by tags, `style` attributes and style sheets such as Google Docs writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.xhtml import name_set
from booklet.importers.document import Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

STYLES = {
    **dict.fromkeys(("b", "strong"), Style.BOLD),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Style.ITALIC),
    **dict.fromkeys(("s", "strike", "del"), Style.STRUCK),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Style.CODE),
    "u": Style.UNDERLINED,
    "sup": Style.RAISED,
    "sub": Style.LOWERED,
    "mark": Style.MARKED,
}
INLINE = frozenset(STYLES) | name_set(
    "a abbr acronym bdi bdo big br data font img input ins label nobr q rp rt ruby small span time "
    "wbr o:p x-shortcode"
)
"""Elements that stand in a line of text; all others end a paragraph."""

SILENT = name_set("base head link meta noframes param script source style template track")
"""Elements whose text is no words."""

FORM = name_set("button datalist form input meter optgroup option progress select textarea")
EMBEDDED = name_set("applet audio embed iframe object video")
DRAWN = name_set("canvas math svg")
CLOSED_BY = {
    **dict.fromkeys(("ul", "ol", "menu", "dir"), "list"),
    **dict.fromkeys(("td", "th"), "cell"),
    **{name: name for name in ("table", "figure", "caption", "figcaption")},
    "dl": "definitions",
    "dt": "term",
    "dd": "meaning",
    "li": "item",
    "blockquote": "quote",
}
"""Elements that hold blocks: what `BlockStack` calls them."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
PICTURE_ADDRESSES = ("data-orig-file", "data-large-file", "data-lazy-src", "data-src", "src")

_BOLD_FROM = 600
"""The weight that counts as bold (CSS Fonts 4, 2.4)."""

_CLASS_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_MOST_CSS = 200_000
"""Characters of style sheets that are looked at."""


def is_tick(item: _Element) -> bool:
    """Tell whether an element is a box to tick."""
    return item.tag == "input" and (item.get("type") or "").lower() == "checkbox"


def start_of(item: _Element) -> int:
    """Read the number that a list begins with."""
    start = (item.get("start") or "1").strip()
    return int(start) if re.fullmatch(r"\d{1,6}", start) else 1


def spans_of(item: _Element) -> tuple[int, int]:
    """Read how many columns and rows a cell spans, at most 20 and 1,000."""
    limits = {"colspan": 20, "rowspan": 1_000}
    spans = {name: (item.get(name) or "").strip() for name in limits}
    columns, rows = (
        min(max(int(span), 1), limits[name]) if re.fullmatch(r"\d{1,4}", span) else 1
        for name, span in spans.items()
    )
    return columns, rows


def is_tracker(item: _Element) -> bool:
    """Tell whether a picture is a single point that counts readers."""
    return (item.get("width"), item.get("height")) in {("1", "1"), ("0", "0")}


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
