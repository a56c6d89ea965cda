"""Pictures beside the chapters: read once, checked, and carried along as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file that some chapter shows.

    Attributes:
        name: its file name in the book, unique: `map-3f2a9c.png` (the stem, a digest, the suffix).
        media_type: `image/png`, `image/jpeg`, `image/gif`, `image/webp` or `image/svg+xml`.
        content: the bytes, as in the author's file (SVG: made safe).
        width: in CSS pixels.
        height: in CSS pixels.
    """

    name: str
    media_type: str
    content: bytes
    width: int
    height: int
