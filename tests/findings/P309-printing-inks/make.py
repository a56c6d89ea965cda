"""A picture made for a printing press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    Image.new("CMYK", (8, 8)).save(project / "chapters" / "map.jpg")
