"""What people said they would do, laid out: one page for everybody, and slips for each revisit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.components.ifthen import STEMS
from booklet.print.single_sheet import lay_out_single_sheet
from booklet.session.plans_by_rule import group_by_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.book import Book
    from booklet.print.division import PrintBook
    from booklet.print.rules import Rule
    from booklet.session.actions import ActionTable
    from booklet.session.plan import SessionPlan
    from booklet.session.returned_booklets import ReturnedPlan
    from booklet.theme.templates import Layouts

PAGE_SIZES = tuple(size / 2 for size in range(28, 14, -1))
"""Sizes of the page's text in points, the largest first."""

_STYLE = "session/sheets.css"


@dataclass(frozen=True, slots=True)
class Collected:
    """What everybody has planned in one chapter.

    Attributes:
        plans: if–then plans, each once; those with names show them.
        actions: what was written into action tables.
    """

    plans: tuple[ReturnedPlan, ...]
    actions: tuple[ActionTable, ...] = ()

    @property
    def row_count(self) -> int:
        """How many rows of action tables were written in."""
        return sum(len(table.rows) for table in self.actions)


def lay_out_collected(
    book: Book,
    layouts: Layouts,
    plan: SessionPlan,
    said: Collected,
    text_size: float = PAGE_SIZES[0],
    *,
    rules: Sequence[Rule],
) -> PrintBook:
    """Lay out what people said they would do, by the rule that it is about.

    Args:
        book: that they have filled in.
        layouts: where templates and style sheets come from.
        plan: of the session about the chapter.
        said: of that chapter.
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
        groups=group_by_rule(said.plans, rules),
        actions=said.actions,
        stems=STEMS,
        revisits=_dates(book, plan),
    )


def lay_out_slips(book: Book, layouts: Layouts, plan: SessionPlan, said: Collected) -> PrintBook:
    """Lay out a slip for each plan or action and each day on which people come back to it.

    The arguments and errors are those of `lay_out_collected`.
    """
    return lay_out_single_sheet(
        book,
        layouts,
        "session/slips.html",
        plan.revisits[0].title,
        style=_STYLE,
        plan=plan,
        plans=sorted(said.plans, key=lambda one: (one.when.casefold(), one.action, one.purpose)),
        actions=said.actions,
        stems=STEMS,
        revisits=_dates(book, plan),
    )


def _dates(book: Book, plan: SessionPlan) -> list[tuple[str, tuple[str, ...]]]:
    """Say the days of the revisits, or after how many weeks they are, with their questions."""
    language = book.config.book_language
    said = []
    for revisit in plan.revisits:
        weeks = language.count("week_on", "weeks_on", revisit.weeks)
        day = language.long_date(revisit.date, weekday=True) if revisit.date else weeks
        said.append((day, revisit.questions))
    return said
