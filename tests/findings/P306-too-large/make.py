"""A file of 21 megabytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    (project / "chapters" / "map.png").write_bytes(bytes(21_000_000))
