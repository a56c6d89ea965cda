"""Copyfitting, the stage before page numbers are resolved: measure divisions, decide, hand on.

A first setting measures every division on tall pages; what it gives are plain numbers, kept in the
cache like pages. What is decided follows from these numbers alone, so that pages do not depend on
who renders them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from booklet.copyfit.choose_page_counts import (
    BookLayout,
    Slot,
    choose_page_counts,
    count_pages,
    find_gaps,
    find_savings,
)
from booklet.copyfit.fit_pages import fit_pages
from booklet.copyfit.flow import NATURAL
from booklet.copyfit.page_costs import ENDS_WELL, LEAST_FILLED
from booklet.copyfit.page_plan import PagePlan, PagePlans
from booklet.print.division import MOST_SHORT_PAGES, Partition
from booklet.scheduling.book_summary import summarise, summarise_division
from booklet.scheduling.dispatch import Dispatcher
from booklet.scheduling.paginate import wants_recto
from booklet.scheduling.resolve_page_numbers import TooManyPagesError, resolve_page_numbers
from booklet.scheduling.trial_renders import (
    BookVariant,
    about_torn_divisions,
    as_variant,
    choose_closeness,
    measure_divisions,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from booklet.copyfit.flow import Fitting, Flow
    from booklet.print.division import Division, PrintBook
    from booklet.scheduling.book_summary import BookSummary
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.resolve_page_numbers import ResolvedPages
    from booklet.weasy.render_job import RenderContext

_MOST_LINES_TO_NAME = 20
"""More lines too many than this are not worth mentioning."""


@dataclass(frozen=True, slots=True)
class FittedBook:
    """What copyfitting has decided.

    Attributes:
        fittings: by the name of the division; a division without one is set as it comes.
        savings: how many lines less would save a sheet, with the title of the division; the fewest
            lines first.
        page_count: of the whole book; 0 where that of a division is not known.
        variant: of the book, for which all this is decided.
    """

    fittings: Mapping[str, Fitting] = field(default_factory=dict)
    savings: tuple[tuple[int, str], ...] = ()
    page_count: int = 0
    variant: BookVariant = field(default_factory=BookVariant)


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
        gaps = find_gaps(slots, counts, layout)
        fittings = {
            division.name: self._decide(
                division.name,
                next(plan for plan in each.plans if plan.page_count == count),
                is_gap_next=gap,
            )
            for division, each, count, gap in zip(
                self.summary.divisions, plans, counts, gaps, strict=True
            )
            if division.name in self.flows
        }
        # Nobody can shorten the front matter, which is our own.
        excess = [
            each.excess_lines * (division.partition is not Partition.FRONT_MATTER)
            for division, each in zip(self.summary.divisions, plans, strict=True)
        ]
        savings = sorted(find_savings(slots, excess, layout, self.pages_on_a_sheet))
        return FittedBook(
            fittings,
            tuple(
                (lines, self.summary.divisions[at].title)
                for lines, at in savings
                if lines <= _MOST_LINES_TO_NAME
            ),
            count_pages(slots, counts, layout),
        )

    def _decide(self, name: str, plan: PagePlan, *, is_gap_next: bool) -> Fitting:
        """Take a plan, with lines for notes below a last page that is half empty, or nearly.

        Also below one that is only short, where a gap follows.
        """
        flow = self.flows[name]
        notes = flow.closing_notes
        least_filled = LEAST_FILLED if is_gap_next else ENDS_WELL
        is_short = plan.last_left > (1 - least_filled) * flow.page_heights[-1]
        # What ends with lines of its own needs no more; margins may end below them.
        if not (is_short and notes) or any(one.is_line for one in flow.pieces[-2:]):
            return plan.fitting
        count = notes.count_lines(plan.last_left - flow.line_height)
        closing = ((notes.element, count, 0.0),) if count else ()
        return replace(plan.fitting, lines=(*plan.fitting.lines, *closing))

    def exchange(self, division: Division, flows: Mapping[str, Flow]) -> CopyFitter:
        """Put a division in the place of that of the same name; `flows` is what was measured."""
        new = summarise_division(division)
        divisions = tuple(new if one.name == new.name else one for one in self.summary.divisions)
        return replace(
            self,
            summary=replace(self.summary, divisions=divisions),
            flows={**self.flows, **flows},
        )

    def find_misfits(self, fitted: FittedBook, resolved: ResolvedPages) -> list[str]:
        """List the divisions that have not become as many pages as was decided."""
        counts = {
            placement.division.name: fragment.page_count
            for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True)
        }
        return [
            name
            for name, fitting in fitted.fittings.items()
            if counts.get(name, fitting.page_count) != fitting.page_count
        ]

    def _plans(self, name: str, partition: Partition, reserves: Mapping[str, float]) -> PagePlans:
        if name not in self.flows:
            return PagePlans((PagePlan(1, 0.0, NATURAL, 0.0),))
        is_chapter = partition is Partition.BODY_MATTER
        return fit_pages(
            self.flows[name],
            is_chapter=is_chapter,
            opens_on_recto=True if self.summary.opens_on_recto and is_chapter else None,
            reserve=reserves.get(name, 0.0) if is_chapter else 0.0,
        )


def set_fitted(
    book: PrintBook,
    render_context: RenderContext,
    build_context: BuildContext,
    *,
    text_only: bool = False,
    fittings: Mapping[str, Fitting] | None = None,
) -> tuple[ResolvedPages, FittedBook]:
    """Set a book's pages in the variant that suits its length, copyfitted if it wants that.

    Args:
        book: what to set.
        render_context: what all divisions are set with.
        build_context: how they are set.
        text_only: whether only the pages of the text are wanted, as they are in the whole book: the
            rest is planned and not set.
        fittings: what was decided for its divisions elsewhere; else it is decided here.

    Raises:
        SetupError: when this machine cannot set pages.
        TypesetError: when a division cannot be rendered.
    """
    dispatcher = Dispatcher(render_context, build_context)
    short = book.short_front_matter
    variant = BookVariant(closeness=choose_closeness(book, dispatcher, render_context))
    short_variant = replace(variant, is_short=True)

    def resolve(fittings: Mapping[str, Fitting], most_pages: int | None = None) -> ResolvedPages:
        whole = as_variant(book, variant)
        return resolve_page_numbers(
            _text_of(whole) if text_only else whole,
            render_context,
            build_context,
            fittings,
            dispatcher,
            most_pages=most_pages,
        )

    if fittings is not None:
        fitted = FittedBook(fittings)
        resolved = resolve(fittings)
    elif book.copyfit:
        chosen = as_variant(book, variant)
        flows = measure_divisions(chosen.divisions, chosen, dispatcher, render_context)
        fitter = CopyFitter(summarise(chosen), flows, book.pages_on_a_sheet)
        fitted = fitter.fit({})
        if short is not None:
            flows = measure_divisions([short], book, dispatcher, render_context)
            shorter = fitter.exchange(short, flows)
            fitted_shorter = shorter.fit({})
            if 0 < fitted_shorter.page_count <= MOST_SHORT_PAGES:
                variant, fitter, fitted = short_variant, shorter, fitted_shorter
        resolved, fitted = _set_as_planned(fitter, fitted, resolve)
    else:
        fitted = FittedBook()
        try:
            variant = variant if short is None else short_variant
            resolved = resolve({}, MOST_SHORT_PAGES if variant.is_short else None)
        except TooManyPagesError:
            variant = replace(variant, is_short=False)
            resolved = resolve({})
    findings = (*resolved.findings, *about_torn_divisions(book, resolved))
    return replace(resolved, findings=findings), replace(fitted, variant=variant)


def _text_of(book: PrintBook) -> PrintBook:
    """Leave out front matter, back matter, back cover and the notes on the last sheet.

    The pages of the text have the same numbers without. Where it refers to one of them, all stays.
    """
    text = tuple(one for one in book.divisions if one.partition is Partition.BODY_MATTER)
    own = {one.name for one in text}
    ids = {
        name for one in summarise(book).divisions if one.name not in own for name in one.links.ids
    }
    if any(ids.intersection(summarise_division(one).links.targets) for one in text):
        return book
    return replace(book, divisions=text, back_cover=None, page_multiple=1)


def _set_as_planned(
    fitter: CopyFitter,
    fitted: FittedBook,
    resolve: Callable[[Mapping[str, Fitting]], ResolvedPages],
) -> tuple[ResolvedPages, FittedBook]:
    """Set pages as copyfitting has planned them.

    A division that is longer than was foreseen is set once more with a line's room to spare, and
    then as it comes: at most three settings and the measuring.
    """
    resolved = resolve(fitted.fittings)
    if misfits := fitter.find_misfits(fitted, resolved):
        fitted = fitter.fit({name: fitter.flows[name].line_height for name in misfits})
        resolved = resolve(fitted.fittings)
    if misfits := fitter.find_misfits(fitted, resolved):
        fitted = replace(fitted, fittings={**fitted.fittings, **dict.fromkeys(misfits, NATURAL)})
        resolved = resolve(fitted.fittings)
    return resolved, fitted
