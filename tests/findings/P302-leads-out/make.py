"""A link that leads out of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    (project.parent / "secret.png").write_bytes(b"")
    (project / "chapters" / "map.png").symlink_to("../../secret.png")
