"""A report for people: findings grouped by file, each with its line and what to do. Prints nothing.

The same thing on several lines of a file is said once, with all the lines.
"""

from __future__ import annotations

from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING

from booklet.common.errors import Severity
from booklet.common.visible_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from booklet.check.report import CheckReport
    from booklet.common.errors import Finding

_LONGEST_TITLE = 60
"""Characters of a title behind the name of its file."""

_MOST_LINES = 12
"""Lines that are named of one thing."""


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
        _count(report.counts[severity], severity)
        for severity in Severity
        if report.counts[severity]
    ]
    said = list_words(counts) if counts else "nothing to say"
    known = f"; {report.known:,} that the baseline knows left out" if report.known else ""
    checked = f"Checked {list_words(report.checked)}: " if report.checked else ""
    summary = f"{checked}{said}{known}."
    return summary[0].upper() + summary[1:]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def list_words(words: Sequence[str]) -> str:
    """List things in a sentence: "a, b and c"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
