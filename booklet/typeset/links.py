"""What a division's HTML names and what it points at, read without setting it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

from booklet.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADDRESS = re.compile(r"booklet:[^\s\"'()<>&#]+")


@dataclass(frozen=True, slots=True)
class Links:
    """The ids of a division, the places it refers to, and the files it shows.

    Attributes:
        ids: everything that can be pointed at, each with how much of the HTML comes before it: from
            0 to 1.
        targets: the ids its links name, each once, in reading order.
        addresses: of the book's resources that it names, decoded.
    """

    ids: Mapping[str, float]
    targets: tuple[str, ...]
    addresses: frozenset[str] = frozenset()


@remembered
def find_links(html: str) -> Links:
    """Collect ids, targets of internal links, and addresses of resources from an HTML document."""
    reader = _LinkReader()
    reader.feed(html)
    reader.close()
    starts = [0, *(match.end() for match in re.finditer("\n", html))]
    ids = {
        name: (starts[line - 1] + column) / len(html) for name, (line, column) in reader.ids.items()
    }
    return Links(ids, tuple(reader.targets), find_addresses(html))


def find_addresses(text: str) -> frozenset[str]:
    """Collect the addresses of resources that HTML or a style sheet names, decoded."""
    return frozenset(map(unquote, _ADDRESS.findall(text)))


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, tuple[int, int]] = {}
        self.targets: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name == "id":
                self.ids.setdefault(value, self.getpos())
            elif name == "href" and tag == "a" and value.startswith("#") and value != "#":
                self.targets[unquote(value[1:])] = None
