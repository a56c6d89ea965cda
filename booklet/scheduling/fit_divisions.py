"""Copyfitting, the stage before page numbers are resolved: measure divisions, decide, hand on.

A first setting measures every division on tall pages; what it gives are plain numbers, kept in the
cache like pages. What is decided follows from these numbers alone, so that pages do not depend on
who renders them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from booklet.copyfit.choose_plans import BookLayout, Slot, choose_page_counts, find_savings
from booklet.copyfit.fit_pages import PagePlan, PagePlans, fit_pages
from booklet.copyfit.flow import NATURAL
from booklet.linker.fragment import PageNumbers
from booklet.print.division import Partition
from booklet.scheduling.book_summary import summarise
from booklet.scheduling.dispatch import Dispatcher
from booklet.scheduling.paginate import wants_recto
from booklet.scheduling.resolve_page_numbers import resolve_page_numbers
from booklet.weasy.render_job import Purpose, RenderJob

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.copyfit.flow import Fitting, Flow
    from booklet.print.division import PrintBook
    from booklet.scheduling.book_summary import BookSummary
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.resolve_page_numbers import ResolvedPages
    from booklet.weasy.render_job import RenderContext

_SOME_FOLIO = "10"
"""What a measured division prints as any page number: most have two figures."""

_MOST_LINES_TO_NAME = 20
"""More lines too many than this are not worth mentioning."""


@dataclass(frozen=True, slots=True)
class FittedBook:
    """What copyfitting has decided.

    Attributes:
        fittings: by the name of the division; a division without one is set as it comes.
        savings: how many lines less would save a sheet, with the title of the division; the fewest
            lines first.
    """

    fittings: Mapping[str, Fitting] = field(default_factory=dict)
    savings: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CopyFitter:
    """Fits the divisions of one book.

    Attributes:
        summary: of the book.
        flows: what was measured, by the name of the division; a division without is one page.
        pages_on_a_sheet: of paper.
    """

    summary: BookSummary
    flows: Mapping[str, Flow]
    pages_on_a_sheet: int

    def fit(self, reserves: Mapping[str, float]) -> FittedBook:
        """Decide how each division is set.

        Args:
            reserves: how much of its pages stays free, for divisions that came out too long.
        """
        plans = [
            self._plans(division.name, division.partition, reserves)
            for division in self.summary.divisions
        ]
        if not all(each.plans for each in plans):
            # Where a page count is not known, the others are still fitted, each for itself.
            chosen = [min(each.plans, key=lambda plan: plan.cost, default=None) for each in plans]
            names = (division.name for division in self.summary.divisions)
            found = {
                name: plan.fitting
                for name, plan in zip(names, chosen, strict=True)
                if plan and name in self.flows
            }
            return FittedBook(found)
        slots = [
            Slot({plan.page_count: plan.cost for plan in each.plans}, wants_recto(self.summary, at))
            for at, each in enumerate(plans)
        ]
        layout = BookLayout(
            page_multiple=self.summary.page_multiple,
            fills_gaps=self.summary.notes_page is not None,
            pages_after=int(self.summary.back_cover is not None),
        )
        counts = choose_page_counts(slots, layout)
        fittings = {
            division.name: next(plan.fitting for plan in each.plans if plan.page_count == count)
            for division, each, count in zip(self.summary.divisions, plans, counts, strict=True)
            if division.name in self.flows
        }
        excess = [each.excess_lines for each in plans]
        savings = sorted(find_savings(slots, excess, layout, self.pages_on_a_sheet))
        return FittedBook(
            fittings,
            tuple(
                (lines, self.summary.divisions[at].title)
                for lines, at in savings
                if lines <= _MOST_LINES_TO_NAME
            ),
        )

    def find_misfits(self, fitted: FittedBook, resolved: ResolvedPages) -> list[str]:
        """List the divisions that have not become as many pages as was decided."""
        counts = {
            placement.division.name: fragment.page_count
            for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True)
        }
        return [
            name for name, fitting in fitted.fittings.items() if counts[name] != fitting.page_count
        ]

    def _plans(self, name: str, partition: Partition, reserves: Mapping[str, float]) -> PagePlans:
        if name not in self.flows:
            return PagePlans((PagePlan(1, 0.0, NATURAL, 1.0),))
        is_chapter = partition is Partition.BODY_MATTER
        return fit_pages(
            self.flows[name],
            is_chapter=is_chapter,
            opens_on_recto=True if self.summary.opens_on_recto and is_chapter else None,
            reserve=reserves.get(name, 0.0) if is_chapter else 0.0,
        )


def set_fitted(
    book: PrintBook, render_context: RenderContext, build_context: BuildContext
) -> tuple[ResolvedPages, FittedBook]:
    """Set a book's pages with copyfitting, if it wants that.

    A division that is longer than was foreseen is set once more with a line's room to spare, and
    then as it comes: at most three settings and the measuring.

    Raises:
        TypesetError: when a division cannot be rendered.
    """
    dispatcher = Dispatcher(render_context, build_context)
    if not book.copyfit:
        resolved = resolve_page_numbers(book, render_context, build_context, {}, dispatcher)
        return resolved, FittedBook()
    fitter = measure_divisions(book, summarise(book), dispatcher, render_context)
    fitted = fitter.fit({})
    resolved = resolve_page_numbers(
        book, render_context, build_context, fitted.fittings, dispatcher
    )
    if misfits := fitter.find_misfits(fitted, resolved):
        again = fitter.fit({name: fitter.flows[name].line_height for name in misfits})
        fitted = replace(
            again, fittings={**fitted.fittings, **{n: again.fittings[n] for n in misfits}}
        )
        resolved = resolve_page_numbers(
            book, render_context, build_context, fitted.fittings, dispatcher
        )
    if misfits := fitter.find_misfits(fitted, resolved):
        fitted = replace(fitted, fittings={**fitted.fittings, **dict.fromkeys(misfits, NATURAL)})
        resolved = resolve_page_numbers(
            book, render_context, build_context, fitted.fittings, dispatcher
        )
    return resolved, fitted


def measure_divisions(
    book: PrintBook, summary: BookSummary, dispatcher: Dispatcher, render_context: RenderContext
) -> CopyFitter:
    """Measure all divisions of a book.

    Raises:
        TypesetError: when a division cannot be rendered.
    """
    jobs = _make_jobs(book, summary, render_context, Purpose.MEASURE, some_folio=_SOME_FOLIO)
    fragments = dispatcher.render(jobs, lambda _name: None)
    flows = {each.name: each.flow for each in fragments if each.flow is not None}
    return CopyFitter(summary, flows, book.pages_on_a_sheet)


def count_pages(book: PrintBook, render_context: RenderContext, build_context: BuildContext) -> int:
    """Count the pages that the divisions of a book of a few pages take, as they come.

    Page numbers are taken to have one figure, and nothing is drawn.

    Raises:
        TypesetError: when a division cannot be rendered.
    """
    dispatcher = Dispatcher(render_context, build_context)
    jobs = _make_jobs(book, summarise(book), render_context, Purpose.COUNT, some_folio="1")
    return sum(each.page_count for each in dispatcher.render(jobs, lambda _name: None))


def _make_jobs(
    book: PrintBook,
    summary: BookSummary,
    render_context: RenderContext,
    purpose: Purpose,
    *,
    some_folio: str,
) -> list[RenderJob]:
    """Make a job of each division that need not be one page, before page numbers are known."""
    return [
        RenderJob(
            name=division.name,
            title=division.title,
            html=division.html,
            partition=division.partition,
            numbers=PageNumbers(1, tuple((target, some_folio) for target in each.links.targets)),
            resources={
                address: book.resources[address]
                for address in each.links.addresses
                & book.resources.keys() - render_context.resources.keys()
            },
            purpose=purpose,
            own_words=division.own_words,
            style=division.style,
        )
        for division, each in zip(book.divisions, summary.divisions, strict=True)
        if not division.is_one_page
    ]
