"""Page numbers settle: divisions are set until every folio printed is the folio of its page.

A folio that moves can move the text around it, and so other folios. Divisions are set again only
when something they print has changed, and never more than a few times: from the third time on a
folio takes about the room of its widest form, so that a narrower one does not pull a line back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from booklet.errors import Finding, Severity, TypesetError
from booklet.layout.division import Partition
from booklet.typeset.compile import compile_division
from booklet.typeset.links import find_links
from booklet.typeset.paginate import paginate
from booklet.typeset.take import Take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from booklet.layout.division import PrintCopy
    from booklet.pdf.fragment import Fragment
    from booklet.typeset.links import Links
    from booklet.typeset.paginate import Placement
    from booklet.typeset.take import Supplies

_MOST_SETTINGS = 6
_SETTINGS_BEFORE_PADDING = 2
# Two no-break spaces are about as wide as a figure, and every typeface has them.
_SPACE_OF_A_FIGURE = "\u00a0\u00a0"
_GUESSED_LENGTH_OF_A_PAGE = 2500


@dataclass(frozen=True, slots=True)
class Settled:
    """A book whose page numbers have come to rest.

    Attributes:
        placements: in reading order.
        fragments: one for each placement.
        findings: what the author should know, each once.
    """

    placements: tuple[Placement, ...]
    fragments: tuple[Fragment, ...]
    findings: tuple[Finding, ...]


def settle(
    copy: PrintCopy,
    supplies: Supplies,
    *,
    executor: Executor | None = None,
    report: Callable[[str, int, int], None] = lambda _title, _done, _total: None,
) -> Settled:
    """Set all divisions of a book, again where their numbers have changed.

    Args:
        copy: what to set.
        supplies: what all divisions are set with.
        executor: runs `compile_division`; None sets one division after the other, which needs the
            fewest settings because each knows where the one before has ended.
        report: called after each setting with the division's title, how many divisions have been
            set, and how many there are.

    Raises:
        TypesetError: when a division cannot be set.
    """
    return _Settler(copy, supplies, executor, report).settle()


class _Settler:
    """Remembers what has been set, and with which numbers."""

    def __init__(
        self,
        copy: PrintCopy,
        supplies: Supplies,
        executor: Executor | None,
        report: Callable[[str, int, int], None],
    ) -> None:
        self.copy = copy
        self.supplies = supplies
        self.executor = executor
        self.report = report
        everything = (*copy.divisions, copy.notes_page, copy.back_cover)
        self.links = {each.name: find_links(each.html) for each in everything if each}
        self.takes: dict[str, Take] = {}
        self.fragments: dict[str, Fragment] = {}
        self.own = {division.name for division in copy.divisions}
        self.settings: Counter[str] = Counter()
        self.widest: dict[tuple[str, str], int] = {}

    def settle(self) -> Settled:
        """Set until nothing is outstanding."""
        while True:
            placements = self._paginate()
            wanted = self._takes(placements)
            batch = self._outstanding(placements, wanted)
            if not batch:
                break
            for take, fragment in zip(batch, self._compile(batch), strict=True):
                self._keep(take, fragment)
        fragments = tuple(self.fragments[each.division.name] for each in placements)
        findings = tuple(dict.fromkeys(self._findings(placements, wanted)))
        return Settled(placements, fragments, findings)

    def _paginate(self) -> tuple[Placement, ...]:
        counts = {}
        for division in self.copy.divisions:
            known = self.fragments.get(division.name)
            guess = 1 + len(division.html) // _GUESSED_LENGTH_OF_A_PAGE
            counts[division.name] = known.page_count if known else guess
        return paginate(self.copy, counts)

    def _takes(self, placements: Sequence[Placement]) -> dict[str, Take]:
        """Say what each division should be set with, as far as is known."""
        folios: dict[str, str] = {}
        for placement in placements:
            fragment = self.fragments.get(placement.division.name)
            if fragment:
                for anchor, spot in fragment.anchors.items():
                    folios.setdefault(anchor, placement.folio(spot.page_index))
            else:
                for anchor in self._links(placement).ids:
                    folios.setdefault(anchor, placement.folio(0))
        return {
            placement.division.name: Take(
                placement.division,
                placement.first_page_number,
                tuple(self._referred(placement, folios)),
            )
            for placement in placements
        }

    def _links(self, placement: Placement) -> Links:
        filler = self.copy.notes_page if placement.is_filler else None
        return self.links[(filler or placement.division).name]

    def _referred(
        self, placement: Placement, folios: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        """Say what a division prints for each place it refers to; what is right stays as it is."""
        name = placement.division.name
        printed = dict(self.takes[name].folios) if name in self.takes else {}
        for target in self._links(placement).targets:
            folio = folios.get(target)
            if folio and printed.get(target, "").strip(_SPACE_OF_A_FIGURE) == folio:
                yield target, printed[target]
            elif folio:
                lacking = 0
                if self.settings[name] >= _SETTINGS_BEFORE_PADDING:
                    lacking = max(0, self.widest.get((name, target), 0) - len(folio))
                yield target, _SPACE_OF_A_FIGURE * lacking + folio

    def _outstanding(
        self, placements: Sequence[Placement], wanted: Mapping[str, Take]
    ) -> list[Take]:
        """Choose what to set next: what is new, then what has changed, then what stands last.

        Front matter comes last of the new, because its contents print all the others' folios.
        """
        own = [each for each in placements if each.division.name in self.own]
        new = [each for each in own if each.division.name not in self.fragments]
        new.sort(key=lambda each: each.division.partition is Partition.FRONT_MATTER)
        for placed in (new, own, placements):
            batch = [wanted[each.division.name] for each in placed]
            batch = [take for take in batch if self._is_outstanding(take)]
            if batch:
                return batch if self.executor else batch[:1]
        return []

    def _is_outstanding(self, take: Take) -> bool:
        name = take.division.name
        return self.takes.get(name) != take and self.settings[name] < _MOST_SETTINGS

    def _compile(self, batch: Sequence[Take]) -> Iterator[Fragment]:
        if self.executor is None:
            return (compile_division(take, self.supplies) for take in batch)
        return self.executor.map(compile_division, batch, repeat(self.supplies))

    def _keep(self, take: Take, fragment: Fragment) -> None:
        name = take.division.name
        if name not in self.own and fragment.page_count != 1:
            raise TypesetError(
                f"'{take.division.title}' fills {fragment.page_count} pages instead of one",
                hint="Give it less text, fewer lines or a smaller type in the layout.",
            )
        self.takes[name], self.fragments[name] = take, fragment
        self.settings[name] += 1
        for target, folio in take.folios:
            width = len(folio.strip(_SPACE_OF_A_FIGURE))
            self.widest[name, target] = max(width, self.widest.get((name, target), 0))
        if name in self.own:
            self.report(take.division.title, len(self.own & self.fragments.keys()), len(self.own))

    def _findings(
        self, placements: Sequence[Placement], wanted: Mapping[str, Take]
    ) -> Iterator[Finding]:
        for placement in placements:
            name = placement.division.name
            yield from self.fragments[name].findings
            if self.takes[name] != wanted[name]:
                yield Finding(
                    "T610",
                    Severity.WARNING,
                    f"page numbers printed in '{placement.division.title}' did not settle",
                    "A reference moves the very heading it points at to another page. Reword the "
                    "sentence around it, or put a page break before the heading.",
                )
