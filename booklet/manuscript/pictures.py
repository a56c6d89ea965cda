"""Pictures beside the chapters: read once, checked, and carried along as values."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image, ImageFile, UnidentifiedImageError

from booklet.errors import Finding, Severity
from booklet.manuscript.drawings import UnsafeDrawingError, clean_drawing
from booklet.manuscript.reading import read_inside
from booklet.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.markup.chapter import Chapter, PictureUse

LARGEST_FILE = 20_000_000
"""Bytes in a picture."""

MOST_PIXELS = 50_000_000
"""Pixels in a picture: at 300 to the inch, a poster of 60 by 60 centimetres."""

_MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}


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


def read_pictures(
    project: Path, chapters: Iterable[Chapter]
) -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    """Read every picture that the chapters show.

    Args:
        project: the folder that no picture may lie outside of.
        chapters: say which pictures they show, and where.

    Returns:
        The pictures by their path relative to the project, and what is wrong with others.
    """
    pictures: dict[str, Picture] = {}
    findings: dict[str, Finding] = {}
    for use in (use for chapter in chapters for use in chapter.pictures):
        if use.path in pictures or use.path in findings:
            continue
        picture = _read(project, use)
        if isinstance(picture, Finding):
            findings[use.path] = picture
        else:
            pictures[use.path] = picture
    return pictures, tuple(findings.values())


def _read(project: Path, use: PictureUse) -> Picture | Finding:
    path = project / use.path
    if not path.exists():
        return _not_there(path, use)
    content = read_inside(project, path, use.path, LARGEST_FILE)
    if isinstance(content, Finding):
        return Finding(
            content.code,
            content.severity,
            f"'{use.path}': {content.problem}",
            content.hint,
            use.place,
        )
    if path.suffix.lower() == ".svg" or content.lstrip()[:5] in {b"<?xml", b"<svg "}:
        return _drawing(content, use)
    return _raster(content, use)


def _not_there(path: Path, use: PictureUse) -> Finding:
    names = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    return Finding(
        "P301",
        Severity.ERROR,
        f"the picture '{use.path}' does not exist",
        f"{did_you_mean(path.name, names)}Paths start at the chapter's own folder.",
        use.place,
    )


def _raster(content: bytes, use: PictureUse) -> Picture | Finding:
    """Look at a picture of pixels without unpacking one that is too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_MEDIA_TYPES)) as image:
                width, height, kind = *image.size, image.format or ""
                if width * height > MOST_PIXELS:
                    return _too_many_pixels(f"{width} by {height}", use)
                with _only_whole_pictures():
                    image.load()
    except Image.DecompressionBombError:  # Pillow's own limit: it does not even say the size
        return _too_many_pixels("far too many", use)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return Finding(
            "P303",
            Severity.ERROR,
            f"the picture '{use.path}' is broken, or of a kind that cannot be shown",
            "Open it in a picture program and save it again as PNG or JPEG.",
            use.place,
        )
    return _picture(content, _MEDIA_TYPES[kind], width, height, use)


@contextmanager
def _only_whole_pictures() -> Iterator[None]:
    """Refuse half a picture, even where WeasyPrint has told Pillow to make do with it."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _too_many_pixels(size: str, use: PictureUse) -> Finding:
    return Finding(
        "P304",
        Severity.ERROR,
        f"the picture '{use.path}' is too large: {size} pixels",
        "Make it smaller; 2,000 pixels across are plenty for a page.",
        use.place,
    )


def _drawing(content: bytes, use: PictureUse) -> Picture | Finding:
    try:
        cleaned, width, height = clean_drawing(content)
    except UnsafeDrawingError as error:
        return Finding(
            "P305",
            Severity.ERROR,
            f"the drawing '{use.path}' cannot be shown: {error}",
            "Save it again from a drawing program as 'plain SVG', or as PNG.",
            use.place,
        )
    return _picture(cleaned, "image/svg+xml", width, height, use)


def _picture(content: bytes, media_type: str, width: int, height: int, use: PictureUse) -> Picture:
    stem = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(use.path).stem.lower()).strip("-")
    digest = hashlib.sha256(content).hexdigest()[:8]
    name = f"{stem or 'picture'}-{digest}{_SUFFIXES[media_type]}"
    return Picture(name, media_type, content, width, height)
