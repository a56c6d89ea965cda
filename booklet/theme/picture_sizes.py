"""Scale pictures down to what paper and screens show, in a form that every reader knows.

A telephone's photograph has ten times the pixels of a page's width; with nine of them a booklet
would weigh 60 MB. Drawings, pictures that move, and whatever is small enough stay as they are.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from booklet.common.memoize import memoize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from booklet.manuscript.pictures import Picture

PRINT_DENSITY = 300
"""Pixels to the inch: what a copier can show of a photograph, and more."""

SCREEN_PIXELS = 2048
"""Of the longer side in an e-book: two for each of a large tablet's points."""

SLIDE_PIXELS = (1920, 1080)
"""Of a slide: what projectors show."""

PHONE_PIXELS = 1080
"""Of the width on the page for phones: three for each CSS pixel of a phone's column of text."""

_POINTS_PER_INCH = 72
_LEAST_MEGABYTES = 0.1
_NOT_WORTH_IT = 0.9
"""A picture that would keep so much of its width is not made softer for it."""

_QUALITY, _QUALITY_OF_WEBP = 88, 80
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_WEBP = "image/webp"
_DEEP = frozenset({"I", "I;16", "I;16B", "I;16L", "F"})
"""Modes of more than eight bits, which Pillow would cut off where they are converted."""

_ORIENTATION, _UPRIGHT = 0x0112, 1
"""The tag of Exif 2.32, 4.6.4, and what it says of most pictures."""

_DEEPEST = 257.0  # 65,535 becomes 255


def fit_for_print(picture: Picture, width: float, height: float) -> Picture:
    """Scale a picture to 300 pixels for each inch that it can have on paper.

    Args:
        picture: of the book.
        width: that it has at most, in points.
        height: the same.
    """
    density = PRINT_DENSITY / _POINTS_PER_INCH
    return _fit(picture, round(width * density), round(height * density), only_common=False)


def fit_for_screens(picture: Picture) -> Picture:
    """Scale a picture to what screens show; WebP, which not every reader knows, becomes another."""
    return _fit(picture, SCREEN_PIXELS, SCREEN_PIXELS, only_common=True)


def fit_for_phones(picture: Picture) -> Picture:
    """Scale a picture to a phone's column, as WebP: every browser knows it, and it is smaller."""
    return _fit(picture, PHONE_PIXELS, 2 * PHONE_PIXELS, only_common=False, as_webp=True)


def fit_for_slides(picture: Picture) -> Picture:
    """Scale a picture to a slide, and turn it upright: programs for slides do not always do so."""
    return _fit(picture, *SLIDE_PIXELS, only_common=True, upright=True)


def say_what_was_scaled(
    pictures: Iterable[Picture], fit: Callable[[Picture], Picture], target: str
) -> str:
    """Say how many pictures were scaled down, and by how much less the file weighs for it.

    Args:
        pictures: of the book; each file counts once.
        fit: scales one.
        target: to what, in words.

    Returns:
        "2 pictures scaled to 300 dpi, 5.3 MB less", or "" when none was.
    """
    saved = [
        len(picture.content) - len(fitted.content)
        for picture in {one.name: one for one in pictures}.values()
        if (fitted := fit(picture)) is not picture and len(fitted.content) < len(picture.content)
    ]
    if not saved:
        return ""
    megabytes = sum(saved) / 1_000_000
    size = f"{megabytes:.1f} MB" if megabytes >= _LEAST_MEGABYTES else f"{sum(saved) // 1000} kB"
    noun = "picture" if len(saved) == 1 else "pictures"
    return f"{len(saved)} {noun} scaled to {target}, {size} less"


def in_common_format(picture: Picture) -> Picture:
    """Give a picture its full size, in a format that every reader knows."""
    return _fit(picture, picture.width, picture.height, only_common=True)


@memoize
def _fit(
    picture: Picture,
    width: int,
    height: int,
    *,
    only_common: bool,
    as_webp: bool = False,
    upright: bool = False,
) -> Picture:
    is_webp = picture.media_type == _WEBP
    if picture.media_type not in _FORMATS and not is_webp:
        return picture
    factor = min(width / picture.width, height / picture.height)
    is_foreign = is_webp and only_common
    with Image.open(io.BytesIO(picture.content)) as stored:
        is_deep = stored.mode in _DEEP
        is_right = factor > _NOT_WORTH_IT and (is_webp or not as_webp)
        is_turned = upright and stored.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
        must_change = is_foreign or is_deep or is_turned
        if (is_right and not must_change) or (_moves(stored) and not is_foreign):
            return picture  # what moves stays so, unless few readers could show it
        profile = stored.info.get("icc_profile")
        image = ImageOps.exif_transpose(stored)
    if is_deep:
        image = image.convert("F").point(lambda value: value / _DEEPEST + 0.0).convert("L")
        profile = None
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if factor <= _NOT_WORTH_IT:
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    has_alpha = image.mode in {"LA", "RGBA"}
    format_ = _FORMATS.get(picture.media_type) or ("PNG" if has_alpha else "JPEG")
    save = _save_webp if as_webp else _save
    content = save(image, format_, profile)
    if len(content) >= len(picture.content) and not must_change:
        return picture
    format_ = "WEBP" if as_webp else format_
    name = str(PurePosixPath(picture.name).with_suffix(_SUFFIXES[format_]))
    media_type = f"image/{format_.lower()}"
    return replace(picture, name=name, media_type=media_type, content=content)


def _moves(image: Image.Image) -> bool:
    return getattr(image, "n_frames", 1) > 1


def _save_webp(image: Image.Image, format_: str, profile: bytes | None) -> bytes:
    """Save as WebP; what was a PNG may be drawn or written, and keeps every pixel."""
    output = io.BytesIO()
    more = {"icc_profile": profile} if profile else {}
    is_exact = format_ == "PNG"
    image.save(output, "WEBP", quality=_QUALITY_OF_WEBP, lossless=is_exact, method=6, **more)
    return output.getvalue()


def _save(image: Image.Image, format_: str, profile: bytes | None) -> bytes:
    output = io.BytesIO()
    more = {"icc_profile": profile} if profile else {}
    if format_ == "JPEG":
        image.save(output, "JPEG", quality=_QUALITY, optimize=True, **more)
    else:
        image.save(output, "PNG", optimize=True, **more)
    return output.getvalue()
