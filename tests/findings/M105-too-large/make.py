"""A chapter of six megabytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    (project / "chapters" / "large.md").write_bytes(b"#" * 6_000_000)
