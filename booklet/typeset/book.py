"""A print copy becomes a book: divisions are set, page numbers settle, pages are linked."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from booklet.errors import Finding, Place, Severity
from booklet.pdf.labels import PageLabel
from booklet.pdf.link import link
from booklet.pdf.metadata import Properties
from booklet.typeset.equipment import PLAIN
from booklet.typeset.fonts import embed_fonts
from booklet.typeset.links import find_addresses
from booklet.typeset.map_pages import map_pages
from booklet.typeset.settle import settle
from booklet.typeset.take import Supplies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from booklet.layout.division import PrintCopy
    from booklet.page_map import PageMap
    from booklet.pdf.form_field import FormField
    from booklet.typeset.equipment import Equipment
    from booklet.typeset.paginate import Placement
    from booklet.typeset.settle import Settled


@dataclass(frozen=True, slots=True)
class TypesetBook:
    """The finished pages of a book.

    Attributes:
        pdf: the file's content: tagged (PDF/UA-1) and archivable (PDF/A-3a).
        page_count: a multiple of the copy's.
        folios: what is printed as each page's number, or would be if it showed one.
        anchors: the page index, from 0, of everything that has an id.
        findings: what the author should know, each once.
        faults: what a typographer would not let pass, by page.
        page_map: where each page starts in the text.
        fields: where one can write, in reading order.
    """

    pdf: bytes
    page_count: int
    folios: tuple[str, ...]
    anchors: Mapping[str, int]
    findings: tuple[Finding, ...]
    faults: tuple[Finding, ...]
    page_map: PageMap
    fields: tuple[FormField, ...] = ()


def typeset(copy: PrintCopy, equipment: Equipment = PLAIN) -> TypesetBook:
    """Set a book's pages and link them into one PDF; the same copy gives the same bytes.

    Args:
        copy: the book, made ready for typesetting.
        equipment: how its pages are set.

    Raises:
        SetupError: when this machine cannot set pages.
        TypesetError: when a division cannot be set.
    """
    supplies = gather_supplies(copy)
    settled = settle(copy, supplies, equipment)
    properties = Properties(
        title=copy.title,
        author=copy.author,
        language=copy.language,
        description=copy.description,
        keywords=copy.keywords,
        identifier=copy.identifier,
        modified=copy.modified,
    )
    anchors: dict[str, int] = {}
    for placement, fragment in zip(settled.placements, settled.fragments, strict=True):
        for name, spot in fragment.anchors.items():
            anchors.setdefault(name, placement.page_index + spot.page_index)
    folios = tuple(
        placement.folio(index)
        for placement in settled.placements
        for index in range(placement.page_count)
    )
    fonts, complaints = embed_fonts(settled.fragments, supplies, equipment.cache)
    return TypesetBook(
        pdf=link(settled.fragments, fonts, _labels(settled.placements), properties),
        page_count=len(folios),
        folios=folios,
        anchors=anchors,
        findings=(*settled.findings, *complaints),
        faults=tuple(_faults(settled)),
        page_map=map_pages(settled.placements, settled.fragments),
        fields=tuple(_fields(settled)),
    )


def find_pages(copy: PrintCopy, equipment: Equipment = PLAIN) -> PageMap:
    """Set a book's pages only to find out where each starts in the text.

    Arguments and errors are those of `typeset`; nothing is linked.
    """
    settled = settle(copy, gather_supplies(copy), equipment)
    return map_pages(settled.placements, settled.fragments)


def gather_supplies(copy: PrintCopy) -> Supplies:
    """Gather what all divisions share, under a key that changes with any of it."""
    named = find_addresses(copy.stylesheet) & copy.resources.keys()
    resources = {address: copy.resources[address] for address in sorted(named)}
    digest = sha256(copy.stylesheet.encode())
    for address, content in resources.items():
        digest.update(f"\n{address} {len(content)} ".encode() + content)
    digest.update(f"\n{copy.language} {copy.modified}".encode())
    return Supplies(
        key=digest.hexdigest(),
        stylesheet=copy.stylesheet,
        resources=resources,
        language=copy.language,
        modified=copy.modified,
    )


def _faults(settled: Settled) -> Iterator[Finding]:
    """Say the faults of all pages, by the folio printed on them and the file they come from."""
    for placement, fragment in zip(settled.placements, settled.fragments, strict=True):
        source = placement.division.source
        for fault in fragment.faults:
            problem = f"on page {placement.folio(fault.page_index)} {fault.problem}"
            place = Place(source) if source else None
            yield Finding(fault.code, Severity.WARNING, problem, fault.hint, place)


def _fields(settled: Settled) -> Iterator[FormField]:
    """Move the fields of each fragment to their places in the book."""
    element_index = 0
    for placement, fragment in zip(settled.placements, settled.fragments, strict=True):
        for field in fragment.fields:
            yield field.moved(placement.page_index, element_index)
        element_index += len(fragment.content.elements)


def _labels(placements: Sequence[Placement]) -> Iterator[PageLabel]:
    """Begin a page label wherever the numbering changes."""
    before = None
    for placement in placements:
        if placement.numbering is not before:
            before = placement.numbering
            yield PageLabel(placement.page_index, before, placement.first_page_number)
