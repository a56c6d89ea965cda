"""Findings as messages: their order, and how many of one kind are shown. Prints nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from booklet.common.errors import Severity
from booklet.common.finding_codes import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.common.errors import Finding

_SHOWN_OF_A_KIND = 5
"""Findings of one code that are shown one by one."""

_PLACES_NAMED = 10
"""Places that are named of all the others."""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by their places, each once; notes come last, those without a place first."""

    def order(finding: Finding) -> tuple[bool, str, int, int]:
        place = finding.place
        where = (place.path, place.line, place.column) if place else ("", 0, 0)
        return (finding.severity is Severity.NOTE, *where)

    return sorted(dict.fromkeys(findings), key=order)


def messages_of(findings: Iterable[Finding]) -> list[tuple[Severity, str]]:
    """Write findings as messages; of each kind, what comes after the fifth is one message.

    Args:
        findings: of one build, in any order.

    Returns:
        The messages in the order in which they are shown, each with how bad it is.
    """
    ordered = in_order(findings)
    messages: list[tuple[Severity, str]] = []
    shown: Counter[tuple[str, Severity]] = Counter()
    for finding in ordered:
        kind = finding.code, finding.severity
        shown[kind] += 1
        if shown[kind] <= _SHOWN_OF_A_KIND:
            messages.append((finding.severity, str(finding)))
        elif shown[kind] == _SHOWN_OF_A_KIND + 1:
            more = [one for one in ordered if (one.code, one.severity) == kind]
            messages.append((finding.severity, _more(more[_SHOWN_OF_A_KIND:])))
    return messages


def _more(findings: list[Finding]) -> str:
    """Say how many more there are of a kind, and where the next are."""
    first = findings[0]
    places = list(dict.fromkeys(str(one.place) for one in findings if one.place))
    named = ", ".join(places[:_PLACES_NAMED])
    where = f"They are in {named}{', …' if len(places) > _PLACES_NAMED else ''}." if named else ""
    once = "What is said above helps with these too."
    hint = " ".join(filter(None, (once, where)))
    return (
        f"{first.severity}: and {len(findings):,} more of this kind: {CATALOGUE[first.code]} "
        f"[{first.code}]\n  hint: {hint}"
    )
