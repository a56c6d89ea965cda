"""A living preview for tests: a small project, and patience."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from booklet.preview.live_preview import LivePreview
    from booklet.preview.snapshot import Snapshot

LONGEST = 90.0
FILES = {
    "booklet.toml": 'title = "Trust"\nauthor = "A. Head"\ndate = 2026-09-01\n',
    "chapters/01-trust.md": (
        "# Trust\n\nTrust grows at the pace of the slowest promise.\n\n"
        "1. **Say less** – and keep it.\n\n2. **Come back** – when you said.\n\n"
        "> [!reflect|lines-4]\n> What did you promise?\n\n"
        + "We promise much, and we keep some of it, on a good day. " * 60
        + "\n"
    ),
    "chapters/02-time.md": "# Time\n\nThere is enough of it, said nobody. See [](#trust).\n",
}
FIRST, SECOND = "chapters/01-trust.md", "chapters/02-time.md"


def wait_for(
    preview: LivePreview, is_there: Callable[[Snapshot], bool], edition: str = "standard"
) -> Snapshot:
    """Wait until a snapshot of an edition or product is as wanted, and return it."""
    until = time.monotonic() + LONGEST
    while not is_there(snapshot := preview.snapshot(edition)):
        assert time.monotonic() < until, snapshot
        time.sleep(0.02)
    return snapshot


def settled(preview: LivePreview) -> Snapshot:
    """Wait until everything that was written is set as `pdf` sets it."""
    return wait_for(preview, lambda one: one.is_settled)


def edit(preview: LivePreview, path: str, change: Callable[[str], str]) -> str:
    """Change a text, and return it."""
    before = preview.texts.open(path)
    after = preview.edit(path, change(before.text), before.revision)
    return after.text
