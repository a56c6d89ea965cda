"""A picture of 64 million pixels in a small file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    Image.new("1", (8000, 8000)).save(project / "chapters" / "map.png")
