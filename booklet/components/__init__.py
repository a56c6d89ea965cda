"""The parts that make a text a training booklet: one file each, one line each in `COMPONENTS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.memoize import memoize
from booklet.components.action import ACTION
from booklet.components.aims import AIMS
from booklet.components.alerts import ALERTS
from booklet.components.answers import ANSWERS
from booklet.components.audit import AUDIT
from booklet.components.checklist import CHECKLIST
from booklet.components.component import Component, ComponentContext, Medium
from booklet.components.discuss import DISCUSS
from booklet.components.example import EXAMPLE
from booklet.components.facilitator import FACILITATOR
from booklet.components.footnotes import realise_notes
from booklet.components.ifthen import IFTHEN
from booklet.components.key import KEY
from booklet.components.notes import NOTES
from booklet.components.partner import PARTNER
from booklet.components.quiz import QUIZ
from booklet.components.reading import READING
from booklet.components.realisation import (
    add_aims,
    identifiers_of,
    realise_components,
    remove_private,
    unwrap_links_to,
    visible_items,
)
from booklet.components.reflect import REFLECT
from booklet.components.revisit import REVISIT
from booklet.components.rules import RULES
from booklet.components.try_out import TRY

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = [
    "BY_NAME",
    "COMPONENTS",
    "Component",
    "ComponentContext",
    "Medium",
    "count_words",
    "realise",
    "realise_tree",
]

COMPONENTS: tuple[Component, ...] = (
    RULES,
    AIMS,
    KEY,
    REFLECT,
    NOTES,
    DISCUSS,
    IFTHEN,
    ACTION,
    EXAMPLE,
    TRY,
    READING,
    QUIZ,
    ANSWERS,
    AUDIT,
    REVISIT,
    PARTNER,
    FACILITATOR,
    CHECKLIST,
    *ALERTS,
)
"""Every component there is; a new one is a new file and a line here."""

BY_NAME = {component.name: component for component in COMPONENTS}


@memoize
def realise(html: str, medium: Medium, context: ComponentContext, *, is_body: bool = True) -> str:
    """Turn the components of a chapter into what its readers see, as a well-formed fragment.

    The arguments are those of `realise_tree`.
    """
    root = realise_tree(html, medium, context, is_body=is_body)
    return xhtml.drop_forbidden(xhtml.serialise_content(root))


def realise_tree(
    html: str, medium: Medium, context: ComponentContext, *, is_body: bool = True
) -> Element:
    """Turn the components of a chapter into what its readers see.

    Args:
        html: `Chapter.html` or `Chapter.answers_html`.
        medium: paper or screen.
        context: what components may know of the book around them.
        is_body: False for `Chapter.answers_html`: no box of aims is put before it.

    Returns:
        A `div` that holds the fragment; facilitators' material is in it only on paper, and only
        when the context says that it is for them. An e-book's fragment uses the EPUB vocabulary,
        with the prefix `epub` when it is written; the document around it declares it.
    """
    root = xhtml.parse(html)
    before = identifiers_of(root)
    if medium is not Medium.PRINT or not context.for_facilitator:
        remove_private(root, BY_NAME)
    if is_body:
        add_aims(root, context)
    realise_components(root, BY_NAME, medium, context)
    for component in COMPONENTS:
        if component.complete is not None:
            component.complete(root, medium)
    realise_notes(root, medium)
    unwrap_links_to(root, before - identifiers_of(root))
    return root


def count_words(html: str) -> int:
    """Count the words of a chapter's text that every reader sees.

    Args:
        html: `Chapter.html` or `Chapter.answers_html`.
    """
    count = 0
    for item in visible_items(xhtml.parse(html), BY_NAME):
        texts = (item.text, *(child.tail for child in item))
        count += sum(len(text.split()) for text in texts if text)
    return count
