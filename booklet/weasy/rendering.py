"""What every rendering of a division is made of: its document, its layout, and what is read of it.

Imported only where Pango is.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint import HTML

from booklet.common.memoize import memoize
from booklet.copyfit.carry_over import carry_over
from booklet.linker.fragment import NO_PAGES, Fragment
from booklet.weasy.apply_fitting import apply_fitting, outline
from booklet.weasy.diagnostics import Diagnostics, collect_diagnostics
from booklet.weasy.draw_pages import VARIANT, Drawer, find_destinations
from booklet.weasy.measure_flow import TALL_PAGES, measure_flow
from booklet.weasy.page_boxes import POINTS_PER_PIXEL, find_block_boxes, find_filled
from booklet.weasy.page_faults import find_faults
from booklet.weasy.page_starts import read_page_starts
from booklet.weasy.patches.cluster_texts import say_clusters
from booklet.weasy.patches.drawn_words import set_drawn_words
from booklet.weasy.patches.font_dates import undated
from booklet.weasy.patches.layout import patched_layout
from booklet.weasy.prepared_styles import parse_styles
from booklet.weasy.render_job import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from booklet.linker.splice import DrawnPages
    from booklet.weasy.prepared_styles import PreparedStyles
    from booklet.weasy.protocols import Document, HtmlDocument, LayoutContext, Page
    from booklet.weasy.render_job import RenderContext, RenderJob

# PDF/A forbids smoothed images (PDF/A-3, 6.2.8); a picture keeps its shape when it is narrowed.
_FRAME = """
html {{ break-before: {side} !important; image-rendering: crisp-edges }}
img[width][height] {{ height: auto }}
@page :first {{ counter-set: page {first_page_number} !important }}
"""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A division that is being rendered.

    Attributes:
        job: what to render.
        render_context: what all divisions are set with.
        styles: the same, prepared.
        diagnostics: collects findings.
    """

    job: RenderJob
    render_context: RenderContext
    styles: PreparedStyles
    diagnostics: Diagnostics

    @contextmanager
    def patched(self) -> Iterator[None]:
        """Let WeasyPrint work as we want it while the context lasts."""
        with (
            collect_diagnostics(self.diagnostics),
            patched_layout(),
            set_drawn_words(self.styles.drawn),
            say_clusters(),
            undated(),
        ):
            yield

    def lay_out(self, html: HtmlDocument, again: LayoutContext | None = None) -> Document:
        """Lay out a document, or lay it out again with the styles of a layout before."""
        tall = TALL_PAGES if self.job.purpose is Purpose.MEASURE else ""
        return html.render(
            font_config=self.styles.fonts,
            counter_style=again.counter_style if again else self.styles.counters.copy(),
            stylesheets=[self.styles.css, parse_styles(self.job.style + _frame(self.job) + tall)],
            pdf_variant=VARIANT,
            presentational_hints=True,  # the start of a list, the width of a picture
        )

    def measure(self, document: Document, root: Element) -> Fragment:
        """Measure a document that is laid out on tall pages."""
        flow = measure_flow(document.pages, root)
        return Fragment(self.job.name, NO_PAGES, len(document.pages), {}, (), (), flow=flow)

    def drawer(self, root: Element) -> Drawer:
        """Prepare to draw pages of a document."""
        return Drawer(self.job, self.render_context, root, self.styles.font_files, self.diagnostics)

    def describe(self, pages: Sequence[Page], root: Element, drawn: DrawnPages) -> Fragment:
        """Gather what there is to know of pages that are drawn."""
        anchors, bookmarks = find_destinations(pages, root)
        return Fragment(
            name=self.job.name,
            content=drawn.content,
            page_count=len(pages),
            anchors=anchors,
            bookmarks=bookmarks,
            findings=(*self.styles.findings, *self.diagnostics.findings),
            page_starts=read_page_starts(pages, root),
            fonts=drawn.fonts,
            font_files=drawn.font_files,
            faults=find_faults(pages),
            fields=drawn.fields,
            filled=find_filled(pages),
            page_sizes=tuple(
                (round(page.width * POINTS_PER_PIXEL, 2), round(page.height * POINTS_PER_PIXEL, 2))
                for page in pages
            ),
            blocks=find_block_boxes(pages),
        )


def prepare_html(root: Element, job: RenderJob, language: str) -> None:
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
