"""Typeset a print book: render its divisions, resolve page numbers, link the pages into a PDF."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.common.finding_codes import NEARLY_EMPTY
from booklet.common.page_map import PageMap, PrintedPage
from booklet.linker.link import link
from booklet.linker.metadata import Properties
from booklet.linker.page_labels import PageLabel
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT
from booklet.scheduling.fit_divisions import FittedBook, set_fitted
from booklet.scheduling.fragment_cache import context_key
from booklet.scheduling.missing_letters import find_missing_letters, lacking_letters
from booklet.scheduling.resolve_page_numbers import TooManyPagesError, resolve_page_numbers
from booklet.scheduling.source_places import locate
from booklet.weasy.embed_fonts import embed_fonts
from booklet.weasy.html_links import find_addresses
from booklet.weasy.render_job import RenderContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from booklet.copyfit.flow import Fitting
    from booklet.forms.field import FormField
    from booklet.linker.fragment import Fragment
    from booklet.linker.section import Section
    from booklet.print.division import PrintBook
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.paginate import Placement
    from booklet.scheduling.resolve_page_numbers import ResolvedPages


_NO_DAY = date(2000, 1, 1)
"""Of pages that are only looked at."""

_OUR_OWN = frozenset({"front-matter", "back-matter"})
"""Divisions that are no chapter's."""


@dataclass(frozen=True, slots=True)
class TypesetBook:
    """The finished pages of a book.

    Attributes:
        pdf: the file's content: tagged (PDF/UA-1) and archivable (PDF/A-3a).
        page_count: a multiple of the print book's.
        folios: what is printed as each page's number, or would be if it showed one.
        anchors: the page index, from 0, of everything that has an id.
        findings: what the author should know, each once.
        faults: what a typographer would not let pass, by page.
        page_map: where each page starts in the text.
        fields: where one can write, in reading order.
        savings: how many lines less would save a sheet, with the title of the division.
        fragments: that it is linked from, in the order of their pages.
        fonts: the sections of all its fonts.
        properties: what the file says about itself.
        fittings: what copyfitting has decided, by division.
    """

    pdf: bytes
    page_count: int
    folios: tuple[str, ...]
    anchors: Mapping[str, int]
    findings: tuple[Finding, ...]
    faults: tuple[Finding, ...]
    page_map: PageMap
    fields: tuple[FormField, ...] = ()
    savings: tuple[tuple[int, str], ...] = ()
    fragments: tuple[Fragment, ...] = ()
    fonts: tuple[Section, ...] = ()
    properties: Properties | None = None
    fittings: Mapping[str, Fitting] = field(default_factory=dict)


def typeset(
    book: PrintBook,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
    *,
    text_only: bool = False,
    fittings: Mapping[str, Fitting] | None = None,
) -> TypesetBook:
    """Set a book's pages and link them into one PDF; the same book gives the same bytes.

    Args:
        book: laid out for paper.
        build_context: how its pages are set.
        text_only: as for `set_fitted`, whose errors are raised, and so is the next.
        fittings: see there.
    """
    render_context = gather_render_context(book)
    resolved, fitted = set_fitted(
        book, render_context, build_context, text_only=text_only, fittings=fittings
    )
    return link_pages(book, render_context, resolved, fitted, build_context)


def typeset_within(
    book: PrintBook, most_pages: int, build_context: BuildContext = DEFAULT_BUILD_CONTEXT
) -> TypesetBook | None:
    """Set a book of one division as it comes, if it has no more pages than this.

    Args:
        book: laid out for paper.
        most_pages: that it may have.
        build_context: how its pages are set.

    Returns:
        None when it would have more; then nothing was drawn.
    """
    render_context = gather_render_context(book)
    divisions = tuple(replace(one, most_pages=most_pages) for one in book.divisions)
    short = replace(book, divisions=divisions)
    try:
        resolved = resolve_page_numbers(short, render_context, build_context, most_pages=most_pages)
    except TooManyPagesError:
        return None
    return link_pages(short, render_context, resolved, FittedBook(), build_context)


def link_pages(
    book: PrintBook,
    render_context: RenderContext,
    resolved: ResolvedPages,
    fitted: FittedBook,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> TypesetBook:
    """Link pages that are set into one PDF.

    Args:
        book: laid out for paper.
        render_context: what its pages were set with.
        resolved: its pages.
        fitted: how they were made to fit.
        build_context: keeps embedded fonts.
    """
    properties = Properties(
        title=book.title,
        author=book.author,
        language=book.language,
        description=book.description,
        keywords=book.keywords,
        identifier=book.identifier,
        modified=book.modified,
        is_conforming=not any(any(lacking_letters(one)) for one in resolved.fragments),
    )
    anchors: dict[str, int] = {}
    for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True):
        for name, destination in fragment.anchors.items():
            anchors.setdefault(name, placement.page_index + destination.page_index)
    folios = tuple(
        placement.folio(index)
        for placement in resolved.placements
        for index in range(placement.page_count)
    )
    fonts, complaints = embed_fonts(resolved.fragments, render_context, build_context.cache)
    return TypesetBook(
        pdf=link(resolved.fragments, fonts, _labels(resolved.placements), properties),
        page_count=len(folios),
        folios=folios,
        anchors=anchors,
        findings=(*list_findings(book, resolved), *complaints),
        faults=tuple(list_faults(resolved)),
        page_map=_map_pages(resolved),
        fields=tuple(_fields(resolved)),
        savings=fitted.savings,
        fragments=resolved.fragments,
        fonts=fonts,
        properties=properties,
        fittings=fitted.fittings,
    )


def link_division(
    fragment: Fragment,
    render_context: RenderContext,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> bytes:
    """Link the pages of one division into a PDF of their own, to be looked at.

    Args:
        fragment: its pages.
        render_context: what they were set with.
        build_context: keeps embedded fonts.
    """
    fonts, _ = embed_fonts((fragment,), render_context, build_context.cache)
    properties = Properties(
        title=fragment.name,
        author="",
        language=render_context.language,
        description="",
        keywords=(),
        identifier="",
        modified=_NO_DAY,
    )
    return link((fragment,), fonts, (), properties)


def find_pages(book: PrintBook, build_context: BuildContext = DEFAULT_BUILD_CONTEXT) -> PageMap:
    """Set a book's pages only to find out where each starts in the text.

    Arguments and errors are those of `typeset`; nothing is linked.
    """
    resolved, _ = set_fitted(book, gather_render_context(book), build_context)
    return _map_pages(resolved)


def gather_render_context(book: PrintBook) -> RenderContext:
    """Gather what all divisions share, under a key that changes with any of it."""
    named = find_addresses(book.stylesheet) & book.resources.keys()
    resources = {address: book.resources[address] for address in sorted(named)}
    shared = book.stylesheet, tuple(resources.items()), f"{book.language} {book.is_grey}"
    return RenderContext(
        key=context_key(*shared, ""),
        stylesheet=book.stylesheet,
        resources=resources,
        language=book.language,
        is_grey=book.is_grey,
        accent=book.accent,
        colourless_key=context_key(*shared, book.accent),
    )


def _map_pages(resolved: ResolvedPages) -> PageMap:
    """List where every page of the book starts in the text, and which folio it prints."""
    return PageMap(
        tuple(
            PrintedPage(
                placement.folio(index) if start.shows_folio and not placement.is_filler else "",
                placement.division.name,
                start.positions,
            )
            for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True)
            for index, start in enumerate(fragment.page_starts)
        )
    )


def list_faults(resolved: ResolvedPages) -> Iterator[Finding]:
    """Turn the faults of all pages into findings, with the folio and the source file of each."""
    for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True):
        source = placement.division.source
        for fault in fragment.faults:
            if fault.code == NEARLY_EMPTY and placement.division.name in _OUR_OWN:
                continue  # contents and glossary end where they end, and nobody can shorten them
            problem = f"on page {placement.folio(fault.page_index)} {fault.problem}"
            place = Place(source) if source else None
            yield Finding(fault.code, Severity.WARNING, problem, fault.hint, place)


def list_findings(book: PrintBook, resolved: ResolvedPages) -> tuple[Finding, ...]:
    """Say what the author should know of pages that are set, with lines of the source."""
    own = (book.notes_page, book.gap_page, book.back_cover)
    divisions = {one.name: one for one in (*book.divisions, *own) if one}
    missing = find_missing_letters(
        resolved.placements, resolved.fragments, divisions, book.stylesheet
    )
    return (*locate(resolved.findings, book.divisions), *missing)


def _fields(resolved: ResolvedPages) -> Iterator[FormField]:
    """Move the fields of each fragment to their places in the book."""
    element_index = 0
    for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True):
        for one in fragment.fields:
            yield one.moved(placement.page_index, element_index)
        element_index += len(fragment.content.elements)


def _labels(placements: Sequence[Placement]) -> Iterator[PageLabel]:
    """Begin a page label wherever the numbering changes."""
    before = None
    for placement in placements:
        if placement.numbering is not before:
            before = placement.numbering
            yield PageLabel(placement.page_index, before, placement.first_page_number)
