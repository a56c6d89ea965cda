"""The stages of `check --fix` in their order: from findings to corrected files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.check.apply_fixes import apply_fixes, show_changes
from booklet.common.files import ReadFailure, find_spelling, read_inside
from booklet.common.outputs import folder_inside, write_output
from booklet.manuscript.chapter_files import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from booklet.common.errors import Finding, Fix

ORIGINALS = "before-fix"
"""The folder of the project in which originals are kept; no chapter is looked for in it."""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file that can be corrected.

    Attributes:
        path: as its author sees it.
        file: where it is.
        before: as it is.
        after: as it would be.
        changes: what would change, as a diff.
    """

    path: str
    file: Path
    before: bytes
    after: bytes
    changes: str


def plan_fixes(project: Path, findings: Iterable[Finding]) -> tuple[FixedFile, ...]:
    """Work out what corrections would change; no file is touched."""
    project = project.resolve()
    fixes: dict[str, list[Fix]] = {}
    private: dict[str, set[int]] = {}
    for finding in findings:
        if finding.code.startswith("D") and finding.place:
            private.setdefault(finding.place.path, set()).add(finding.place.line)
        if finding.fix:
            fixes.setdefault(finding.fix.place.path, []).append(finding.fix)
    planned = []
    for path, of_file in sorted(fixes.items()):
        file = find_spelling(project, path)
        before = read_inside(project, file, largest=LARGEST_FILE)
        if isinstance(before, ReadFailure):
            continue
        after = apply_fixes(before, of_file)
        if after != before:
            changes = show_changes(path, before, after, private.get(path, ()))
            planned.append(FixedFile(path, file, before, after, changes))
    return tuple(planned)


def fix_files(project: Path, planned: Iterable[FixedFile]) -> tuple[Path, ...]:
    """Write corrected files, each original first into the folder for originals.

    Returns:
        Where the originals are.

    Raises:
        OutputError: when a file cannot be written; those before it are corrected, their originals
            kept.
    """
    folder = folder_inside(project, ORIGINALS)
    kept = []
    for each in planned:
        original = _free_name(folder / each.path)
        write_output(original, each.before)
        write_output(each.file.resolve(), each.after)
        kept.append(original)
    return tuple(kept)


def _free_name(path: Path) -> Path:
    """Find a name that no earlier original has."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
