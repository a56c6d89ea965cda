"""The parts of a session that are single sheets, what lies on the table, and dates."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from booklet.common.outputs import Product, write_output
from booklet.common.product_paths import CALENDAR
from booklet.common.wording import pluralise
from booklet.pipelines.build import raise_for, set_in_largest
from booklet.pipelines.session_part import Audience, SessionBuild, SessionFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.book import Book
    from booklet.print.division import PrintBook
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.session.people import Person
    from booklet.session.plan import SessionPlan
    from booklet.theme.templates import Layouts


def run_sheet(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the times of the session for whoever leads it, on one side if that can be."""
    pages = typeset_run_sheet(session.book, session.layouts, session.plan, session.build_context)
    purpose = (
        "What happens when, with your notes beside it, and what to leave out if you start late."
    )
    yield _write(
        session, "run-sheet.pdf", pages, Audience.LEADER, purpose, what="Run sheet", copies=1
    )


def typeset_run_sheet(
    book: Book, layouts: Layouts, plan: SessionPlan, build_context: BuildContext
) -> TypesetBook:
    """Set the times of a session in the largest type in which one side holds them."""
    from booklet.session.sheets import RUN_SHEET_SIZES, lay_out_run_sheet

    lay_out = partial(lay_out_run_sheet, book, layouts, plan)
    return set_in_largest(lay_out, RUN_SHEET_SIZES, build_context)


def handouts(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the reflection on a sheet of A4, its pocket guide and its rule cards."""
    from booklet.finished_files import write_pdf
    from booklet.pipelines.handouts import HandoutBuilder
    from booklet.session.ticket import ONE_SIDE, PrintOrder

    purposes = {
        "A4-handout": "The reflection alone, for those who do not get the booklet.",
        "A4-pocket": "Its rules on one sheet, to fold for the pocket.",
        "A4-rule-cards": "Its rules to cut out, a set for each group to put in order or choose "
        "from.",
    }
    builder = HandoutBuilder.of_booklet(
        session.book,
        session.layouts,
        session.print_book,
        session.booklet,
        session.build_context,
    )
    number = session.book.chapters.index(session.chapter) + 1
    for handout in builder.build_chapter(session.chapter, with_pages=False):
        path = session.paths.handout(number, session.chapter.slug, handout.name)
        write_pdf(path, handout.pdf)
        raise_for(handout.findings, strict=session.strict)
        order = None
        if handout.name == "A4-rule-cards":
            sets = len(_groups(session)) or 1
            order = PrintOrder(
                "Rule cards, a set for each group", path.name, sets, handout.sheet_count,
                ONE_SIDE, "Cut into four",
            )  # fmt: skip
        yield SessionFile(
            Product(path, handout.measure, handout.findings),
            Audience.TABLE,
            purposes[handout.name],
            order,
        )


def table_groups(session: SessionBuild) -> Iterator[SessionFile]:
    """Write who talks with whom, where there is a list of people."""
    from booklet.session.sheets import lay_out_groups

    groups = _groups(session)
    if not groups:
        return
    forgetful = replace(session, build_context=replace(session.build_context, cache=None))
    pages = _set(forgetful, lay_out_groups(session.book, session.layouts, session.plan, groups))
    purpose = (
        "Who talks with whom. The same list gives the same groups; another group_seed in "
        "booklet.toml draws others."
    )
    yield _write(session, "groups.pdf", pages, Audience.TABLE, purpose, what="Groups", copies=1)


def calendar(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the session and its revisits for calendars, where its day is known."""
    from booklet.session.calendar_file import make_calendar

    if session.plan.date is None:
        return
    path = session.paths.file(CALENDAR)
    write_output(path, make_calendar(session.book, session.plan))
    yield SessionFile(
        Product(path, pluralise(1 + len(session.plan.revisits), "event"), ()),
        Audience.CALENDARS,
        "The session and the days on which people come back to their plans: send it to everybody, "
        "who opens it once.",
    )


def posters(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the poster for the door, and the one with the chapter's rules."""
    from booklet.book.book import BookPart
    from booklet.pipelines.rules_poster import typeset_rules_poster
    from booklet.session.sheets import POSTER_SIZES, lay_out_poster

    address = session.book.config.page_address

    lay_out = partial(lay_out_poster, session.book, session.layouts, session.plan, address)
    purpose = "For the door: what, when and where, and where it is to be read."
    pages = set_in_largest(lay_out, POSTER_SIZES, session.build_context)
    yield _write(session, "poster.pdf", pages, Audience.WALL, purpose, what="Poster", copies=1)
    if session.chapter.rules:
        alone = replace(session.book, parts=(BookPart("", (session.chapter,)),))
        rules = typeset_rules_poster(alone, session.layouts, "A4", session.build_context)
        purpose = "The rules of this reflection, as large as one sheet lets them be."
        yield _write(
            session, "rules-poster.pdf", rules, Audience.WALL, purpose, what="Rules poster",
            copies=1,
        )  # fmt: skip


def job_ticket(session: SessionBuild, files: Sequence[SessionFile]) -> Iterator[SessionFile]:
    """Write the page that tells the office what to print.

    Args:
        session: that it is for.
        files: all that is printed is among them.
    """
    from booklet.session.sheets import lay_out_job_ticket
    from booklet.session.ticket import JobTicket

    settings = session.book.config.session
    ticket = JobTicket(
        orders=tuple(file.order for file in files if file.order and file.order.copies),
        has_numbers=bool(session.copies),
        sheet_price=settings.sheet_price,
        currency=settings.currency,
    )
    sheet = lay_out_job_ticket(session.book, session.layouts, session.plan, ticket)
    pages = _set(session, sheet)
    measure = f"{pluralise(ticket.sheets, 'sheet')} of A4 in all"
    purpose = "Which files to print, how often, what to press, and how much paper it takes."
    yield _write(session, "job-ticket.pdf", pages, Audience.OFFICE, purpose, measure=measure)


def _groups(session: SessionBuild) -> tuple[tuple[Person, ...], ...]:
    from booklet.session.people import draw_groups

    settings = session.book.config.session
    if not session.people:
        return ()
    return draw_groups(session.people, settings.group_size, settings.group_seed)


def _set(session: SessionBuild, sheet: PrintBook) -> TypesetBook:
    from booklet.scheduling.typeset_book import typeset

    return typeset(sheet, session.build_context)


def _write(
    session: SessionBuild,
    name: str,
    pages: TypesetBook,
    audience: Audience,
    purpose: str,
    *,
    measure: str = "",
    what: str = "",
    copies: int = 0,
) -> SessionFile:
    """Write a few pages of A4; with a number of copies, they are ordered, too."""
    from booklet.finished_files import write_pdf
    from booklet.session.ticket import BOTH_SIDES, ONE_SIDE, PrintOrder

    raise_for(pages.findings, strict=session.strict)
    path = session.paths.file(name)
    write_pdf(path, pages.pdf)
    sheets = -(-pages.page_count // 2)
    sides = ONE_SIDE if pages.page_count == 1 else BOTH_SIDES
    order = PrintOrder(what, name, copies, sheets, sides) if copies else None
    said = measure or f"{pluralise(pages.page_count, 'page')} of A4"
    return SessionFile(Product(path, said, pages.findings), audience, purpose, order)
