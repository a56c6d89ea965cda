"""Notice when files of a project change, whoever changes them.

The system tells at once where it can. On network and cloud drives it may tell nothing, so files are
looked at every few seconds besides.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import DefaultFilter, awatch

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Collection

    from watchfiles import Change

_LOOK_AGAIN = 3.0
"""Seconds between two looks at the files."""

_OWN = ("out", ".git", ".venv", "__pycache__", "node_modules")


class _SourceFilter(DefaultFilter):
    """Passes over what the program itself writes."""

    def __call__(self, change: Change, path: str) -> bool:
        """Say whether a change is worth a look."""
        return super().__call__(change, path) and not Path(path).name.startswith(".")


async def watch_project(
    project: Path, act: Callable[[Collection[str]], object], stop: asyncio.Event
) -> None:
    """Call `act` after files of a project have changed, until `stop` is set.

    Args:
        project: its folder.
        act: is called with the paths in the project, from the loop's own thread; it must be quick.
        stop: ends the watch.
    """
    seen = sum_up(project)
    async for _ in awatch(
        project,
        watch_filter=_SourceFilter(ignore_dirs=_OWN),
        stop_event=stop,
        rust_timeout=int(_LOOK_AGAIN * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        now = sum_up(project)
        changed = {Path(path).relative_to(project).as_posix() for path, *_ in now ^ seen}
        seen = now
        if changed:
            act(changed)


def sum_up(project: Path) -> frozenset[tuple[str, int, int]]:
    """List the files of a project with their sizes and times."""
    found = set()
    for folder, inner, names in os.walk(project):
        inner[:] = [name for name in inner if name not in _OWN and not name.startswith(".")]
        for name in names:
            if name.startswith("."):
                continue
            path = Path(folder, name)
            try:
                status = path.stat()
            except OSError:
                continue
            found.add((str(path), status.st_size, status.st_mtime_ns))
    return frozenset(found)
