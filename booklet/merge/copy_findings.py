"""What is found on the pages of copies: what is true of all is told once, the rest at its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.merge.copy_jobs import FinishedCopy
    from booklet.merge.plan import Copy


class CopyFindings:
    """Collects the findings of copies."""

    def __init__(self, *, is_strict: bool) -> None:
        """Begin; a strict merge leaves out copies with faults."""
        self._is_strict = is_strict
        self._found: dict[Finding, list[Copy]] = {}
        self._count = 0

    def note(self, copy: Copy, finished: FinishedCopy) -> bool:
        """Note a copy's findings; return whether it is left out for them."""
        self._count += 1
        for finding in dict.fromkeys(finished.findings):
            self._found.setdefault(finding, []).append(copy)
        is_faulty = any(one.severity is not Severity.NOTE for one in finished.findings)
        return self._is_strict and is_faulty

    def findings(self) -> Iterator[Finding]:
        """Give what all copies have as it is, and what some have once for each of them."""
        for finding, copies in self._found.items():
            if len(copies) == self._count and self._count > 1:
                yield finding
            else:
                yield from (_of_one(finding, copy) for copy in copies)


def _of_one(finding: Finding, copy: Copy) -> Finding:
    """Tell a finding at the line of its row, without the words of the copy."""
    problem = finding.problem
    for name, words in sorted(copy.config.places.items(), key=lambda one: -len(one[1])):
        problem = problem.replace(words, f"{{{{{name}}}}}") if words else problem
    where = f" ({finding.place})" if finding.place else ""
    return Finding(
        "L908", Severity.WARNING, f"in this copy, {problem}{where}", finding.hint, copy.place
    )
