"""Single sheets of A4 for a session: run sheet, job ticket, groups and poster, laid out.

What the office and the leader read is in English, as the note for the copier is; what hangs on the
wall or lies on the table is in the book's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.qr import qr_code
from booklet.print.single_sheet import lay_out_single_sheet
from booklet.session.plan import start_late
from booklet.session.steps import AIMS, BREAK, READING, SPARE, STEPS, Step, clock, later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.book import Book
    from booklet.print.division import PrintBook
    from booklet.session.people import Person
    from booklet.session.plan import SessionPlan
    from booklet.session.ticket import JobTicket
    from booklet.theme.templates import Layouts

LATE = 15
"""Minutes for which the run sheet says what to leave out."""

RUN_SHEET_SIZES = (10.5, 10.0, 9.5, 9.0)
"""Sizes of a run sheet's text in points, the largest first: it should take one side."""

POSTER_SIZES = tuple(size / 2 for size in range(60, 19, -4))
"""Sizes of a poster's text in points, the largest first."""

_STYLE = "session/sheets.css"
_WITHOUT_ROW = frozenset({"key", "rule", "reading"})


@dataclass(frozen=True, slots=True)
class RunRow:
    """A row of the run sheet.

    Attributes:
        time: when it begins: "15:30".
        late_time: when it begins if the session starts late; "" when it is left out then.
        minutes: how long it takes.
        is_estimated: whether nobody has said so.
        steps: what is done: a step that takes time, then those that are part of it.
    """

    time: str
    late_time: str
    minutes: int
    is_estimated: bool
    steps: tuple[Step, ...]


def lay_out_run_sheet(
    book: Book, layouts: Layouts, plan: SessionPlan, text_size: float = RUN_SHEET_SIZES[0]
) -> PrintBook:
    """Lay out the times of a session for whoever leads it.

    Args:
        book: that it is from.
        layouts: where templates and style sheets come from.
        plan: of the session.
        text_size: in points.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    late = start_late(plan, LATE)
    return lay_out_single_sheet(
        book,
        layouts,
        "session/run-sheet.html",
        "Run sheet",
        style=_STYLE,
        text_size=text_size,
        plan=plan,
        when=_when(book, plan),
        rows=_rows(plan),
        late=late,
        late_end=clock(later(plan.end, late.overrun)),
        end=clock(plan.end),
        with_items={AIMS, *(name for name, step in STEPS.items() if step.listed == "items")},
        with_lines={name for name, step in STEPS.items() if step.listed == "lines"},
        labels_of_kinds={READING: "session_read", BREAK: "session_break", SPARE: "session_spare"},
        revisits=[
            (one.weeks, book.config.book_language.long_date(one.date, weekday=True))
            for one in plan.revisits
            if one.date
        ],
    )


def lay_out_job_ticket(
    book: Book, layouts: Layouts, plan: SessionPlan, ticket: JobTicket
) -> PrintBook:
    """Lay out what the office prints, on one page; errors are those of `lay_out_run_sheet`."""
    return lay_out_single_sheet(
        book,
        layouts,
        "session/job-ticket.html",
        "Job ticket",
        style=_STYLE,
        plan=plan,
        when=_when(book, plan),
        ticket=ticket,
        cost=ticket.cost(book.config.book_language.locale),
        price=ticket.price(book.config.book_language.locale),
    )


def lay_out_groups(
    book: Book, layouts: Layouts, plan: SessionPlan, groups: Sequence[Sequence[Person]]
) -> PrintBook:
    """Lay out who talks with whom; errors are those of `lay_out_run_sheet`."""
    title = book.config.book_language.label("session_groups")
    return lay_out_single_sheet(
        book,
        layouts,
        "session/groups.html",
        title,
        style=_STYLE,
        plan=plan,
        when=_when(book, plan),
        groups=[[person.name for person in group] for group in groups],
    )


def lay_out_poster(
    book: Book,
    layouts: Layouts,
    plan: SessionPlan,
    address: str,
    text_size: float = POSTER_SIZES[0],
) -> PrintBook:
    """Lay out the session's poster.

    Args:
        book: that it is from.
        layouts: where templates and style sheets come from.
        plan: of the session.
        address: of the page for phones; "" when it is not known.
        text_size: in points.

    Raises:
        LayoutError: as `lay_out_run_sheet`.
    """
    return lay_out_single_sheet(
        book,
        layouts,
        "session/poster.html",
        plan.title,
        style=_STYLE,
        text_size=text_size,
        plan=plan,
        when_lines=_when_lines(book, plan),
        qr=qr_code(address) if address else "",
        address=address.split("://", 1)[-1].rstrip("/"),
    )


def _when(book: Book, plan: SessionPlan) -> str:
    """Say when and where: "Wednesday 2 September 2026 · 15:30–16:30 · Hall"."""
    return " · ".join(_when_lines(book, plan))


def _when_lines(book: Book, plan: SessionPlan) -> tuple[str, ...]:
    """Say day, hours and place, as far as they are known."""
    language = book.config.book_language
    day = language.long_date(plan.date, weekday=True) if plan.date else ""
    hours = f"{clock(plan.start)}–{clock(later(plan.start, plan.minutes + plan.overrun))}"
    return tuple(filter(None, (day, hours, plan.place)))


def _rows(plan: SessionPlan) -> tuple[RunRow, ...]:
    """Gather the steps into rows; one that takes no time of its own belongs to the one before."""
    late = {(step.kind, step.id): step for step in start_late(plan, LATE).steps}
    rows: list[list[Step]] = []
    for step in plan.steps:
        if step.minutes and not (len(rows) == 1 and not rows[0][0].minutes):
            rows.append([step])
        elif step.minutes:
            rows[0].insert(0, step)
        elif step.kind not in _WITHOUT_ROW or step.notes:
            rows = rows or [[]]
            rows[-1].append(step)
    return tuple(
        RunRow(
            time=clock(row[0].start),
            late_time=_late_time(row[0], late.get((row[0].kind, row[0].id))),
            minutes=row[0].minutes,
            is_estimated=row[0].is_estimated,
            steps=tuple(row),
        )
        for row in rows
        if row
    )


def _late_time(step: Step, late: Step | None) -> str:
    return clock(late.start) if late is not None and step.kind != SPARE else ""
