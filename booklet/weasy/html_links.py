"""Find the ids, internal links and resources of a division's HTML, without rendering it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from booklet.common.memoize import memoize

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAG = re.compile(
    r"""<!--.*?-->|<([a-z][^\s/>]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>""", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTE = re.compile(
    r"""\b(id|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.IGNORECASE
)
_ADDRESS = re.compile(r"booklet:[^\s\"'()<>&#]+")


@dataclass(frozen=True, slots=True)
class Links:
    """The ids of a division, the ids it refers to, and the files it shows.

    Attributes:
        ids: everything that can be pointed at, each with how much of the HTML comes before it: from
            0 to 1.
        targets: the ids its links name, each once, in reading order.
        addresses: of the book's resources that it names, decoded.
    """

    ids: Mapping[str, float]
    targets: tuple[str, ...]
    addresses: frozenset[str] = frozenset()


@memoize
def find_links(html: str) -> Links:
    """Collect ids, targets of internal links, and addresses of resources from an HTML document."""
    ids: dict[str, float] = {}
    targets: dict[str, None] = {}
    for match in _TAG.finditer(html):
        tag, inside = match.groups()
        for name, *values in _ATTRIBUTE.findall(inside or ""):
            value = unescape("".join(values))
            if name.lower() == "id" and value:
                ids.setdefault(value, match.start() / len(html))
            elif name.lower() == "href" and tag.lower() == "a" and re.match("#.", value):
                targets[unquote(value[1:])] = None
    return Links(ids, tuple(targets), find_addresses(html))


def find_addresses(text: str) -> frozenset[str]:
    """Collect the addresses of resources that HTML or a style sheet names, decoded."""
    return frozenset(map(unquote, _ADDRESS.findall(text)))
