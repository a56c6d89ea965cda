"""Resolve page numbers: set divisions until every folio printed is the folio of its page.

A folio that changes can move the text around it, and so other folios. Where possible, a folio is
exchanged on finished pages; else its division is rendered again, but only a few times: from the
third time on a folio is padded to about the width of its widest form, so that a narrower one does
not pull a line back and start a cycle.

What is rendered in which round follows from the book alone, not from the workers or the cache: that
is why all of them lead to the same pages. How jobs are rendered is the dispatcher's concern.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity, TypesetError
from booklet.copyfit.flow import NATURAL
from booklet.linker.fragment import PageNumbers
from booklet.linker.page_labels import Numbering
from booklet.linker.relocate import relocate
from booklet.print.division import Partition
from booklet.scheduling.book_summary import summarise
from booklet.scheduling.dispatch import Dispatcher
from booklet.scheduling.forecast import choose_certain, guess_page_counts
from booklet.scheduling.paginate import paginate
from booklet.weasy.render_job import RenderJob

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from booklet.copyfit.flow import Fitting
    from booklet.linker.fragment import Fragment
    from booklet.print.division import Division, PrintBook
    from booklet.scheduling.book_summary import BookSummary, DivisionSummary
    from booklet.scheduling.build_context import BuildContext, Progress
    from booklet.scheduling.paginate import Placement
    from booklet.weasy.render_job import RenderContext

_MOST_TIMES = 6
_TIMES_BEFORE_PADDING = 2
# Two no-break spaces are about as wide as a figure, and every typeface has them.
_SPACE_OF_A_FIGURE = "\u00a0\u00a0"
_MARGIN = 0.04
"""By how much of itself a guessed page number may be wrong when the length of a page is known."""

_MARGIN_OF_PILOTS = 0.3
"""… and when it is not."""

LONG_BOOK = 250_000
"""Characters of HTML from which on divisions are set many at a time."""

_PILOT_STEP = 8
"""In a long book every eighth division is rendered first, to measure the length of a page."""


@dataclass(frozen=True, slots=True)
class ResolvedPages:
    """A book in which every page number printed is right, or reported.

    Attributes:
        placements: in reading order.
        fragments: one for each placement.
        numbers: what each of them prints.
        findings: what the author should know, each once.
    """

    placements: tuple[Placement, ...]
    fragments: tuple[Fragment, ...]
    numbers: tuple[PageNumbers, ...]
    findings: tuple[Finding, ...]


class TooManyPagesError(Exception):
    """A book has more pages than it may have in the variant that is being set."""


@dataclass(frozen=True, slots=True)
class _RenderRequest:
    """How a division should be rendered, as far as is known; two that are equal give one result.

    Attributes:
        division: what to render.
        numbers: that it prints.
        foreseen: as in `RenderJob`.
    """

    division: DivisionSummary
    numbers: PageNumbers
    foreseen: tuple[tuple[str, int], ...] = field(default=(), compare=False)


def resolve_page_numbers(
    book: PrintBook,
    render_context: RenderContext,
    build_context: BuildContext,
    fittings: Mapping[str, Fitting] | None = None,
    dispatcher: Dispatcher | None = None,
    *,
    decided_for: Mapping[str, str] = MappingProxyType({}),
    most_pages: int | None = None,
) -> ResolvedPages:
    """Render all divisions of a book, again where their page numbers have changed.

    Args:
        book: what to set.
        render_context: what all divisions are set with.
        build_context: how they are set; it has no influence on the result.
        fittings: what copyfitting has decided, by the name of the division.
        dispatcher: gets divisions rendered; None for one that begins with nothing.
        decided_for: the HTML that copyfitting has decided for, where it has been edited since, by
            the name of the division.
        most_pages: that the book may have; None for any number.

    Raises:
        TooManyPagesError: as soon as the book is sure to have more than `most_pages`.
        TypesetError: when a division cannot be rendered.
    """
    dispatcher = dispatcher or Dispatcher(render_context, build_context)
    fittings = fittings or {}
    page_counts = {name: one.page_count for name, one in fittings.items() if one.page_count}
    planner = _Planner(summarise(book), build_context.progress, page_counts)
    divisions = {
        one.name: one
        for one in (*book.divisions, book.notes_page, book.gap_page, book.back_cover)
        if one
    }
    while batch := planner.next_batch():
        jobs = [
            replace(
                make_job(
                    divisions[wanted.division.document],
                    wanted.division,
                    wanted.numbers,
                    book.resources,
                    render_context,
                ),
                fitting=fittings.get(wanted.division.name, NATURAL),
                decided_for=decided_for.get(wanted.division.name, ""),
                foreseen=wanted.foreseen,
            )
            for wanted in batch
        ]
        fragments = dispatcher.render(jobs, planner.report_progress)
        for wanted, fragment in zip(batch, fragments, strict=True):
            planner.keep(wanted, fragment)
        if most_pages is not None and planner.count_pages() > most_pages:
            raise TooManyPagesError
    return planner.finish()


def make_job(
    division: Division,
    summary: DivisionSummary,
    numbers: PageNumbers,
    resources: Mapping[str, bytes],
    render_context: RenderContext,
) -> RenderJob:
    """Make the job that renders a division as it comes.

    Args:
        division: with its text.
        summary: of it, by the name that it has where it stands.
        numbers: what it prints.
        resources: of the whole book; those that only this division names go with the job.
        render_context: what all divisions are set with.
    """
    named = summary.links.addresses & resources.keys() - render_context.resources.keys()
    return RenderJob(
        name=summary.name,
        title=summary.title,
        html=division.html,
        partition=summary.partition,
        numbers=numbers,
        resources={address: resources[address] for address in named},
        own_words=division.own_words,
        style=division.style,
        most_pages=division.most_pages,
    )


class _Planner:
    """Knows what has been set with which numbers, and says what to set next; it sees no text."""

    def __init__(
        self, summary: BookSummary, progress: Progress | None, planned: Mapping[str, int]
    ) -> None:
        """Plan a book; of some divisions it is known on how many pages they should come."""
        self.summary = summary
        self.progress = progress
        self.planned = planned
        fillers = (summary.notes_page, summary.gap_page)
        everything = (*summary.divisions, *fillers, summary.back_cover)
        self.targets = {target for one in everything if one for target in one.links.targets}
        self.done: dict[str, _RenderRequest] = {}
        self.fragments: dict[str, Fragment] = {}
        self.own = {division.name for division in summary.divisions}
        self.is_long = sum(division.length for division in summary.divisions) >= LONG_BOOK
        self.set_once: set[str] = set()
        self.times_set: Counter[str] = Counter()
        self.widest: dict[tuple[str, str], int] = {}

    def next_batch(self) -> list[_RenderRequest]:
        """Choose what to render next, now that all before is kept; nothing when all is right."""
        placements = self._paginate()
        wanted = self._wanted(placements)
        self._exchange_numbers(wanted)
        return self._outstanding(placements, wanted)

    def finish(self) -> ResolvedPages:
        """Give the pages when no batch is left."""
        placements = self._paginate()
        fragments = tuple(self.fragments[each.division.name] for each in placements)
        findings = tuple(dict.fromkeys(self._findings(placements, self._wanted(placements))))
        numbers = tuple(self.done[each.division.name].numbers for each in placements)
        return ResolvedPages(placements, fragments, numbers, findings)

    def count_pages(self) -> int:
        """Count the pages that the book is sure to have: up to the last division that is set.

        What comes before the first one that is set has a page at least.
        """
        done = [each for each in self._paginate() if each.division.name in self.fragments]
        first, last = done[0], done[-1]
        return last.page_index + last.page_count - first.page_index + (first.page_index > 0)

    def _paginate(self) -> tuple[Placement, ...]:
        set_already = {name: fragment.page_count for name, fragment in self.fragments.items()}
        known = {**self.planned, **set_already}
        return paginate(self.summary, guess_page_counts(self.summary.divisions, known))

    def _wanted(self, placements: Sequence[Placement]) -> dict[str, _RenderRequest]:
        """Say how each division should be rendered."""
        folios: dict[str, str] = {}
        for placement in placements:
            fragment = self.fragments.get(placement.division.name)
            if fragment:
                for anchor in self.targets & fragment.anchors.keys():
                    page_index = fragment.anchors[anchor].page_index
                    folios.setdefault(anchor, placement.folio(page_index))
            else:
                ids = placement.division.links.ids
                for anchor in self.targets & ids.keys():
                    page_index = int(ids[anchor] * placement.page_count)
                    folios.setdefault(anchor, placement.folio(page_index))
        return {
            placement.division.name: _RenderRequest(
                placement.division,
                PageNumbers(
                    self._first_page_number(placement), tuple(self._referred(placement, folios))
                ),
                () if placement.division.name in self.fragments else _foresee(placement),
            )
            for placement in placements
        }

    def _first_page_number(self, placement: Placement) -> int:
        """Choose the number of a division's first page; as long as that is a guess, an odd one.

        A guess that changes from one side of the leaf to the other would be a rendering that is
        in no cache: where divisions may open on a verso, half of a long book's are set twice.
        """
        number = placement.first_page_number
        is_guess = self.is_long and placement.division.name in self.own - self.fragments.keys()
        return number + 1 if is_guess and number % 2 == 0 else number

    def _referred(
        self, placement: Placement, folios: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        """Pair each id a division refers to with the folio to print; a right one stays as it is."""
        name = placement.division.name
        printed = dict(self.done[name].numbers.folios) if name in self.done else {}
        for target in placement.division.links.targets:
            folio = folios.get(target)
            if folio and printed.get(target, "").strip(_SPACE_OF_A_FIGURE) == folio:
                yield target, printed[target]
            elif folio:
                lacking = 0
                if self.times_set[name] >= _TIMES_BEFORE_PADDING:
                    lacking = max(0, self.widest.get((name, target), 0) - len(folio))
                yield target, _SPACE_OF_A_FIGURE * lacking + folio

    def _exchange_numbers(self, wanted: Mapping[str, _RenderRequest]) -> None:
        """Give pages that are set the numbers they should print, where that is possible."""
        for name, fragment in self.fragments.items():
            now, was = wanted.get(name), self.done[name]
            if now is not None and now != was and now.division == was.division:
                moved = relocate(fragment, was.numbers, now.numbers)
                if moved is not None:
                    self.done[name], self.fragments[name] = now, moved

    def _outstanding(
        self, placements: Sequence[Placement], wanted: Mapping[str, _RenderRequest]
    ) -> list[_RenderRequest]:
        """Choose what to set next: what is new, then what has changed, then what stands last.

        In a short book each division is rendered when it is known where the one before has ended,
        and front matter comes last, because its contents print all the others' folios. In a long
        one many are rendered at a time: pilots, to measure the length of a page; then all whose
        page numbers surely have as many figures as is guessed; then the others.
        """
        own = [each for each in placements if each.division.name in self.own]
        new = [each for each in own if each.division.name not in self.fragments]
        front = [each for each in new if each.division.partition is Partition.FRONT_MATTER]
        text = [each for each in new if each not in front]
        stages: tuple[Sequence[Placement], ...] = (text, front, own, placements)
        if self.is_long:
            numbers = {name: one.numbers for name, one in wanted.items()}
            certain = choose_certain(text, numbers, _MARGIN)
            pilots = choose_certain(text[::_PILOT_STEP], numbers, _MARGIN_OF_PILOTS)
            is_beginning = len(new) == len(own)
            stages = (pilots if is_beginning else (), [*certain, *front], text, own, placements)
        for placed in stages:
            batch = [wanted[each.division.name] for each in placed]
            batch = [one for one in batch if self._is_outstanding(one)]
            if batch:
                return batch if self.is_long else batch[:1]
        return []

    def _is_outstanding(self, wanted: _RenderRequest) -> bool:
        name = wanted.division.name
        return self.done.get(name) != wanted and self.times_set[name] < _MOST_TIMES

    def report_progress(self, name: str) -> None:
        """Report that one more division has been set."""
        if name in self.own:
            self.set_once.add(name)
            if self.progress is not None:
                title = next(one.title for one in self.summary.divisions if one.name == name)
                self.progress(title, len(self.set_once), len(self.own))

    def keep(self, wanted: _RenderRequest, fragment: Fragment) -> None:
        """Remember what a division has become.

        Raises:
            TypesetError: when a page of notes or the back cover is more than one page.
        """
        name = wanted.division.name
        if name not in self.own and fragment.page_count != 1:
            raise TypesetError(
                f"'{wanted.division.title}' fills {fragment.page_count} pages instead of one",
                hint="Give it less text, fewer lines or a smaller type in the layout.",
            )
        self.done[name], self.fragments[name] = wanted, fragment
        self.times_set[name] += 1
        for target, folio in wanted.numbers.folios:
            width = len(folio.strip(_SPACE_OF_A_FIGURE))
            self.widest[name, target] = max(width, self.widest.get((name, target), 0))

    def _findings(
        self, placements: Sequence[Placement], wanted: Mapping[str, _RenderRequest]
    ) -> Iterator[Finding]:
        for placement in placements:
            name = placement.division.name
            yield from self.fragments[name].findings
            if self.done[name] != wanted[name]:
                yield Finding(
                    "T610",
                    Severity.WARNING,
                    f"page numbers printed in '{placement.division.title}' could not be resolved",
                    "A reference moves the very heading it points at to another page. Reword the "
                    "sentence around it, or put a page break before the heading.",
                )


def _foresee(placement: Placement) -> tuple[tuple[str, int], ...]:
    """Guess on which page of a division each id is that it refers to itself.

    Only of front matter: arabic numbers that turn out to be others are exchanged on finished pages.
    """
    links = placement.division.links
    return tuple(
        (target, int(links.ids[target] * placement.page_count))
        for target in links.targets
        if target in links.ids and placement.numbering is Numbering.ROMAN
    )
