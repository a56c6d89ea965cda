"""Links between places in a book: what there is to link to, and rewriting links once it is known.

For `booklet.book`, which sees all chapters; `parse_chapter` leaves such links as the author wrote
them, in `<a class="cross-reference" href="02-summer.md#rule-2">`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.memoize import memoize
from booklet.components import BY_NAME
from booklet.components.realisation import visible_items
from booklet.markup.headings import heading_text
from booklet.markup.links import CROSS_REFERENCE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LINK = re.compile(r"<a [^>]*>")
_ADDRESS = re.compile(r' href="([^"]*)"')


def find_places(root: Element) -> dict[str, str]:
    """Find what can be linked to in a chapter's text; see `Chapter.places`."""
    visible = visible_items(root, BY_NAME)
    return {identifier: _name(item) for item in visible if (identifier := item.get("id"))}


def written_references(html: str) -> tuple[str, ...]:
    """List the cross-references in a chapter's fragment as their author wrote them, each once."""
    if CROSS_REFERENCE not in html:
        return ()
    links = (_ADDRESS.search(tag) for tag in _LINK.findall(html) if CROSS_REFERENCE in tag)
    return tuple(dict.fromkeys(unescape(address[1]) for address in links if address))


@memoize
def rewrite_references(html: str, targets: tuple[tuple[str, str, str], ...]) -> str:
    """Point cross-references at ids.

    Args:
        html: a chapter's fragment.
        targets: for each link as written, the id and the words for a link without any; of a link
            that is not among them only its words stay.
    """
    if CROSS_REFERENCE not in html:
        return html
    found_by_link = {written: (identifier, words) for written, identifier, words in targets}
    root = xhtml.parse(html)
    broken = []
    for link in root.iter("a"):
        if not xhtml.has_class(link, CROSS_REFERENCE):
            continue
        found = found_by_link.get(link.get("href", ""))
        if found is None:
            broken.append(link)
            continue
        identifier, words = found
        link.set("href", f"#{identifier}")
        if not xhtml.text_of(link) and next(link.iter("img"), None) is None:
            link.text = words or identifier
    xhtml.unwrap_all(root, broken)
    return xhtml.serialise_content(root)


def _name(item: Element) -> str:
    if item.tag in {"h2", "h3", "h4", "h5", "h6"}:
        return heading_text(item)
    words = item.get("id", "").rsplit("-", 2)
    is_numbered = words[-1].isdecimal() and words[-2:-1] in (["rule"], ["figure"], ["table"])
    return f"{words[-2].capitalize()} {words[-1]}" if is_numbered else ""
