"""Words in drawings are set in the book's typefaces, as in the copies of drawings for e-books.

Fault: WeasyPrint asks the machine for the families that a drawing names (Arial, Calibri, or just
    `sans-serif`), so that the same drawing has other letters, of other widths, on every machine.
Upstream: no issue is known; it is what SVG 2 (11.2) asks for where fonts are installed.
Smallest input: `<text font-family="Arial">Word</text>` in a drawing.
Goes when: WeasyPrint can be told which families stand for the generic ones of CSS.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from booklet.theme.typefaces import declared_families
from booklet.weasy.internals import split_drawn_words

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence

_TOKEN = re.compile(r"--(text|heading|code)-font:\s*((?:\"[^\"]+\"[\s,]*)+)")
_QUOTED = re.compile(r'"([^"]+)"')
_GENERIC = {
    "serif": "text",
    "ui-serif": "text",
    "sans-serif": "heading",
    "ui-sans-serif": "heading",
    "system-ui": "heading",
    "cursive": "heading",
    "fantasy": "heading",
    "monospace": "code",
    "ui-monospace": "code",
}


@dataclass(frozen=True, slots=True)
class DrawnTypefaces:
    """The families that words in drawings are set in.

    Attributes:
        families: of the book, which drawings may name.
        roles: the families for "text", "heading" and "code", as far as the book has them; after
            the first come those for what it lacks.
    """

    families: frozenset[str]
    roles: dict[str, list[str]]

    @classmethod
    def of(cls, stylesheet: str) -> DrawnTypefaces:
        """Read them from the style sheet that declares them."""
        found = {role: _QUOTED.findall(names) for role, names in _TOKEN.findall(stylesheet)}
        return cls(declared_families(stylesheet), found)

    def choose(self, wanted: Sequence[str]) -> list[str]:
        """Choose the first family that the book has; its sans for those that it has not."""
        for name in (one.strip().strip("\"'") for one in wanted):
            if name in self.families:
                return [name, *self.roles.get("heading", [])[1:]]
            if role := self.roles.get(_GENERIC.get(name.lower(), "")):
                return role
        return self.roles.get("heading") or list(wanted)


@contextmanager
def set_drawn_words(typefaces: DrawnTypefaces) -> Iterator[None]:
    """Set words in drawings in the book's typefaces while the context lasts."""

    def split(text: str, style: object, *others: object, **more: object) -> object:
        styled = cast("MutableMapping[str, object]", style)
        styled["font_family"] = typefaces.choose(cast("Sequence[str]", styled["font_family"]))
        return split_drawn_words.original(text, style, *others, **more)

    with split_drawn_words.replaced(split):
        yield
