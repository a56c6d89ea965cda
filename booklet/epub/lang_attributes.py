"""The language of phrases, said as every reading system understands it, and how they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.language import Language
from booklet.common.xhtml import XML

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_XML_LANGUAGE = f"{{{XML}}}lang"


def add_lang_attributes(root: Element, language: Language) -> None:
    """Complete what an author says about the language of a phrase.

    Old readers know `xml:lang` only, new ones `lang`. A phrase in a script that runs the other way
    says so, unless its author has said it.

    Args:
        root: changed in place.
        language: of the text around.
    """
    _visit(root, language.direction)


def _visit(item: Element, direction: str) -> None:
    spoken = item.get("lang", "")
    if spoken and not item.tag.startswith("{"):
        item.set(_XML_LANGUAGE, spoken)
        if item.get("dir") is None and Language(spoken).direction != direction:
            item.set("dir", Language(spoken).direction)
    around = item.get("dir", direction)
    for child in item:
        _visit(child, direction if around == "auto" else around)
