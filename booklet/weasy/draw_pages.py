"""Draw the pages of a division, and note where everything stands. Imported only where Pango is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from booklet.common.addresses import may_be_linked
from booklet.linker.fragment import Bookmark, Destination
from booklet.linker.splice import DrawnPages
from booklet.weasy.capture import capture
from booklet.weasy.copy_letters import draw_letters
from booklet.weasy.form_fields import read_form_fields
from booklet.weasy.greyscale import make_grey
from booklet.weasy.number_sites import NumberFinder
from booklet.weasy.page_boxes import POINTS_PER_PIXEL
from booklet.weasy.patches.deferred_fonts import DeferredFonts
from booklet.weasy.patches.structure_boxes import record_structure
from booklet.weasy.subset_fonts import collect_font_uses
from booklet.weasy.tags.context import survey
from booklet.weasy.tags.pdf_tree import read_structure, write_structure
from booklet.weasy.tags.repair import repair

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from booklet.weasy.diagnostics import Diagnostics
    from booklet.weasy.protocols import Document, Page, Pdf
    from booklet.weasy.render_job import RenderContext, RenderJob

VARIANT = "pdf/a-3a"


def drop_unsafe_links(pages: Sequence[Page], diagnostics: Diagnostics) -> None:
    """Leave out links that may not stand in a book, which a project's own layouts can make."""
    for page in pages:
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


def find_destinations(
    pages: Sequence[Page], root: Element
) -> tuple[dict[str, Destination], tuple[Bookmark, ...]]:
    """Find where ids and bookmarks stand, in PDF coordinates.

    What has an id and is not shown stands at the top of the division.
    """
    anchors: dict[str, Destination] = {}
    bookmarks = []
    for index, page in enumerate(pages):

        def destination(
            x: float, y: float, index: int = index, height: float = page.height
        ) -> Destination:
            return Destination(index, x * POINTS_PER_PIXEL, (height - y) * POINTS_PER_PIXEL)

        for name, (x, y, *_) in page.anchors.items():
            anchors.setdefault(name, destination(x, y))
        for level, label, (x, y), state in page.bookmarks:
            text = " ".join(label.split())
            bookmarks.append(Bookmark(level, text, destination(x, y), state == "open"))
    top = Destination(0, 0.0, pages[0].height * POINTS_PER_PIXEL)
    for element in root.iter():
        if identifier := element.get("id"):
            anchors.setdefault(identifier, top)
    return anchors, tuple(bookmarks)


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws pages of one division.

    Attributes:
        job: of the division.
        render_context: what it is set with.
        root: the division's HTML.
        font_files: digests of font files that are part of the render context.
        diagnostics: collects findings.
    """

    job: RenderJob
    render_context: RenderContext
    root: Element
    font_files: Collection[str]
    diagnostics: Diagnostics

    def draw(
        self, document: Document, first_index: int = 0, around: Sequence[Page] = ()
    ) -> DrawnPages:
        """Draw pages, repair their structure tree, and extract them before they are written.

        Args:
            document: whose pages are drawn.
            first_index: of the first of them in the division, from 0.
            around: all pages of the division, where these are only some of them.
        """
        document.fonts = DeferredFonts()
        context = survey(
            self.root,
            name=self.job.name,
            language=self.render_context.language,
            page_heights=[page.height * POINTS_PER_PIXEL for page in document.pages],
            diagnostics=self.diagnostics,
        )
        captured: list[DrawnPages] = []
        folios = dict(self.job.numbers.folios)

        def finish(_document: object, pdf: Pdf) -> None:
            tree = read_structure(pdf, recording)
            first = self.job.numbers.first + first_index
            numbers = NumberFinder(pdf, document.fonts, first)
            numbers.find_in_margins(recording)
            numbers.find_in_links(tree, folios)
            stylesheet = self.render_context.stylesheet + self.job.style
            numbers.fix_numbers_of_css(folios, stylesheet, self.job.html)
            repair(tree, context)
            fields = read_form_fields(document.pages, tree, context, self.job.title)
            write_structure(pdf, tree, recording)
            drawn = [(dict(font.widths), dict(font.to_unicode)) for font in document.fonts.used()]
            if self.job.own_words:
                draw_letters(around or document.pages, pdf, self.job.own_words)
            if self.render_context.is_grey:
                make_grey(pdf)
            uses, files = collect_font_uses(document.fonts.used(), self.job.name, self.font_files)
            captured.append(
                DrawnPages(
                    content=capture(pdf, uses, numbers),
                    fonts=tuple(uses),
                    font_files=files,
                    fields=fields,
                    drawn=tuple(
                        replace(use, widths=widths, to_unicode=texts)
                        for use, (widths, texts) in zip(uses, drawn, strict=False)
                    ),
                )
            )

        elsewhere = [*folios, *(name for page in around for name in page.anchors)]
        with record_structure() as recording, _with_anchors(document.pages[0], elsewhere):
            document.write_pdf(
                BytesIO(), finisher=finish, pdf_variant=VARIANT, uncompressed_pdf=True
            )
        return captured[0]


@contextmanager
def _with_anchors(page: Page, names: Iterable[str]) -> Iterator[None]:
    """Let a page have anchors that stand elsewhere; WeasyPrint drops links that lead nowhere."""
    own = page.anchors
    page.anchors = {**dict.fromkeys(names, (0.0, 0.0, 0.0, 0.0)), **own}
    try:
        yield
    finally:
        page.anchors = own
