"""What a check has found, as a value and for people: grouped by file, each with its line and hint.

The same thing on several lines of a file is said once, with all the lines. Prints nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING

from booklet.common.errors import Severity
from booklet.common.visible_text import visible
from booklet.common.wording import list_words, pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from booklet.common.errors import Finding

EXIT_ERRORS = 4
"""The exit code of a check that found errors: a build would end with that of its family."""

EXIT_WARNINGS = 1

_LONGEST_TITLE = 60
"""Characters of a title behind the name of its file."""

_MOST_LINES = 12
"""Lines that are named of one thing."""


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


def write_text(
    report: CheckReport, *, quiet: bool = False
) -> Iterator[tuple[Severity | None, str]]:
    """Write a report in parts of some lines each.

    Args:
        report: of a check.
        quiet: whether to leave out notes, and the summary where nothing is left.

    Returns:
        Parts in their order, each with the severity of the finding in it; None for other lines.
    """
    findings = [one for one in report.findings if not (quiet and one.severity is Severity.NOTE)]
    titles = dict(report.titles)
    for path, of_file in groupby(findings, key=lambda one: one.place.path if one.place else ""):
        name = shorten(titles.get(path, ""), _LONGEST_TITLE, placeholder=" …")
        title = f" (“{visible(name)}”)" if name else ""
        yield None, f"{visible(path) or 'The booklet as a whole'}{title}"
        for alike in _group(of_file):
            yield alike[0].severity, _write_finding(alike)
        yield None, ""
    if findings or not quiet:
        yield None, summarise(report)


def _group(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Put together what says the same of several lines, in the order of the first of them."""
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        key = finding.code, finding.severity, finding.problem, finding.hint
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _write_finding(alike: Sequence[Finding]) -> str:
    first = alike[0]
    numbers = list(dict.fromkeys(one.place.line for one in alike if one.place and one.place.line))
    named = [str(number) for number in numbers[:_MOST_LINES]]
    more = len(numbers) - len(named)
    where = ""
    if named:
        said = list_words([*named, f"{more} more"] if more else named)
        where = f"line{'s' if len(numbers) > 1 else ''} {said}: "
    mends = " (--fix does it.)" if all(one.fix for one in alike) else ""
    return (
        f"  {where}{first.severity}: {visible(first.problem)} [{first.code}]\n"
        f"    hint: {visible(first.hint)}{mends}"
    )


def summarise(report: CheckReport) -> str:
    """Say in a line what was checked and what came of it."""
    counts = [
        pluralise(report.counts[severity], severity, is_grouped=True)
        for severity in Severity
        if report.counts[severity]
    ]
    said = list_words(counts) if counts else "nothing to say"
    known = f"; {report.known:,} that the baseline knows left out" if report.known else ""
    checked = f"Checked {list_words(report.checked)}: " if report.checked else ""
    summary = f"{checked}{said}{known}."
    return summary[0].upper() + summary[1:]
