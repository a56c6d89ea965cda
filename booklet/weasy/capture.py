"""Capture a division's pages before WeasyPrint writes them, as a section for the linker.

What belongs to the whole book stays behind: catalogue, outline, names, metadata, and fonts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.linker.fragment import PageSection
from booklet.linker.section import DOCUMENT, PAGES
from booklet.weasy.extract import Key, ObjectExtractor, Symbol
from booklet.weasy.tags.pdf_objects import dictionary_at, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.linker.fragment import FontUse
    from booklet.weasy.number_sites import NumberFinder
    from booklet.weasy.protocols import Pdf, PdfDictionary, PdfValue


def capture(pdf: Pdf, fonts: Iterable[FontUse], numbers: NumberFinder) -> PageSection:
    """Extract a finished PDF's pages and structure; nothing is left for pydyf to write.

    Args:
        pdf: with the structure tree that `write_structure` made.
        fonts: what the pages draw with; these become symbols.
        numbers: the printed page numbers that were found.
    """
    root = dictionary_at(pdf, pdf.catalog["StructTreeRoot"])
    document = dictionary_at(pdf, root["K"][0])
    pages = [dictionary_at(pdf, reference) for reference in pdf.page_references]
    _name_fonts(pdf, pages, fonts)
    tree = _add(pdf, _page_tree(pdf))
    for page in pages:
        page["Parent"] = tree.reference
    pairs = list(dictionary_at(pdf, root["ParentTree"])["Nums"])
    owners = _add(pdf, _owners(pairs))
    intent = _add(pdf, pydyf.Dictionary(pdf.catalog["OutputIntents"][0]))
    elements = [number_of(kid) for kid in document["K"]]
    contents = [number_of(page["Contents"]) for page in pages]
    extractor = ObjectExtractor(
        pdf,
        symbols={document.number: DOCUMENT, pdf.pages.number: PAGES},
        private=contents,
    )
    roots = [page.number for page in pages] + [tree.number, *elements, owners.number, intent.number]
    section, indexes = extractor.extract(roots, {}, key_count=len(pairs) // 2)
    printed = tuple(numbers.printed(indexes))
    del pdf.objects[1:]  # 0 is pydyf's head of the list of free objects
    return PageSection(
        section=section,
        shared=tuple(extractor.shared.values()),
        pages=tuple(indexes[page.number] for page in pages),
        page_tree=indexes[tree.number],
        elements=tuple(indexes[number] for number in elements),
        owners=indexes[owners.number],
        output_intent=indexes[intent.number],
        numbers=printed,
        fixed_numbers=frozenset(numbers.fixed),
        contents=tuple(indexes[number] for number in contents),
    )


def _add(pdf: Pdf, value: PdfDictionary) -> PdfDictionary:
    pdf.add_object(value)
    return value


def _name_fonts(pdf: Pdf, pages: Iterable[PdfDictionary], fonts: Iterable[FontUse]) -> None:
    """Let the pages' font resources name the fonts of the book."""
    named = {use.resource_name: Symbol(use.symbol) for use in fonts}
    for page in pages:
        dictionary_at(pdf, dictionary_at(pdf, page["Resources"])["Font"]).update(named)


def _page_tree(pdf: Pdf) -> PdfDictionary:
    """Make a node of the page tree for these pages (ISO 32000-1, 7.7.3)."""
    references = pydyf.Array(pdf.page_references)
    tree: PdfDictionary = pydyf.Dictionary(
        {
            "Type": "/Pages",
            "Parent": pdf.pages.reference,
            "Count": len(references),
            "Kids": references,
        }
    )
    return tree


def _owners(pairs: list[PdfValue]) -> PdfDictionary:
    """Make a leaf of the parent tree (7.9.7 number trees); its keys count from 0."""
    leaf: PdfDictionary = pydyf.Dictionary(
        {
            "Limits": pydyf.Array((Key(pairs[0]), Key(pairs[-2]))),
            "Nums": pydyf.Array(_keyed(pairs)),
        }
    )
    return leaf


def _keyed(pairs: list[PdfValue]) -> Iterator[PdfValue]:
    for key, owner in zip(pairs[::2], pairs[1::2], strict=True):
        yield Key(key)
        yield owner
