"""Remarks that switch off findings: `<!-- check: off R906 -->`, for a line or for a chapter. Pure.

At the top of a chapter's text a remark is about all of it; on a line with words about that line;
alone on a line about the paragraph or list item below it. Errors cannot be switched off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity
from booklet.common.finding_codes import CATALOGUE, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.manuscript.source import Source

_REMARK = re.compile(r"<!--\s*check:\s*off\b(?P<codes>[^>]*?)-->", re.IGNORECASE)
_CODE = re.compile(r"[^\s,;]+")


@dataclass(frozen=True, slots=True)
class _Suppression:
    """What one remark switches off.

    Attributes:
        codes: of findings, or letters of stages for all of a kind.
        first: the first line that it is about; 0 for the whole chapter.
        last: the last one.
    """

    codes: frozenset[str]
    first: int = 0
    last: int = 0

    def covers(self, finding: Finding) -> bool:
        line = finding.place.line if finding.place else 0
        is_here = not self.first or self.first <= line <= self.last
        return is_here and not self.codes.isdisjoint({finding.code, finding.code[0]})


def drop_suppressed(findings: Iterable[Finding], sources: Iterable[Source]) -> tuple[Finding, ...]:
    """Drop findings that remarks in the chapters switch off; report remarks that name no code.

    Args:
        findings: of the whole book.
        sources: its chapters.
    """
    remarks: dict[str, list[_Suppression]] = {}
    told: list[Finding] = []
    for source in sources:
        if _REMARK.search(source.body):
            remarks[source.path] = list(_read_remarks(source))
            told += _find_unknown_codes(source)
    kept = (
        finding
        for finding in findings
        if finding.severity is Severity.ERROR
        or finding.place is None
        or not any(one.covers(finding) for one in remarks.get(finding.place.path, ()))
    )
    return (*kept, *told)


def _read_remarks(source: Source) -> Iterator[_Suppression]:
    lines = source.text.split("\n")
    has_begun = False
    for index, line in enumerate(lines[source.first_line - 1 :], source.first_line - 1):
        found = list(_REMARK.finditer(line))
        is_alone = found and not _REMARK.sub("", line).strip(" \t>")
        for match in found:
            codes = frozenset(code.upper() for code in _CODE.findall(match["codes"]))
            if is_alone and not has_begun:
                yield _Suppression(codes)
            elif is_alone:
                first, last = _block_below(lines, index)
                yield _Suppression(codes, source.place(first).line, source.place(last).line)
            else:
                here = source.place(index + 1).line
                yield _Suppression(codes, here, here)
        has_begun = has_begun or bool(line.strip() and not is_alone)


def _block_below(lines: list[str], index: int) -> tuple[int, int]:
    """Find the next lines with words, up to a line without any; lines are counted from 1."""

    def is_blank(line: str) -> bool:
        return not line.strip(" \t>")

    first = next((n for n in range(index + 1, len(lines)) if not is_blank(lines[n])), index)
    last = next((n for n in range(first, len(lines)) if is_blank(lines[n])), len(lines)) - 1
    return first + 1, max(first, last) + 1


def _find_unknown_codes(source: Source) -> Iterator[Finding]:
    for number, line in enumerate(source.text.split("\n"), 1):
        for match in _REMARK.finditer(line) if number >= source.first_line else ():
            codes = [code.upper() for code in _CODE.findall(match["codes"])]
            wrong = [code for code in codes if code not in CATALOGUE and code not in STAGES]
            if wrong or not codes:
                named = f"'{wrong[0]}', which is no code" if wrong else "no code"
                yield Finding(
                    "V904",
                    Severity.WARNING,
                    f"this remark is to switch off a finding, and names {named}",
                    "Write the code that stands in brackets behind the finding: "
                    "<!-- check: off R906 -->",
                    source.place(number, match.start() + 1),
                )
