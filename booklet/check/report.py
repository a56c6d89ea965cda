"""What a check has found, as a value, and how it is summed up. Prints nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.common.errors import Finding

EXIT_ERRORS = 4
"""The exit code of a check that found errors: a build would end with that of its family."""

EXIT_WARNINGS = 1


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check has found.

    Attributes:
        findings: each once, by file and line; those without a place first.
        checked: what was looked at, in words: "2 chapters", "the e-book".
        titles: of the chapters, by their paths.
        pictures: the paths of the pictures that were looked at.
        known: how many findings a baseline has left out.
    """

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    titles: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()
    known: int = 0

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity there are."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 with notes at most, 1 with warnings, 4 with errors."""
        if self.counts[Severity.ERROR]:
            return EXIT_ERRORS
        return EXIT_WARNINGS if self.counts[Severity.WARNING] else 0

    def without_known(self, kept: Iterable[Finding]) -> CheckReport:
        """Leave out all findings but some."""
        kept = tuple(kept)
        return replace(self, findings=kept, known=len(self.findings) - len(kept))


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by file and line, each once; those about no file come first."""

    def order(finding: Finding) -> tuple[str, int, int, str]:
        place = finding.place
        where = (place.path, place.line, place.column) if place else ("", 0, 0)
        return (*where, finding.code)

    return tuple(sorted(dict.fromkeys(findings), key=order))
