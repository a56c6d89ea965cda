"""A link in a circle, which nobody can read, not even an administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    (project / "chapters" / "circle.md").symlink_to("circle.md")
