"""Page numbers settle: divisions are set until every folio printed is the folio of its page.

A folio that moves can move the text around it, and so other folios. Where it can, a folio is
exchanged on pages that are set; else its division is set again, but never more than a few times:
from the third time on a folio takes about the room of its widest form, so that a narrower one does
not pull a line back.

What is set in which round follows from the book alone, whoever sets it and whatever is remembered
of earlier builds: that is why all ways lead to the same pages.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity, TypesetError
from booklet.linker.fragment import PageNumbers
from booklet.linker.relocate import relocate
from booklet.print.division import Partition
from booklet.scheduling.dispatch import Dispatcher
from booklet.scheduling.forecast import choose_certain, guess_page_counts
from booklet.scheduling.paginate import paginate
from booklet.weasy.html_links import find_links
from booklet.weasy.render_job import RenderJob

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from booklet.linker.fragment import Fragment
    from booklet.print.division import PrintBook
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.paginate import Placement
    from booklet.weasy.html_links import Links
    from booklet.weasy.render_job import RenderContext

_MOST_TIMES = 6
_TIMES_BEFORE_PADDING = 2
# Two no-break spaces are about as wide as a figure, and every typeface has them.
_SPACE_OF_A_FIGURE = "\u00a0\u00a0"
_MARGIN = 0.04
"""By how much of itself a guessed page number may be wrong when the length of a page is known."""

_MARGIN_OF_PILOTS = 0.3
"""… and when it is not."""

_LONG_BOOK = 250_000
"""Letters of HTML from which on divisions are set many at a time."""

_PILOT_STEP = 8
"""In a long book every eighth division goes first: from them the length of a page is known."""


@dataclass(frozen=True, slots=True)
class ResolvedPages:
    """A book whose page numbers have come to rest.

    Attributes:
        placements: in reading order.
        fragments: one for each placement.
        findings: what the author should know, each once.
    """

    placements: tuple[Placement, ...]
    fragments: tuple[Fragment, ...]
    findings: tuple[Finding, ...]


def resolve_page_numbers(
    copy: PrintBook, render_context: RenderContext, build_context: BuildContext
) -> ResolvedPages:
    """Set all divisions of a book, again where their numbers have changed.

    Args:
        copy: what to set.
        render_context: what all divisions are set with.
        build_context: how they are set; it has no influence on the result.

    Raises:
        TypesetError: when a division cannot be set.
    """
    return _PageNumberResolver(copy, render_context, build_context).resolve_page_numbers()


class _PageNumberResolver:
    """Remembers what has been set, and with which numbers."""

    def __init__(
        self, copy: PrintBook, render_context: RenderContext, build_context: BuildContext
    ) -> None:
        self.copy = copy
        self.render_context = render_context
        self.dispatcher = Dispatcher(render_context, build_context)
        self.progress = build_context.progress
        everything = (*copy.divisions, copy.notes_page, copy.back_cover)
        self.links = {each.name: find_links(each.html) for each in everything if each}
        self.targets = {target for links in self.links.values() for target in links.targets}
        self.jobs: dict[str, RenderJob] = {}
        self.fragments: dict[str, Fragment] = {}
        self.own = {division.name for division in copy.divisions}
        self.is_long = sum(len(division.html) for division in copy.divisions) >= _LONG_BOOK
        self.set_once: set[str] = set()
        self.times_set: Counter[str] = Counter()
        self.widest: dict[tuple[str, str], int] = {}

    def resolve_page_numbers(self) -> ResolvedPages:
        """Set until nothing is outstanding."""
        while True:
            placements = self._paginate()
            wanted = self._takes(placements)
            self._exchange_numbers(wanted)
            batch = self._outstanding(placements, wanted)
            if not batch:
                break
            for job, fragment in zip(batch, self.dispatcher.render(batch, self._tell), strict=True):
                self._keep(job, fragment)
        fragments = tuple(self.fragments[each.division.name] for each in placements)
        findings = tuple(dict.fromkeys(self._findings(placements, wanted)))
        return ResolvedPages(placements, fragments, findings)

    def _paginate(self) -> tuple[Placement, ...]:
        known = {name: fragment.page_count for name, fragment in self.fragments.items()}
        return paginate(self.copy, guess_page_counts(self.copy.divisions, known))

    def _takes(self, placements: Sequence[Placement]) -> dict[str, RenderJob]:
        """Say what each division should be set with, as far as is known."""
        folios: dict[str, str] = {}
        for placement in placements:
            fragment = self.fragments.get(placement.division.name)
            if fragment:
                for anchor in self.targets & fragment.anchors.keys():
                    page_index = fragment.anchors[anchor].page_index
                    folios.setdefault(anchor, placement.folio(page_index))
            else:
                ids = self._links(placement).ids
                for anchor in self.targets & ids.keys():
                    page_index = int(ids[anchor] * placement.page_count)
                    folios.setdefault(anchor, placement.folio(page_index))
        return {
            placement.division.name: RenderJob(
                name=placement.division.name,
                title=placement.division.title,
                html=placement.division.html,
                partition=placement.division.partition,
                numbers=PageNumbers(
                    self._first_page_number(placement), tuple(self._referred(placement, folios))
                ),
                resources=self._resources(placement),
            )
            for placement in placements
        }

    def _first_page_number(self, placement: Placement) -> int:
        """Tell the number of a division's first page; as long as that is a guess, an odd one.

        A guess that changes from one side of the leaf to the other would be a take that nobody
        remembers. Where divisions may open on a verso, half of a long book's are set twice for it.
        """
        number = placement.first_page_number
        is_guess = self.is_long and placement.division.name in self.own - self.fragments.keys()
        return number + 1 if is_guess and number % 2 == 0 else number

    def _resources(self, placement: Placement) -> dict[str, bytes]:
        """Collect the pictures that a division names and the style sheet does not."""
        named = self._links(placement).addresses - self.render_context.resources.keys()
        return {name: self.copy.resources[name] for name in named & self.copy.resources.keys()}

    def _links(self, placement: Placement) -> Links:
        filler = self.copy.notes_page if placement.is_filler else None
        return self.links[(filler or placement.division).name]

    def _referred(
        self, placement: Placement, folios: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        """Say what a division prints for each place it refers to; what is right stays as it is."""
        name = placement.division.name
        printed = dict(self.jobs[name].numbers.folios) if name in self.jobs else {}
        for target in self._links(placement).targets:
            folio = folios.get(target)
            if folio and printed.get(target, "").strip(_SPACE_OF_A_FIGURE) == folio:
                yield target, printed[target]
            elif folio:
                lacking = 0
                if self.times_set[name] >= _TIMES_BEFORE_PADDING:
                    lacking = max(0, self.widest.get((name, target), 0) - len(folio))
                yield target, _SPACE_OF_A_FIGURE * lacking + folio

    def _exchange_numbers(self, wanted: Mapping[str, RenderJob]) -> None:
        """Give pages that are set the numbers they should print, where that is possible."""
        for name, fragment in self.fragments.items():
            job = wanted.get(name)
            was = self.jobs[name]
            if job is not None and job != was and was.differs_only_in_numbers(job):
                moved = relocate(fragment, was.numbers, job.numbers)
                if moved is not None:
                    self.jobs[name], self.fragments[name] = job, moved

    def _outstanding(
        self, placements: Sequence[Placement], wanted: Mapping[str, RenderJob]
    ) -> list[RenderJob]:
        """Choose what to set next: what is new, then what has changed, then what stands last.

        In a short book each division is set when it is known where the one before has ended, and
        front matter comes last, because its contents print all the others' folios. In a long one
        many are set at a time: pilots, from which the length of a page is known; then all whose
        page numbers surely have as many figures as is guessed; then the others.
        """
        own = [each for each in placements if each.division.name in self.own]
        new = [each for each in own if each.division.name not in self.fragments]
        front = [each for each in new if each.division.partition is Partition.FRONT_MATTER]
        text = [each for each in new if each not in front]
        stages: tuple[Sequence[Placement], ...] = (text, front, own, placements)
        if self.is_long:
            certain = choose_certain(text, wanted, _MARGIN)
            pilots = choose_certain(text[::_PILOT_STEP], wanted, _MARGIN_OF_PILOTS)
            is_beginning = len(new) == len(own)
            stages = (pilots if is_beginning else (), [*certain, *front], text, own, placements)
        for placed in stages:
            batch = [wanted[each.division.name] for each in placed]
            batch = [job for job in batch if self._is_outstanding(job)]
            if batch:
                return batch if self.is_long else batch[:1]
        return []

    def _is_outstanding(self, job: RenderJob) -> bool:
        name = job.name
        return self.jobs.get(name) != job and self.times_set[name] < _MOST_TIMES

    def _tell(self, job: RenderJob) -> None:
        """Report that one more division has been set."""
        name = job.name
        if name in self.own:
            self.set_once.add(name)
            if self.progress is not None:
                self.progress(job.title, len(self.set_once), len(self.own))

    def _keep(self, job: RenderJob, fragment: Fragment) -> None:
        name = job.name
        if name not in self.own and fragment.page_count != 1:
            raise TypesetError(
                f"'{job.title}' fills {fragment.page_count} pages instead of one",
                hint="Give it less text, fewer lines or a smaller type in the layout.",
            )
        self.jobs[name], self.fragments[name] = job, fragment
        self.times_set[name] += 1
        for target, folio in job.numbers.folios:
            width = len(folio.strip(_SPACE_OF_A_FIGURE))
            self.widest[name, target] = max(width, self.widest.get((name, target), 0))

    def _findings(
        self, placements: Sequence[Placement], wanted: Mapping[str, RenderJob]
    ) -> Iterator[Finding]:
        for placement in placements:
            name = placement.division.name
            yield from self.fragments[name].findings
            if self.jobs[name] != wanted[name]:
                yield Finding(
                    "T610",
                    Severity.WARNING,
                    f"page numbers printed in '{placement.division.title}' did not settle",
                    "A reference moves the very heading it points at to another page. Reword the "
                    "sentence around it, or put a page break before the heading.",
                )
