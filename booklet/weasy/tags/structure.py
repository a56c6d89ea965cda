"""Nodes of a structure tree that can be changed, named as in ISO 32000-1, 14.7 and 14.8."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.weasy.protocols import Box, PdfDictionary, PdfValue


@dataclass(slots=True, eq=False)
class Mark:
    """A marked-content sequence: a run of text or a picture on one page."""

    page_index: int
    mcid: int


@dataclass(slots=True, eq=False)
class LinkArea:
    """A link annotation: the rectangle of one line of a link."""

    page_index: int
    annotation: PdfDictionary


@dataclass(slots=True, eq=False)
class Node:
    """A structure element.

    Attributes:
        role: its standard structure type, such as `P`.
        kids: in reading order.
        box: the box it was made for; None for runs of text and for what repairs add.
        entries: further entries of its dictionary: `Alt`, `E`, `ID`, `Lang`.
        attributes: attribute objects by owner: `{"Table": {"Scope": "/Column"}}`.
    """

    role: str
    kids: list[Kid] = field(default_factory=list)
    box: Box | None = None
    entries: dict[str, PdfValue] = field(default_factory=dict)
    attributes: dict[str, dict[str, PdfValue]] = field(default_factory=dict)

    @property
    def element(self) -> Element | None:
        """The HTML element it stands for, or None."""
        return None if self.box is None else self.box.element

    @property
    def tag(self) -> str:
        """What it stands for: `li`, `li::before`; "" for runs of text."""
        return "" if self.box is None or self.box.element is None else self.box.element_tag

    def attribute(self, name: str) -> str:
        """Return an attribute of the HTML element; "" without one."""
        return "" if self.element is None else self.element.get(name, "")

    @property
    def nodes(self) -> list[Node]:
        """The kids that are elements."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, parents first; kids may be changed on the way."""
        yield self
        for kid in self.nodes:
            yield from kid.walk()

    def leaves(self) -> Iterator[Mark | LinkArea]:
        """Yield all content below this node, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.leaves()
            else:
                yield kid


Kid = Node | Mark | LinkArea
