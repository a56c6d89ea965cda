"""What the elements of HTML are to an import: names, and facts read from their attributes. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.xhtml import name_set
from booklet.importers.document import Style

if TYPE_CHECKING:
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
    "li": "item",
    "blockquote": "quote",
}
"""Elements that hold blocks: what `BlockStack` calls them."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
PICTURE_ADDRESSES = ("data-orig-file", "data-large-file", "data-lazy-src", "data-src", "src")


def is_tick(item: _Element) -> bool:
    """Tell whether an element is a box to tick."""
    return item.tag == "input" and (item.get("type") or "").lower() == "checkbox"


def start_of(item: _Element) -> int:
    """Read the number that a list begins with."""
    start = (item.get("start") or "1").strip()
    return int(start) if re.fullmatch(r"\d{1,6}", start) else 1


def span_of(item: _Element) -> int:
    """Read how many columns a cell spans, 20 at most."""
    span = (item.get("colspan") or "1").strip()
    return min(max(int(span), 1), 20) if re.fullmatch(r"\d{1,4}", span) else 1


def is_tracker(item: _Element) -> bool:
    """Tell whether a picture is a single point that counts readers."""
    return (item.get("width"), item.get("height")) in {("1", "1"), ("0", "0")}
