"""What an e-book may say about its accessibility: computed from what is in it.

The words are those of Schema.org's accessibility properties for discoverability; the claim of
conformance is EPUB Accessibility 1.1's. Nothing is said that the documents do not bear out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.epub.content import EbookPicture
    from booklet.epub.document_facts import DocumentFacts

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""EPUB Accessibility 1.1, 3.3.2: the exact words of a claim."""


@dataclass(frozen=True, slots=True)
class Accessibility:
    """An e-book's accessibility, as its package says it.

    Attributes:
        modes: the senses its content speaks to: `textual`, `visual`.
        sufficient: sets of senses each of which is enough to read all of it.
        features: what helps, in the vocabulary's words.
        hazards: what might harm, in the vocabulary's words.
        summary: the same for people.
        conforms: whether nothing was found that stands against WCAG 2.2, level AA.
    """

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str
    conforms: bool


def describe_accessibility(
    facts: DocumentFacts, pictures: Iterable[EbookPicture], *, has_page_list: bool
) -> Accessibility:
    """Compute what may be said.

    Args:
        facts: of all documents together.
        pictures: the picture files that the documents show.
        has_page_list: whether printed page numbers are marked in the text and listed.
    """
    is_moving = any(_moves(picture) for picture in pictures)
    has_pictures = facts.described + facts.undescribed > 0
    modes = ("textual", "visual") if has_pictures else ("textual",)
    sufficient = [] if facts.undescribed else ["textual"]
    if has_pictures:
        sufficient.append("textual,visual")
    return Accessibility(
        modes=modes,
        sufficient=tuple(sufficient),
        features=tuple(_features(facts, has_page_list=has_page_list)),
        hazards=("unknown",) if is_moving else ("none",),
        summary=" ".join(_sentences(facts, has_page_list=has_page_list, is_moving=is_moving)),
        conforms=not (
            facts.undescribed or facts.bare_tables or facts.skipped_headings or is_moving
        ),
    )


def _moves(picture: EbookPicture) -> bool:
    """Tell pictures that may move; whether they flash, nobody has measured."""
    if picture.media_type == "image/svg+xml":
        return b"<animate" in picture.content or b"@keyframes" in picture.content
    return picture.media_type == "image/gif" and picture.content.count(b"\x21\xf9\x04") > 1


def _features(facts: DocumentFacts, *, has_page_list: bool) -> Iterable[str]:
    yield "tableOfContents"
    yield "readingOrder"
    yield "displayTransformability"
    if facts.headings:
        yield "structuralNavigation"
    if not facts.undescribed:
        yield "alternativeText"  # of the cover at least
    if facts.formulas:
        yield "MathML"
    if has_page_list:
        yield "pageBreakMarkers"
        yield "pageNavigation"
    yield "unlocked"


def _sentences(facts: DocumentFacts, *, has_page_list: bool, is_moving: bool) -> Iterable[str]:
    yield (
        "The text can be read aloud and shown in any size, font and colour; the contents, the "
        "headings and the links lead to every part of it."
    )
    if facts.undescribed:
        count = facts.undescribed
        yield f"{count} {'picture has' if count == 1 else 'pictures have'} no description in words."
    elif facts.described:
        yield "Every picture is described in words."
    else:
        yield "There are no pictures but the cover, which is described in words."
    if facts.tables and not facts.bare_tables:
        yield "Tables have marked headings."
    if facts.bare_tables:
        yield "Some tables have no marked headings."
    if facts.formulas:
        yield "Formulas are MathML, which reading software can speak."
    if has_page_list:
        yield "The page numbers of the printed edition are marked and listed."
    yield "Some pictures may move." if is_moving else "Nothing moves, flashes or makes a sound."
