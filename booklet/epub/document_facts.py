"""What is in an e-book's documents, found by reading them as a reading system would.

Nothing is taken on trust: what the package says about its documents follows from this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.xhtml import MATHML, SVG
from booklet.epub.sanitise import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from booklet.epub.content import ContentDocument

_XHTML = "{http://www.w3.org/1999/xhtml}"
_HEADINGS = {f"{_XHTML}h{level}": level for level in range(1, 7)}
_SVG_ROOT = f"{{{SVG}}}svg"
_MATH_ROOT = f"{{{MATHML}}}math"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What one document holds.

    Attributes:
        properties: for its entry in the manifest (EPUB 3.3, D.7), sorted.
        described: pictures with a text alternative, the cover's not counted.
        undescribed: pictures that have none and are not marked as decoration.
        formulas: MathML formulas.
        tables: tables with header cells.
        bare_tables: tables without header cells.
        headings: how many there are.
        skipped_headings: headings more than one level below the one before.
    """

    properties: tuple[str, ...] = ()
    described: int = 0
    undescribed: int = 0
    formulas: int = 0
    tables: int = 0
    bare_tables: int = 0
    headings: int = 0
    skipped_headings: int = 0


def read_facts(document: ContentDocument) -> DocumentFacts:
    """Read one document.

    Raises:
        EpubError: when it is not well-formed XML.
    """
    root = parse_document(document.xhtml, document.file_name)
    pictures = [_is_described(item) for item in root.iter() if _is_picture(item)]
    tables = [
        next(item.iter(f"{_XHTML}th"), None) is not None for item in root.iter(f"{_XHTML}table")
    ]
    levels = [_HEADINGS[item.tag] for item in root.iter() if item.tag in _HEADINGS]
    formulas = sum(1 for _ in root.iter(_MATH_ROOT))
    drawings = next(root.iter(_SVG_ROOT), None) is not None
    return DocumentFacts(
        properties=tuple(
            name for name, holds in (("mathml", formulas > 0), ("svg", drawings)) if holds
        ),
        described=pictures.count(True),
        undescribed=pictures.count(False),
        formulas=formulas,
        tables=tables.count(True),
        bare_tables=tables.count(False),
        headings=len(levels),
        skipped_headings=sum(
            1 for before, level in zip([0, *levels], levels, strict=False) if level > before + 1
        ),
    )


def sum_facts(facts: Iterable[DocumentFacts]) -> DocumentFacts:
    """Put the facts of all documents together."""
    counted = list(facts)
    return DocumentFacts(
        properties=tuple(sorted({name for one in counted for name in one.properties})),
        **{
            name: sum(getattr(one, name) for one in counted)
            for name in DocumentFacts.__slots__
            if name != "properties"
        },
    )


def _is_picture(item: Element) -> bool:
    """Tell pictures that say something; decoration and the cover do not count."""
    if item.tag == _SVG_ROOT:
        return item.get("aria-hidden") != "true"
    if item.tag != f"{_XHTML}img" or item.get("role") == "doc-cover":
        return False
    return item.get("alt") != ""


def _is_described(item: Element) -> bool:
    return bool((item.get("alt") or item.get("aria-label") or "").strip())
