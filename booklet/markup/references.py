"""What there is to link to in a chapter, and what a link without words calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.components import BY_NAME
from booklet.components.rendering import visible_items
from booklet.markup.headings import heading_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.common.language import Language

_NUMBERED = {"rule": "numbered_rule", "figure": "numbered_figure", "table": "numbered_table"}
"""What ids call the things that are numbered, and the labels with their names."""


def find_places(root: Element, language: Language) -> dict[str, str]:
    """Find what can be linked to in a chapter's text; see `Chapter.places`.

    Args:
        root: the text.
        language: the book's, for the names of rules, figures and tables.
    """
    visible = visible_items(root, BY_NAME)
    return {identifier: _name(item, language) for item in visible if (identifier := item.get("id"))}


def _name(item: Element, language: Language) -> str:
    if item.tag in {"h2", "h3", "h4", "h5", "h6"}:
        return heading_text(item)
    words = item.get("id", "").rsplit("-", 2)
    is_numbered = words[-1].isdecimal() and words[-2:-1] and words[-2] in _NUMBERED
    if not is_numbered:
        return ""
    return language.label(_NUMBERED[words[-2]]).replace("{number}", words[-1])
