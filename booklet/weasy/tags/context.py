"""What repairs use besides the tree itself: the HTML behind it, and where to report findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.weasy.diagnostics import Diagnostics

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class RepairContext:
    """The HTML behind a tree, and where to report.

    Attributes:
        name: of the division: identifiers begin with it, so that they are unique in the book.
        language: of the book; what is in it needs no mark.
        page_heights: in points, by page index.
        order: the index of every HTML element in the document.
        languages: the language of every element that is in a language.
        parents: every element's parent.
        diagnostics: collects findings.
    """

    name: str
    language: str
    page_heights: Sequence[float]
    order: Mapping[Element, int]
    languages: Mapping[Element, str]
    parents: Mapping[Element, Element]
    diagnostics: Diagnostics

    def around(self, element: Element) -> Iterator[Element]:
        """Yield the elements around an element, the nearest first."""
        parent = self.parents.get(element)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)

    def order_of(self, element: Element | None, default: int) -> int:
        """Return the index of an element in the document, or the default for none."""
        return default if element is None else self.order.get(element, default)


def survey(
    root: Element,
    *,
    name: str,
    language: str,
    page_heights: Sequence[float],
    diagnostics: Diagnostics,
) -> RepairContext:
    """Read from a division's HTML, in one pass, all that repairs ask for."""
    order: dict[Element, int] = {}
    languages: dict[Element, str] = {}
    parents: dict[Element, Element] = {}
    for element in root.iter():
        order[element] = len(order)
        inherited = languages.get(parents[element]) if element in parents else None
        own = element.get("lang") or element.get(_XML_LANG) or inherited
        if own:
            languages[element] = own
        for child in element:
            parents[child] = element
    return RepairContext(name, language, page_heights, order, languages, parents, diagnostics)


def text_of(element: Element) -> str:
    """Collect an element's text, with the alternative text of its pictures."""
    words = []
    for part in element.iter():
        words.append(part.get("alt", "") if part.tag == "img" else part.text or "")
        if part is not element:
            words.append(part.tail or "")
    return " ".join("".join(words).split())
