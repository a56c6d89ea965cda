"""The parts of a session that are shown on screens: the page for phones, and slides."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.outputs import Product, write_output
from booklet.common.product_paths import PHONE_PAGE
from booklet.common.qr import LONGEST_ADDRESS
from booklet.common.wording import pluralise
from booklet.pipelines.build import raise_for
from booklet.pipelines.session_part import Audience, SessionBuild, SessionFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.session.plan import SessionPlan
    from booklet.slides.fit import Slide
    from booklet.theme.templates import Layouts


def phone_page(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the booklet as one page for the browsers of phones."""
    from booklet.finished_files import write_page
    from booklet.web import Download, finish_page, lay_out_web_page

    downloads = (
        Download("epub_file", session.paths.epub.name),
        Download("pdf_file", session.paths.pages().name),
    )
    page = finish_page(lay_out_web_page(session.book, session.layouts, downloads), session.layouts)
    raise_for(page.findings, strict=session.strict)
    path = session.paths.file(PHONE_PAGE)
    write_page(path, page.html)
    yield SessionFile(
        Product(path, pluralise(-(-len(page.html) // 1000), "kilobyte"), page.findings),
        Audience.PHONES,
        "The booklet as one page for any phone, without an app. What people type into their plans "
        "stays on their own phone. Put it on the school’s site, or share this folder.",
    )


def slides(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the slides, to be edited and as a PDF."""
    from booklet.common.extras import require_extra
    from booklet.finished_files import write_pdf

    require_extra("session", "pptx")
    from booklet.slides.presentation import make_presentation

    book, chapter = session.book, session.chapter
    fitted, pages = typeset_slides(
        book, session.layouts, chapter, session.plan, session.build_context
    )
    measure = pluralise(len(fitted), "slide")
    path = session.paths.file("slides.pptx")
    write_output(path, make_presentation(book, chapter, fitted, _address_of(book)))
    yield SessionFile(
        Product(path, measure, ()),
        Audience.LEADER,
        "Slides to show and to change, with your notes below them.",
    )
    raise_for(pages.findings, strict=session.strict)
    path = session.paths.file("slides.pdf")
    write_pdf(path, pages.pdf)
    yield SessionFile(
        Product(path, measure, pages.findings),
        Audience.LEADER,
        "The same slides as pages, for a computer without a program for slides.",
    )


def typeset_slides(
    book: Book, layouts: Layouts, chapter: Chapter, plan: SessionPlan, build_context: BuildContext
) -> tuple[tuple[Slide, ...], TypesetBook]:
    """Fit what a session shows to slides, and set these as pages."""
    from booklet.scheduling.typeset_book import typeset
    from booklet.slides.fit import fit_slides
    from booklet.slides.pages import lay_out_slides
    from booklet.slides.topics import list_topics

    address = _address_of(book)
    fitted = fit_slides(list_topics(book, chapter, plan, address), book.config.fonts)
    return fitted, typeset(lay_out_slides(book, layouts, chapter, fitted, address), build_context)


def _address_of(book: Book) -> str:
    """Find where the page for phones will be, if a QR code can hold that."""
    address = book.config.page_address
    return address if len(address) <= LONGEST_ADDRESS else ""
