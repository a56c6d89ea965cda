"""What a division's HTML names and what it points at, read without setting it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote

from booklet.remembered import remembered

_ADDRESS = re.compile(r"booklet:[^\s\"'()<>&#]+")


@dataclass(frozen=True, slots=True)
class Links:
    """The ids of a division, the places it refers to, and the files it shows.

    Attributes:
        ids: everything that can be pointed at.
        targets: the ids its links name, each once, in reading order.
        addresses: of the book's resources that it names, decoded.
    """

    ids: frozenset[str]
    targets: tuple[str, ...]
    addresses: frozenset[str] = frozenset()


@remembered
def find_links(html: str) -> Links:
    """Collect ids, targets of internal links, and addresses of resources from an HTML document."""
    reader = _LinkReader()
    reader.feed(html)
    reader.close()
    return Links(frozenset(reader.ids), tuple(reader.targets), find_addresses(html))


def find_addresses(text: str) -> frozenset[str]:
    """Collect the addresses of resources that HTML or a style sheet names, decoded."""
    return frozenset(map(unquote, _ADDRESS.findall(text)))


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name == "id":
                self.ids.add(value)
            elif name == "href" and tag == "a" and value.startswith("#") and value != "#":
                self.targets[unquote(value[1:])] = None
