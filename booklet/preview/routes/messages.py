"""What the program tells a window, as JSON: texts, findings, and which pages have changed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from booklet.common.errors import BookletError

if TYPE_CHECKING:
    from booklet.common.errors import Finding
    from booklet.preview.live_preview import LivePreview
    from booklet.preview.snapshot import ShownPage, Snapshot
    from booklet.preview.texts import Text


def state_message(
    preview: LivePreview, edition: str, path: str, snapshot: Snapshot
) -> dict[str, Any]:
    """Say all that a window shows but its pages."""
    text: dict[str, Any] = {}
    with suppress(BookletError):
        text = {**text_message(preview, preview.texts.open(path))} if path else {}
    text.pop("text", None)
    step = preview.building.step
    return {
        "title": snapshot.title,
        "isOld": snapshot.is_old,
        "isSettled": snapshot.is_settled,
        "isWhole": snapshot.is_whole,
        "measure": snapshot.measure,
        "done": snapshot.done,
        "total": snapshot.total,
        "findings": [finding_message(one) for one in snapshot.findings],
        "blocks": [
            [one.line, one.page_index, one.x, one.y, one.width, one.height]
            for one in preview.blocks(edition, path)
        ],
        "chapters": [asdict(one) for one in preview.chapters()],
        "text": text,
        "build": asdict(step) if step else None,
    }


def splice(before: tuple[ShownPage, ...], after: tuple[ShownPage, ...]) -> list[Any]:
    """Say what has changed of a list of pages: from where, how many go, and which come."""
    shorter = min(len(before), len(after))
    first = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    last = next(
        (at for at in range(shorter - first) if before[-1 - at] != after[-1 - at]), shorter - first
    )
    new = after[first : len(after) - last]
    pages = [[one.digest, one.folio, one.source, one.width, one.height] for one in new]
    return [first, len(before) - last - first, pages]


def text_message(preview: LivePreview, text: Text) -> dict[str, Any]:
    """Say what a text says, and how it stands with its file."""
    return {
        "run": preview.run,
        "path": text.path,
        "text": text.text,
        "revision": text.revision,
        "isSaved": text.is_saved,
        "isGone": text.is_gone,
        "onDisk": text.on_disk,
    }


def finding_message(finding: Finding) -> dict[str, Any]:
    """Say what the author should look at, and what would mend it."""
    place, fix = finding.place, finding.fix
    values: dict[str, Any] = {
        "code": finding.code,
        "severity": str(finding.severity),
        "problem": finding.problem,
        "hint": finding.hint,
        "path": place.path if place else "",
        "line": place.line if place else 0,
    }
    if fix is not None and fix.old != fix.new:
        values["fix"] = {
            "path": fix.place.path,
            "line": fix.place.line,
            "column": fix.place.column,
            "old": fix.old,
            "new": fix.new,
        }
    return values
