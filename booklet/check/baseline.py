"""Findings of an old book that are known and stay: a file that lists them. Pure.

A finding is known by its code, its file and what it says, not by its line, which moves whenever
something above it is written. Of findings alike, as many as are listed are known.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from booklet.common.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.common.errors import Finding

FILE_NAME = "check-baseline.json"
"""Where a baseline is written, in the project's folder, unless another file is named."""

_VERSION = 1


def write_baseline(findings: Iterable[Finding]) -> bytes:
    """List findings, one on a line, so that a program that compares versions shows each."""
    counts = Counter(_key(finding) for finding in findings)
    lines = [
        json.dumps({"code": code, "file": path, "problem": problem, "count": count},
                   ensure_ascii=False)
        for (code, path, problem), count in sorted(counts.items())
    ]  # fmt: skip
    listed = ",\n".join(f"    {line}" for line in lines)
    return f'{{\n  "version": {_VERSION},\n  "known": [\n{listed}\n  ]\n}}\n'.encode()


def leave_known(findings: Iterable[Finding], content: bytes, name: str) -> Iterator[Finding]:
    """Leave out findings that a baseline lists.

    Args:
        findings: of a check.
        content: of the file.
        name: of the file, for messages.

    Raises:
        UsageError: when the file is no baseline.
    """
    known = _read(content, name)
    for finding in findings:
        key = _key(finding)
        if known[key] > 0:
            known[key] -= 1
        else:
            yield finding


def _read(content: bytes, name: str) -> Counter[tuple[str, str, str]]:
    try:
        read = json.loads(content)
        entries = read["known"] if read["version"] == _VERSION else [read["version"]]
        return Counter(
            {(one["code"], one["file"], one["problem"]): int(one["count"]) for one in entries}
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"'{name}' is no list of known findings",
            hint="Write one with: check --write-baseline",
        ) from error


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.place.path if finding.place else "", finding.problem
