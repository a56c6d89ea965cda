"""A project without its folder of chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    (project / "chapters").rmdir()
