"""Read and check the pictures that chapters show; missing or broken ones become findings."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import warnings
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from PIL import Image, ImageFile

from booklet.common.errors import Finding, Severity
from booklet.common.files import FailureKind, ReadFailure, find_spelling, read_inside
from booklet.common.memoize import memoize
from booklet.common.spelling import did_you_mean
from booklet.config import Config, place_of_setting
from booklet.manuscript.drawings import UnsafeDrawingError, clean_drawing
from booklet.manuscript.ignored_files import SUFFIXES as CHAPTER_SUFFIXES
from booklet.manuscript.picture_metadata import UPRIGHT, without_metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from booklet.common.errors import Place

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
BROKEN_PICTURE_ERRORS = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""What Pillow raises for files that are not what they should be: `UnidentifiedImageError` is an
`OSError`, and its readers of single formats have the others ("Writing your own image plugin"; seen
in 40,000 spoilt pictures). Anything else is no author's doing."""

_TWO_JPEGS = "MPO"
"""What Pillow calls a JPEG with another behind it, as many cameras make it."""
_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
_CODES = {
    FailureKind.MISSING: "P301",
    FailureKind.OUTSIDE: "P302",
    FailureKind.NOT_A_FILE: "P307",
    FailureKind.UNREADABLE: "P307",
    FailureKind.TOO_LARGE: "P306",
}
_HINTS = {
    FailureKind.OUTSIDE: "Copy the picture itself into the folder instead of a link to it.",
    FailureKind.NOT_A_FILE: "Put the picture itself in its place.",
    FailureKind.UNREADABLE: "Close it in other programs, and look at whether you may open it.",
    FailureKind.TOO_LARGE: f"At most {LARGEST_FILE // 1_000_000} MB; 2,000 pixels across are "
    "plenty.",
}
_ORIENTATION = 0x0112
_ORIENTATIONS = range(1, 9)
_LIES_ON_ITS_SIDE = range(5, 9)
"""Exif 2.32, 4.6.4: orientations that swap width and height."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file that some chapter shows.

    Attributes:
        name: its file name in the book, unique: `map-3f2a9c.png` (the stem, a digest, the suffix);
            files of the same content share one.
        media_type: `image/png`, `image/jpeg`, `image/gif`, `image/webp` or `image/svg+xml`.
        content: the bytes, as in the author's file but without what tells where and by whom it was
            taken (SVG: made safe).
        width: in CSS pixels.
        height: in CSS pixels.
    """

    name: str
    media_type: str
    content: bytes
    width: int
    height: int


class PictureReference(Protocol):
    """A place where a picture is shown."""

    @property
    def path(self) -> str:
        """The file, relative to the project folder."""

    @property
    def place(self) -> Place:
        """Where it was written."""


class _UnusablePictureError(Exception):
    """A picture that cannot be shown: code, problem, hint."""


def read_pictures(
    project: Path, uses: Iterable[PictureReference]
) -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    """Read every picture that is shown, once.

    Args:
        project: the folder that no picture may lie outside of.
        uses: which pictures the chapters show, and where, in reading order.

    Returns:
        The pictures by their path relative to the project, and what is wrong with others.
    """
    project = project.resolve()
    pictures: dict[str, Picture] = {}
    names: dict[bytes, str] = {}
    unfit: dict[str, _UnusablePictureError] = {}
    findings: list[Finding] = []
    for use in uses:
        if use.path in pictures:
            continue
        try:
            if use.path in unfit:
                raise unfit[use.path]
            picture, left_out = _read(project, use.path)
        except _UnusablePictureError as error:
            unfit[use.path] = error
            code, problem, hint = error.args
            findings.append(Finding(code, Severity.ERROR, problem, hint, use.place))
            continue
        name = names.setdefault(hashlib.sha256(picture.content).digest(), picture.name)
        pictures[use.path] = replace(picture, name=name)
        if left_out:
            findings.append(_left_out(use, left_out))
    return pictures, tuple(findings)


def _read(project: Path, path: str) -> tuple[Picture, Sequence[str]]:
    content = read_inside(project, find_spelling(project, path), largest=LARGEST_FILE)
    if isinstance(content, ReadFailure):
        missing = content.kind is FailureKind.MISSING
        hint = _near(project, path) if missing else _HINTS[content.kind]
        raise _UnusablePictureError(
            _CODES[content.kind], f"the picture '{path}' {content.reason}", hint
        )
    begins = content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:5].replace(b"\x00", b"")
    if path.lower().endswith(".svg") or begins.startswith((b"<?x", b"<sv", b"<!")):
        return read_drawing(path, content)
    return _raster(path, content), ()


def _near(project: Path, path: str) -> str:
    """Say which file may have been meant: one beside it, or one of the same name elsewhere."""
    start = "Paths start at the chapter's own folder."
    wanted = PurePosixPath(path)
    folder = project / wanted.parent
    try:
        if not folder.resolve().is_relative_to(project):
            return start
        folders = (file for file in sorted((project / "chapters").iterdir()) if file.is_dir())
        for inner in folders:
            if (inner / wanted.name).is_file():
                return f"Did you mean '{inner.name}/{wanted.name}'? {start}"
        beside = [
            file.name
            for file in (folder.iterdir() if folder.is_dir() else ())
            if file.suffix.lower() not in CHAPTER_SUFFIXES
        ]
        return f"{did_you_mean(wanted.name, beside)}{start}"
    except (OSError, ValueError, RuntimeError):
        return start


@memoize
def _raster(path: str, content: bytes) -> Picture:
    """Look at a picture of pixels without unpacking one that is too large."""
    try:
        with warnings.catch_warnings(), _only_whole_pictures():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=tuple(_MEDIA_TYPES)) as image:
                kind = "JPEG" if image.format == _TWO_JPEGS else image.format or ""
                size, media_type, mode = image.size, _MEDIA_TYPES[kind], image.mode
                orientation = UPRIGHT
                if size[0] * size[1] <= MOST_PIXELS:
                    image.draft("L", (1, 1))  # a JPEG is read to its end, but not to full size
                    image.load()
                    orientation = _orientation(image)
                    content = without_metadata(content, media_type, orientation)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(path, "far too many") from error
    except BROKEN_PICTURE_ERRORS as error:
        raise _UnusablePictureError(
            "P303",
            f"the picture '{path}' is broken, or of a kind that cannot be shown",
            "Open it in a picture program and save it again as PNG or JPEG.",
        ) from error
    if size[0] * size[1] > MOST_PIXELS:
        raise _too_many_pixels(path, f"{size[0]:,} by {size[1]:,}")
    if mode == "CMYK":
        raise _UnusablePictureError(
            "P309",
            f"the picture '{path}' is made of printing inks (CMYK), which screens do not have",
            "Open it in a picture program and save it again with RGB colours.",
        )
    upright_size = (size[1], size[0]) if orientation in _LIES_ON_ITS_SIDE else size
    return _picture(path, media_type, content, upright_size)


def _orientation(image: Image.Image) -> int:
    orientation = image.getexif().get(_ORIENTATION, UPRIGHT)
    return orientation if orientation in _ORIENTATIONS else UPRIGHT


@contextmanager
def _only_whole_pictures() -> Iterator[None]:
    """Refuse half a picture, even where WeasyPrint has told Pillow to make do with it."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _too_many_pixels(path: str, size: str) -> _UnusablePictureError:
    return _UnusablePictureError(
        "P304",
        f"the picture '{path}' is too large: {size} pixels",
        "Make it smaller; 2,000 pixels across are plenty for a page.",
    )


@memoize
def read_drawing(path: str, content: bytes) -> tuple[Picture, Sequence[str]]:
    """Make a picture of an SVG file, and say what was left out of it for safety."""
    pixels = 0

    def clean_picture(carried: bytes) -> tuple[str, bytes]:
        nonlocal pixels
        inside = f"{path} (a picture in this drawing)"
        picture = _raster(inside, carried)
        pixels += picture.width * picture.height
        if pixels > MOST_PIXELS:
            raise _too_many_pixels(inside, f"with the others in it, {pixels:,}")
        return picture.media_type, picture.content

    try:
        drawing = clean_drawing(content, clean_picture)
    except UnsafeDrawingError as error:
        raise _UnusablePictureError(
            "P305",
            f"the drawing '{path}' cannot be shown: {error}",
            "Save it again from a drawing program as 'plain SVG', or as PNG.",
        ) from error
    size = drawing.width, drawing.height
    return _picture(path, "image/svg+xml", drawing.content, size), drawing.left_out


def _left_out(use: PictureReference, parts: Sequence[str]) -> Finding:
    return Finding(
        "P308",
        Severity.WARNING,
        f"parts of the drawing '{use.path}' are left out: {', '.join(parts[:5])}",
        "A drawing in a book runs no program, shows nothing from elsewhere, and has numbers with a "
        "point, not a comma. Put pictures into the drawing itself ('embed'), and text as text or "
        "as paths.",
        use.place,
    )


def _picture(path: str, media_type: str, content: bytes, size: tuple[int, int]) -> Picture:
    stem = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(path).stem.lower()).strip("-")[:60]
    digest = hashlib.sha256(content).hexdigest()[:8]
    name = f"{stem or 'picture'}-{digest}{_SUFFIXES[media_type]}"
    return Picture(name, media_type, content, *size)


@dataclass(frozen=True, slots=True)
class _Use:
    path: str
    place: Place


def read_named_picture(
    project: Path, config: Config, setting: str
) -> tuple[Picture | None, tuple[Finding, ...]]:
    """Read a picture that booklet.toml names, by the same rules as the chapters' pictures.

    Args:
        project: the folder that the picture may not lie outside of.
        config: names its file, relative to that folder; "" for none.
        setting: which one: "logo" or "cover_picture".

    Returns:
        The picture, and what is wrong with it.
    """
    name = getattr(config, setting)
    if not name:
        return None, ()
    use = _Use(name, place_of_setting(project, (setting,)))
    pictures, findings = read_pictures(project, [use])
    path = f"Write the path from the folder of booklet.toml, like this: 'images/{setting}.png'."
    return pictures.get(name), tuple(
        replace(finding, hint=path) if finding.code == "P301" else finding for finding in findings
    )
