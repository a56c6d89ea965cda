"""What people said they would do, laid out: one page for everybody, and slips for each revisit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.components.ifthen import STEMS
from booklet.print.single_sheet import lay_out_single_sheet
from booklet.session.themes import group_by_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.book import Book
    from booklet.print.division import PrintBook
    from booklet.print.rules import Rule
    from booklet.session.plan import SessionPlan
    from booklet.session.returned import ReturnedPlan
    from booklet.theme.templates import Layouts

PAGE_SIZES = tuple(size / 2 for size in range(28, 14, -1))
"""Sizes of the page's text in points, the largest first."""

_STYLE = "session/sheets.css"


def lay_out_collected(
    book: Book,
    layouts: Layouts,
    plan: SessionPlan,
    plans: Sequence[ReturnedPlan],
    *,
    rules: Sequence[Rule],
    text_size: float = PAGE_SIZES[0],
) -> PrintBook:
    """Lay out what people said they would do, by the rule that it is about.

    Args:
        book: that they have filled in.
        layouts: where templates and style sheets come from.
        plan: of the session about the chapter.
        plans: of that chapter; those with names show them.
        rules: of the chapter.
        text_size: in points.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    language = book.config.book_language
    return lay_out_single_sheet(
        book,
        layouts,
        "session/collected.html",
        language.label("session_said"),
        style=_STYLE,
        text_size=text_size,
        plan=plan,
        groups=group_by_rule(plans, rules),
        stems=STEMS,
        revisits=_dates(book, plan),
    )


def lay_out_slips(
    book: Book, layouts: Layouts, plan: SessionPlan, plans: Sequence[ReturnedPlan]
) -> PrintBook:
    """Lay out a slip for each plan and each day on which people come back to it, to be cut.

    The arguments and errors are those of `lay_out_collected`.
    """
    return lay_out_single_sheet(
        book,
        layouts,
        "session/slips.html",
        plan.revisits[0].title,
        style=_STYLE,
        plan=plan,
        plans=sorted(plans, key=lambda one: (one.when.casefold(), one.action, one.purpose)),
        stems=STEMS,
        revisits=_dates(book, plan),
    )


def _dates(book: Book, plan: SessionPlan) -> list[tuple[str, tuple[str, ...]]]:
    """Say the days of the revisits, or after how many weeks they are, with their questions."""
    language = book.config.book_language
    said = []
    for revisit in plan.revisits:
        weeks = language.counted_label("week_on", "weeks_on", revisit.weeks)
        weeks = weeks.replace("{weeks}", str(revisit.weeks))
        day = language.long_date(revisit.date, weekday=True) if revisit.date else weeks
        said.append((day, revisit.questions))
    return said
