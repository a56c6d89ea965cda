"""Small books of two other shapes than our own: twelve rules and no box, and eight short pieces.

Their words are in `tests/sample_books`; their photographs are drawn here. Nothing in them is tuned
to pages: what a head writes is not either.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from conftest import ROOT
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOKS = ("twelve-rules", "eight-pieces")

_FOLDER = ROOT / "tests" / "sample_books"
_PHOTOGRAPHS = {"broad": (1600, 700), "usual": (1200, 900), "square": (900, 900)}
_PHOTOGRAPHS |= {"tall": (800, 1300)}


def read_sample_book(name: str) -> Mapping[str, bytes]:
    """Give the files of one of these books, photographs included, by their paths."""
    folder = _FOLDER / name
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    pictures = {
        f"chapters/images/{shape}.jpg": _photograph(*size) for shape, size in _PHOTOGRAPHS.items()
    }
    return files | pictures


def _photograph(width: int, height: int) -> bytes:
    """Draw something with light and shade, as a photograph has them."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    pen = ImageDraw.Draw(image)
    for step in range(1, 6):
        left, top = width * step // 8, height * step // 9
        pen.ellipse((left, top, left + width // 4, top + height // 3), fill=(40 * step, 90, 120))
    output = io.BytesIO()
    image.save(output, "JPEG", quality=85)
    return output.getvalue()
