"""The parts of a session that are the booklet itself: its editions, for paper and for screens."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.outputs import Product
from booklet.common.product_paths import STANDARD
from booklet.common.wording import pluralise
from booklet.pipelines.book import find_editions, typeset_edition, write_ebook
from booklet.pipelines.build import raise_for
from booklet.pipelines.session_part import Audience, SessionBuild, SessionFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.theme.editions import Edition

_FACILITATOR = "facilitator"
_STAPLED = "Staple once, at the top left"


def editions(session: SessionBuild) -> Iterator[SessionFile]:
    """Write each edition that somebody reads, arranged for the copier where it is folded."""
    copies = {STANDARD: 1} if not session.copies else dict(session.copies)
    copies.setdefault(_FACILITATOR, 1)
    for name, count in copies.items():
        (edition,) = find_editions(name, session.book, session.project)
        is_standard = edition.name == STANDARD
        pages = session.booklet if is_standard else _typeset(session, edition)
        yield (
            _write_folded(session, edition, pages, count)
            if edition.folds
            else _write_pages(session, edition, pages, count)
        )


def booklet_pages(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the booklet for screens."""
    from booklet.finished_files import write_pdf

    path = session.paths.pages()
    write_pdf(path, session.booklet.pdf)
    yield SessionFile(
        Product(path, pluralise(session.booklet.page_count, "page"), ()),
        Audience.PHONES,
        "The booklet to read on a screen; a screen reader reads it too.",
    )


def ebook(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the e-book."""
    pages = session.booklet.page_map
    product = write_ebook(
        session.book,
        session.layouts,
        session.paths,
        pages,
        strict=session.strict,
        cache=session.build_context.cache,
    )
    yield SessionFile(
        product,
        Audience.PHONES,
        "The booklet as an e-book, with each reader’s own type size and colours.",
    )


def _typeset(session: SessionBuild, edition: Edition) -> TypesetBook:
    pages = typeset_edition(session.book, session.layouts, edition, session.build_context)
    raise_for(pages.findings, strict=session.strict)
    return pages


def _write_folded(
    session: SessionBuild, edition: Edition, pages: TypesetBook, copies: int
) -> SessionFile:
    """Write the sheets of an edition that is folded, and order them."""
    from booklet.finished_files import write_pdf
    from booklet.imposition.impose import impose
    from booklet.session.ticket import PrintOrder

    imposed = impose(pages.pdf, copies=copies, title=session.book.title)
    job = imposed.instructions
    path = session.paths.sheets(imposed.files[0].name, edition.name)
    write_pdf(path, imposed.pdf)
    settings = dict(job.settings)
    order = PrintOrder(
        _name_edition(edition), path.name, copies, job.sheets_per_copy, settings["Sides"],
        settings["Afterwards"].rstrip("."),
    )  # fmt: skip
    return SessionFile(
        Product(path, imposed.summary, pages.findings),
        Audience.OFFICE,
        f"{order.what}, arranged for the copier: fold and staple.",
        order,
    )


def _write_pages(
    session: SessionBuild, edition: Edition, pages: TypesetBook, copies: int
) -> SessionFile:
    """Write the pages of an edition that is stapled in the corner, and order them."""
    from booklet.finished_files import write_pdf
    from booklet.session.ticket import BOTH_SIDES, PrintOrder

    path = session.paths.pages(edition.label, edition.name)
    write_pdf(path, pages.pdf)
    sheets = edition.count_sheets(pages.page_count)
    order = PrintOrder(_name_edition(edition), path.name, copies, sheets, BOTH_SIDES, _STAPLED)
    measure = f"{pluralise(pages.page_count, 'page')} = {pluralise(sheets, 'sheet')} of A4"
    is_leaders = edition.includes_facilitator
    return SessionFile(
        Product(path, measure, pages.findings),
        Audience.LEADER if is_leaders else Audience.OFFICE,
        "The booklet with the leader’s notes, times and answers in the margin; keep it to yourself."
        if is_leaders
        else f"{order.what}: A4, both sides, one staple.",
        order,
    )


def _name_edition(edition: Edition) -> str:
    return edition.title or "The booklet"
