"""Render the pages of one division with WeasyPrint. Imported only where Pango is.

A division gets the number of its first page from a few lines of CSS, and the folios it refers to
from `data-folio` on its links, so that WeasyPrint never has to lay a page out again for a number.
Which numbers these are, is decided in `scheduling`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from booklet.common.addresses import may_be_linked
from booklet.common.memoize import memoize
from booklet.common.temporary_folders import (
    make_temporary_folder,
    remove_folder,
    unusable_temporary_folder,
)
from booklet.copyfit.carry_over import carry_over
from booklet.linker.fragment import NO_PAGES, Bookmark, Destination, Fragment, digest
from booklet.weasy.apply_fitting import apply_fitting, outline
from booklet.weasy.capture import capture
from booklet.weasy.copy_letters import draw_letters
from booklet.weasy.diagnostics import Diagnostics, collect_diagnostics
from booklet.weasy.fetch import ResourceFetcher
from booklet.weasy.form_fields import read_form_fields
from booklet.weasy.greyscale import make_grey
from booklet.weasy.internals import CounterStyle, put_fonts_into
from booklet.weasy.measure_flow import TALL_PAGES, measure_flow
from booklet.weasy.number_sites import NumberFinder
from booklet.weasy.page_boxes import POINTS_PER_PIXEL, find_block_boxes, find_filled
from booklet.weasy.page_faults import find_faults
from booklet.weasy.page_starts import read_page_starts
from booklet.weasy.partial_layout import OutOfStepError, recorded_layout
from booklet.weasy.patches.deferred_fonts import DeferredFonts
from booklet.weasy.patches.drawn_words import DrawnTypefaces, set_drawn_words
from booklet.weasy.patches.font_dates import undated
from booklet.weasy.patches.layout import patched_layout
from booklet.weasy.patches.structure_boxes import record_structure
from booklet.weasy.render_job import Purpose
from booklet.weasy.subset_fonts import collect_font_uses
from booklet.weasy.tags.context import survey
from booklet.weasy.tags.pdf_tree import read_structure, write_structure
from booklet.weasy.tags.repair import repair

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path
    from typing import TypeAlias
    from xml.etree.ElementTree import Element

    from booklet.common.errors import Finding
    from booklet.forms.field import FormField
    from booklet.linker.fragment import FontUse, PageSection
    from booklet.weasy.protocols import Document, Pdf
    from booklet.weasy.render_job import RenderContext, RenderJob
    from booklet.weasy.tags.context import RepairContext

    _Captured: TypeAlias = tuple[
        PageSection, tuple[FontUse, ...], Mapping[str, bytes], tuple[FormField, ...]
    ]

_VARIANT = "pdf/a-3a"
_TARGET_COUNTER = re.compile(
    r"target-counter\(\s*attr\(\s*href(?:\s+url)?\s*\)\s*,\s*page\s*(?:,[^()]*)?\)", re.IGNORECASE
)
# PDF/A forbids smoothed images (PDF/A-3, 6.2.8); a picture keeps its shape when it is narrowed.
_FRAME = """
html {{ break-before: {side} !important; image-rendering: crisp-edges }}
img[width][height] {{ height: auto }}
@page :first {{ counter-set: page {first_page_number} !important }}
"""


@dataclass(frozen=True, slots=True)
class _PreparedStyles:
    """What is prepared once for all divisions of a book: parsed CSS and loaded fonts.

    Attributes:
        folder: in which Pango reads the fonts; it goes when other styles take the place of these.
    """

    folder: Path
    fonts: FontConfiguration
    counters: CounterStyle
    css: CSS
    drawn: DrawnTypefaces
    font_files: frozenset[str]
    findings: tuple[Finding, ...]


_MOST_PREPARED = 3
"""A book has one style sheet; handouts have three: of the booklet, of A4 and of rule cards."""

_prepared: dict[str, _PreparedStyles] = {}


def render_pages(job: RenderJob, render_context: RenderContext) -> Fragment:
    """Render a division's pages.

    Raises:
        EndlessError: when no page is the last.
    """
    if job.before is not None:
        with suppress(OutOfStepError):
            return _render(job, render_context)
    return _render(replace(job, before=None), render_context)


def _render(job: RenderJob, render_context: RenderContext) -> Fragment:
    prepared = _prepare_styles(render_context)
    fetcher = ResourceFetcher({**render_context.resources, **job.resources})
    diagnostics = Diagnostics(job.title, page_limit=1000 + len(job.html) // 8)
    with (
        collect_diagnostics(diagnostics),
        patched_layout(),
        set_drawn_words(prepared.drawn),
        undated(),
        recorded_layout(job.numbers.first, job.before) as layout,
    ):
        html = HTML(string=job.html, url_fetcher=fetcher)
        _prepare_html(html.etree_element, job, render_context.language)
        is_measured = job.purpose is Purpose.MEASURE
        own = job.style + _frame(job) + (TALL_PAGES if is_measured else "")
        document = html.render(
            font_config=prepared.fonts,
            counter_style=prepared.counters.copy(),
            stylesheets=[prepared.css, _parse(own)],
            pdf_variant=_VARIANT,
            presentational_hints=True,  # the start of a list, the width of a picture
        )
        if is_measured:
            flow = measure_flow(document.pages, html.etree_element)
            return Fragment(job.name, NO_PAGES, len(document.pages), {}, (), (), flow=flow)
        if job.purpose is Purpose.COUNT:
            return Fragment(job.name, NO_PAGES, len(document.pages), {}, (), ())
        anchors, bookmarks = _find_destinations(document, html.etree_element)
        if any(name in anchors and anchors[name].page_index != at for name, at in job.foreseen):
            return Fragment(job.name, NO_PAGES, len(document.pages), anchors, (), ())
        _drop_unsafe_links(document, diagnostics)
        # WeasyPrint drops links that lead nowhere; these lead into other divisions.
        for target, _ in job.numbers.folios:
            document.pages[0].anchors.setdefault(target, (0, 0, 0, 0))
        context = survey(
            html.etree_element,
            name=job.name,
            language=render_context.language,
            page_heights=[page.height * POINTS_PER_PIXEL for page in document.pages],
            diagnostics=diagnostics,
        )
        document.fonts = DeferredFonts()
        first = job.numbers.first + layout.first_index
        numbered = replace(job, numbers=replace(job.numbers, first=first))
        content, uses, font_files, fields = _capture(
            document, context, prepared.font_files, numbered, render_context
        )
    diagnostics.report_addresses(fetcher)
    is_whole = job.before is None
    return Fragment(
        name=job.name,
        content=content,
        page_count=len(document.pages),
        anchors=anchors,
        bookmarks=bookmarks,
        findings=(*prepared.findings, *diagnostics.findings),
        page_starts=read_page_starts(document.pages, html.etree_element) if is_whole else (),
        fonts=uses,
        font_files=font_files,
        faults=find_faults(document.pages),
        fields=fields,
        filled=find_filled(document.pages),
        page_sizes=tuple(
            (round(page.width * POINTS_PER_PIXEL, 2), round(page.height * POINTS_PER_PIXEL, 2))
            for page in document.pages
        ),
        blocks=find_block_boxes(document.pages),
        layout=layout.starts,
        part_from=None if is_whole else layout.first_index,
    )


@memoize
def _parse(stylesheet: str) -> CSS:
    return CSS(string=stylesheet)


def literal_folios(stylesheet: str) -> str:
    """Print the folio that a link carries where the CSS asks for its target's page counter."""
    return _TARGET_COUNTER.sub("attr(data-folio)", stylesheet)


def _prepare_styles(render_context: RenderContext) -> _PreparedStyles:
    """Parse the CSS and load the fonts, unless one of the last divisions had the same."""
    if render_context.key not in _prepared:
        _forget_styles(keep=_MOST_PREPARED - 1)
        folder = make_temporary_folder()
        fonts, counters = FontConfiguration(), CounterStyle()
        put_fonts_into(folder, fonts)
        fetcher = ResourceFetcher(render_context.resources)
        diagnostics = Diagnostics("the style sheet")
        try:
            with collect_diagnostics(diagnostics):
                css = CSS(
                    string=literal_folios(render_context.stylesheet),
                    url_fetcher=fetcher,
                    font_config=fonts,
                    counter_style=counters,
                )
        except OSError as error:
            remove_folder(folder)
            raise unusable_temporary_folder(error) from error
        diagnostics.report_addresses(fetcher)
        _prepared[render_context.key] = _PreparedStyles(
            folder=folder,
            fonts=fonts,
            counters=counters,
            css=css,
            drawn=DrawnTypefaces.of(render_context.stylesheet),
            font_files=frozenset(map(digest, render_context.resources.values())),
            findings=tuple(diagnostics.findings),
        )
    return _prepared[render_context.key]


def _forget_styles(*, keep: int) -> None:
    for key in list(_prepared)[: max(0, len(_prepared) - keep)]:
        remove_folder(_prepared.pop(key).folder)


def _prepare_html(root: Element, job: RenderJob, language: str) -> None:
    """Apply what copyfitting decided, put folios on links, and see that nothing is attached.

    The root says which partition it stands in, because a page of notes can stand in any.
    """
    root.attrib.setdefault("lang", language)
    root.set("data-partition", job.partition)
    fitting = job.fitting
    if job.decided_for:
        fitting = carry_over(fitting, _outline_of(job.decided_for), outline(root))
    apply_fitting(root, fitting)
    folios = dict(job.numbers.folios)
    for element in root.iter():
        if "attachment" in element.get("rel", "").lower().split():
            del element.attrib["rel"]
        target = element.get("href", "").removeprefix("#")
        if element.tag == "a" and target in folios:
            element.set("data-folio", folios[target])


@memoize
def _outline_of(html: str) -> tuple[tuple[str, str], ...]:
    return outline(HTML(string=html).etree_element)


def _frame(job: RenderJob) -> str:
    side = "recto" if job.numbers.opens_on_recto else "verso"
    return _FRAME.format(side=side, first_page_number=job.numbers.first)


def _drop_unsafe_links(document: Document, diagnostics: Diagnostics) -> None:
    """Leave out links that may not stand in a book, which a project's own layouts can make."""
    for page in document.pages:
        kept = []
        for link in page.links:
            kind, address = link[:2]
            if kind == "internal" or (kind == "external" and may_be_linked(address)):
                kept.append(link)
            else:
                diagnostics.note(
                    "T612",
                    f"a link to '{address[:60]}' is left out",
                    "Links lead to web pages (https, http), e-mail and telephone numbers, and to "
                    "places of the book. Take it out of the project's layouts.",
                )
        page.links[:] = kept


def _find_destinations(
    document: Document, root: Element
) -> tuple[dict[str, Destination], tuple[Bookmark, ...]]:
    """Find where ids and bookmarks stand, in PDF coordinates.

    What has an id and is not shown stands at the top of the division.
    """
    anchors: dict[str, Destination] = {}
    bookmarks = []
    for index, page in enumerate(document.pages):

        def destination(
            x: float, y: float, index: int = index, height: float = page.height
        ) -> Destination:
            return Destination(index, x * POINTS_PER_PIXEL, (height - y) * POINTS_PER_PIXEL)

        for name, (x, y, *_) in page.anchors.items():
            anchors.setdefault(name, destination(x, y))
        for level, label, (x, y), state in page.bookmarks:
            text = " ".join(label.split())
            bookmarks.append(Bookmark(level, text, destination(x, y), state == "open"))
    top = Destination(0, 0.0, document.pages[0].height * POINTS_PER_PIXEL)
    for element in root.iter():
        if identifier := element.get("id"):
            anchors.setdefault(identifier, top)
    return anchors, tuple(bookmarks)


def _capture(
    document: Document,
    context: RepairContext,
    font_files: Collection[str],
    job: RenderJob,
    render_context: RenderContext,
) -> _Captured:
    """Draw the pages, repair their structure tree, and extract them before they are written."""
    captured: list[_Captured] = []

    def finish(_document: object, pdf: Pdf) -> None:
        tree = read_structure(pdf, recording)
        numbers = NumberFinder(pdf, document.fonts, job.numbers.first)
        numbers.find_in_margins(recording)
        folios = dict(job.numbers.folios)
        numbers.find_in_links(tree, folios)
        stylesheet = literal_folios(render_context.stylesheet + job.style)
        numbers.fix_numbers_of_css(folios, stylesheet, job.html)
        repair(tree, context)
        fields = read_form_fields(document.pages, tree, context, job.title)
        write_structure(pdf, tree, recording)
        if job.own_words:
            draw_letters(document.pages, pdf, job.own_words)
        if render_context.is_grey:
            make_grey(pdf)
        uses, files = collect_font_uses(document.fonts.used(), context.name, font_files)
        captured.append((capture(pdf, uses, numbers), tuple(uses), files, fields))

    with record_structure() as recording:
        document.write_pdf(BytesIO(), finisher=finish, pdf_variant=_VARIANT, uncompressed_pdf=True)
    return captured[0]
