"""What repairs know besides the tree itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
        order: every HTML element's place in the document.
        languages: the language of every element that is in a language.
        parents: every element's parent.
        diagnostics: takes findings.
    """

    name: str
    language: str
    page_heights: Sequence[float]
    order: Mapping[Element, int]
    languages: Mapping[Element, str]
    parents: Mapping[Element, Element]
    diagnostics: Diagnostics


def survey(
    root: Element,
    *,
    name: str,
    language: str,
    page_heights: Sequence[float],
    diagnostics: Diagnostics,
) -> RepairContext:
    """Look through a division's HTML once for all that repairs ask."""
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


def text_of(element: Any) -> str:  # noqa: ANN401 - an element of xml.etree
    """Collect an element's text, with the alternative text of its pictures."""
    words = []
    for part in element.iter():
        words.append(part.get("alt", "") if part.tag == "img" else part.text or "")
        if part is not element:
            words.append(part.tail or "")
    return " ".join("".join(words).split())
