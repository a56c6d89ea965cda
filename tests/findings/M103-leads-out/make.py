"""A link that leads out of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    (project.parent / "secret.md").write_text("# Secret\n")
    (project / "chapters" / "link.md").symlink_to("../../secret.md")
