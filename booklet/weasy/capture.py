"""Capture a division's pages before WeasyPrint writes them: they become a section for the linker.

What belongs to the whole book stays behind: catalogue, outline, names, metadata, and fonts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf

from booklet.linker.fragment import PageSection
from booklet.linker.section import DOCUMENT, PAGES
from booklet.weasy.extract import Key, ObjectExtractor, Symbol
from booklet.weasy.tags.pdf_objects import number_of, object_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.linker.fragment import FontUse
    from booklet.weasy.number_sites import NumberFinder


def capture(pdf: pydyf.PDF, fonts: Iterable[FontUse], numbers: NumberFinder) -> PageSection:
    """Cut a finished PDF's pages and structure out of it; nothing is left for pydyf to write."""
    root = object_at(pdf, pdf.catalog["StructTreeRoot"])
    document = object_at(pdf, root["K"][0])
    pages = [object_at(pdf, reference) for reference in pdf.page_references]
    _name_fonts(pdf, pages, fonts)
    tree = _add(pdf, _page_tree(pdf))
    for page in pages:
        page["Parent"] = tree.reference
    pairs = list(object_at(pdf, root["ParentTree"])["Nums"])
    owners = _add(pdf, _owners(pairs))
    intent = _add(pdf, pydyf.Dictionary(pdf.catalog["OutputIntents"][0]))
    elements = [number_of(kid) for kid in document["K"]]
    extractor = ObjectExtractor(
        pdf,
        symbols={document.number: DOCUMENT, pdf.pages.number: PAGES},
        private=[number_of(page["Contents"]) for page in pages],
    )
    roots = [page.number for page in pages] + [tree.number, *elements, owners.number, intent.number]
    section, places = extractor.extract(roots, {}, key_count=len(pairs) // 2)
    printed = tuple(numbers.printed(places))
    del pdf.objects[1:]
    return PageSection(
        section=section,
        shared=tuple(extractor.shared.values()),
        pages=tuple(places[page.number] for page in pages),
        page_tree=places[tree.number],
        elements=tuple(places[number] for number in elements),
        owners=places[owners.number],
        output_intent=places[intent.number],
        numbers=printed,
        fixed_numbers=frozenset(numbers.fixed),
    )


def _add(pdf: pydyf.PDF, value: pydyf.Dictionary) -> pydyf.Dictionary:
    pdf.add_object(value)
    return value


def _name_fonts(pdf: pydyf.PDF, pages: Iterable[Any], fonts: Iterable[FontUse]) -> None:
    """Let the pages' font resources name the fonts of the book."""
    named = {use.resource_name: Symbol(use.symbol) for use in fonts}
    for page in pages:
        object_at(pdf, object_at(pdf, page["Resources"])["Font"]).update(named)


def _page_tree(pdf: pydyf.PDF) -> pydyf.Dictionary:
    """Make a node of the page tree for these pages (ISO 32000-1, 7.7.3)."""
    references = pydyf.Array(pdf.page_references)
    return pydyf.Dictionary(
        {
            "Type": "/Pages",
            "Parent": pdf.pages.reference,
            "Count": len(references),
            "Kids": references,
        }
    )


def _owners(pairs: list[Any]) -> pydyf.Dictionary:
    """Make a leaf of the parent tree (7.9.7 number trees); its keys count from 0."""
    return pydyf.Dictionary(
        {
            "Limits": pydyf.Array((Key(pairs[0]), Key(pairs[-2]))),
            "Nums": pydyf.Array(_keyed(pairs)),
        }
    )


def _keyed(pairs: list[Any]) -> Iterator[Any]:
    for key, owner in zip(pairs[::2], pairs[1::2], strict=True):
        yield Key(key)
        yield owner
