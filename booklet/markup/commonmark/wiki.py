"""Links and pictures as note-taking programs write them: `[[chapter#place|words]]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from booklet.markup.identifiers import slugify

_LINK = re.compile(r"(!?)\[\[([^\[\]|\n#]*)(#[^\[\]|\n]*)?(?:\\?\|([^\[\]\n]*))?\]\](?![(\[:])")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)$", re.IGNORECASE)
_FILE = re.compile(r"\.\w{2,8}$")
_WIDTH = re.compile(r"\d+(?:x\d+)?")


@dataclass(frozen=True, slots=True)
class WikiLink:
    """A link or a picture.

    Attributes:
        item: a link without words, or a picture.
        name: of the file it means, as written.
        words: that a link shows; "" for the name of where it leads.
        end: the position after it.
    """

    item: Element
    name: str
    words: str
    end: int


def read_link(text: str, position: int) -> WikiLink | None:
    """Read `[[02-two]]`, `[[02-two#place|see]]` or `![[plan.png|300]]`; None when it is none."""
    match = _LINK.match(text, position)
    if match is None or not (match[2].strip() or match[3]):
        return None
    name, place, words = match[2].strip(), (match[3] or "").lstrip("#"), (match[4] or "").strip()
    if _PICTURE.search(name):
        is_width = _WIDTH.fullmatch(words) is not None
        width = {"width": words.partition("x")[0]} if is_width else {}
        picture = Element("img", {"src": name, "alt": "" if is_width else words, **width})
        return WikiLink(picture, name, words, match.end())
    file = f"{name}.md" if name and not _FILE.search(name) else name
    link = Element("a", href=file + (f"#{slugify(place)}" if place else ""))
    return WikiLink(link, name, words, match.end())
