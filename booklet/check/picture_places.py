"""Photographs whose files say where they were taken (Exif 2.32, 4.6.6). No picture is unpacked."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from PIL import Image
from PIL.ExifTags import IFD

from booklet.common.errors import Finding, Severity
from booklet.common.files import ReadFailure, find_spelling, read_inside
from booklet.manuscript.pictures import BROKEN_PICTURE_ERRORS, LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from booklet.check.subject import CheckedBook

_LATITUDE, _LONGITUDE = 2, 4


def find_picture_places(project: Path, book: CheckedBook) -> Iterator[Finding]:
    """Find photographs that say where they were taken.

    Args:
        project: the folder that no picture lies outside of, its links resolved.
        book: shows them.
    """
    seen: set[str] = set()
    for chapter in book.chapters:
        for use in chapter.chapter.pictures:
            if use.path in seen or use.path not in book.book.pictures:
                continue
            seen.add(use.path)
            content = read_inside(project, find_spelling(project, use.path), largest=LARGEST_FILE)
            if not isinstance(content, ReadFailure) and _says_where(content):
                yield Finding(
                    "D906",
                    Severity.WARNING,
                    f"the file '{use.path}' says where the photograph was taken",
                    "The booklet and the e-book leave that out, but whoever gets the file itself "
                    "has it. Take the place out in a picture program before you pass the file on.",
                    use.place,
                )


def _says_where(content: bytes) -> bool:
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as image:
            warnings.simplefilter("ignore")
            places = image.getexif().get_ifd(IFD.GPSInfo)
    except BROKEN_PICTURE_ERRORS:  # a drawing, or one that another finding is about
        return False
    return _LATITUDE in places and _LONGITUDE in places
