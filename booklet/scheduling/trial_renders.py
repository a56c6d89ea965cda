"""Set divisions on trial, before page numbers are known: how tall they are, and how close."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity
from booklet.linker.fragment import PageNumbers
from booklet.scheduling.book_summary import summarise_division
from booklet.scheduling.resolve_page_numbers import make_job
from booklet.weasy.render_job import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from booklet.copyfit.flow import Flow
    from booklet.linker.fragment import Fragment
    from booklet.print.division import Division, PrintBook
    from booklet.scheduling.dispatch import Dispatcher
    from booklet.scheduling.resolve_page_numbers import ResolvedPages
    from booklet.weasy.render_job import RenderContext, RenderJob

_SOME_FOLIO = "10"
"""What a division prints on trial as any page number: most have two figures."""


@dataclass(frozen=True, slots=True)
class BookVariant:
    """Which of its variants a book is set in.

    Attributes:
        is_short: whether it has its short front matter.
        closeness: which of its variants a division has, by name: 0, or its number among `closer`,
            from 1; 0 for those that are not named.
    """

    is_short: bool = False
    closeness: Mapping[str, int] = field(default_factory=dict)


def as_variant(book: PrintBook, variant: BookVariant) -> PrintBook:
    """Give a book in one of its variants; the divisions of the result have one variant each."""
    short = book.short_front_matter if variant.is_short else None
    divisions = tuple(
        short if short is not None and one.name == short.name else one for one in book.divisions
    )
    closer = {
        one.name: replace(one, html=(one.html, *one.closer)[variant.closeness.get(one.name, 0)])
        for one in divisions
        if one.closer
    }
    return replace(
        book,
        divisions=tuple(closer.get(one.name, one) for one in divisions),
        short_front_matter=None,
    )


def measure_divisions(
    divisions: Sequence[Division],
    book: PrintBook,
    dispatcher: Dispatcher,
    render_context: RenderContext,
) -> dict[str, Flow]:
    """Measure divisions of a book, by name; one that is a page as it comes has no flow.

    Raises:
        TypesetError: when a division cannot be rendered.
    """
    jobs = [
        _trial_job(division, book.resources, render_context, Purpose.MEASURE)
        for division in divisions
        if not division.is_one_page
    ]
    fragments = dispatcher.render(jobs, lambda _name: None)
    return {each.name: each.flow for each in fragments if each.flow is not None}


def choose_closeness(
    book: PrintBook, dispatcher: Dispatcher, render_context: RenderContext
) -> dict[str, int]:
    """Choose how close each division is set that has several variants: the first that is enough.

    Returns:
        The number of the variant, 0 for the most spacious one, by the name of the division.

    Raises:
        TypesetError: when a division cannot be rendered.
    """
    chosen = {}
    for division in book.divisions:
        if not division.closer:
            continue
        for closeness, html in enumerate((division.html, *division.closer)):
            job = _trial_job(
                replace(division, html=html), book.resources, render_context, Purpose.PRINT
            )
            (fragment,) = dispatcher.render([job], lambda _name: None)
            chosen[division.name] = closeness
            if _is_together(division, fragment):
                break
    return chosen


def about_torn_divisions(book: PrintBook, resolved: ResolvedPages) -> Iterator[Finding]:
    """Say what stands on several pages and should be on one."""
    divisions = {division.name: division for division in book.divisions if division.together}
    for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True):
        division = divisions.get(placement.division.name)
        if division is not None and not _is_together(division, fragment):
            yield Finding(
                "T660",
                Severity.NOTE,
                "the list of all the rules does not go on one page, also in the smallest type that "
                "this edition may have",
                "Shorten what stands in bold at the beginning of rules, or leave the list out: "
                "rules_page = false.",
            )


def _is_together(division: Division, fragment: Fragment) -> bool:
    """Tell whether what should be on one page is."""
    pages = {
        fragment.anchors[name].page_index for name in division.together if name in fragment.anchors
    }
    return len(pages) < 2  # noqa: PLR2004 - on one page, or nowhere


def _trial_job(
    division: Division,
    resources: Mapping[str, bytes],
    render_context: RenderContext,
    purpose: Purpose,
) -> RenderJob:
    """Make a job for a division whose page numbers are not known yet."""
    summary = summarise_division(division)
    numbers = PageNumbers(1, tuple((target, _SOME_FOLIO) for target in summary.links.targets))
    job = make_job(division, summary, numbers, resources, render_context)
    return replace(job, purpose=purpose)
