"""The parts that make a text a training booklet: one file each, one line each in `COMPONENTS`."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from booklet.components.aims import AIMS
from booklet.components.audit import AUDIT
from booklet.components.boxes import ACTION, ALERTS, DISCUSS, EXAMPLE, TRY
from booklet.components.chart import CHART
from booklet.components.checklist import CHECKLIST
from booklet.components.component import Component, Medium
from booklet.components.component_use import ComponentContext
from booklet.components.facilitator import FACILITATOR
from booklet.components.footnotes import render_notes
from booklet.components.ifthen import IFTHEN
from booklet.components.key import KEY
from booklet.components.notes import NOTES
from booklet.components.partner import PARTNER
from booklet.components.quiz import ANSWERS, QUIZ
from booklet.components.reading import READING
from booklet.components.reflect import REFLECT
from booklet.components.rendering import (
    add_aims,
    identifiers_of,
    remove_private,
    render_boxes,
    unwrap_links_to,
    visible_items,
)
from booklet.components.revisit import REVISIT
from booklet.components.rules import RULES

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = [
    "BY_NAME",
    "COMPONENTS",
    "Component",
    "ComponentContext",
    "Medium",
    "count_words",
    "render_components",
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
    CHART,
    *ALERTS,
)
"""Every component there is; a new one is a new file and a line here."""

BY_NAME = {component.name: component for component in COMPONENTS}


def render_components(
    text: Element, medium: Medium, context: ComponentContext, *, is_body: bool = True
) -> Element:
    """Turn the components of a chapter into what its readers see.

    Args:
        text: `Chapter.body` or `Chapter.answers`; it stays as it is.
        medium: paper or screen.
        context: what components may know of the book around them.
        is_body: False for `Chapter.answers`: no box of aims is put before it.

    Returns:
        A `div` of the caller's own; facilitators' material is in it only on paper, and only when
        the context says that it is for them. An e-book's text uses the EPUB vocabulary, with the
        prefix `epub` when it is written; the document around it declares it.
    """
    root = deepcopy(text)
    before = identifiers_of(root)
    if medium is not Medium.PRINT or not context.for_facilitator:
        remove_private(root, BY_NAME)
    if is_body:
        add_aims(root, context)
    render_boxes(root, BY_NAME, medium, context)
    for component in COMPONENTS:
        if component.complete is not None:
            component.complete(root, medium)
    render_notes(root, medium)
    unwrap_links_to(root, before - identifiers_of(root))
    return root


def count_words(text: Element) -> int:
    """Count the words that every reader sees in `Chapter.body` or `Chapter.answers`."""
    count = 0
    for item in visible_items(text, BY_NAME):
        texts = (item.text, *(child.tail for child in item))
        count += sum(len(words.split()) for words in texts if words)
    return count
