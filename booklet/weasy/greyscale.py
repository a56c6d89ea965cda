"""Make finished pages grey: everything that paints on them, however its colour was written.

Colours are exchanged where a PDF has them (ISO 32000-1, 8.6): in operators of content streams, in
the functions of shadings, in the samples of images. In CSS and SVG there are a dozen notations for
them, and pictures can stand in drawings; in the finished pages there is nothing else.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import TYPE_CHECKING, cast

import pydyf
from PIL import Image

from booklet.common.memoize import memoize
from booklet.weasy.internals import png_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.weasy.protocols import Pdf, PdfDictionary, PdfStream, PdfValue

_GREY = "/DeviceGray"
_LONGEST_OPERATOR = 120
"""Bytes of an operator with its operands; longer ones are text, or no operators at all."""

_RGB = re.compile(rb"([-\d.]+) ([-\d.]+) ([-\d.]+) (rg|RG)")
_SPACE = re.compile(rb"/(?!Pattern )\S+ (?:cs|CS)")
_COMPONENTS = re.compile(rb"((?:[-\d.]+ ){3,4})(scn|SCN)")
_JPEG_QUALITY = 90
_KAPPA = 24389 / 27
"""Of CIE L*: the slope near black (CIE 15, 8.2.1.1)."""


def make_grey(pdf: Pdf) -> None:
    """Exchange all colours that the pages of a PDF are painted with for greys, in place.

    Args:
        pdf: with all its objects, before they are written.
    """
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            if each.extra.get("Subtype") == "/Image":
                _grey_image(cast("PdfStream", each))
            else:
                each.stream[:] = _grey_operators(each.stream)
        elif isinstance(each, pydyf.Dictionary) and "ShadingType" in each:
            _grey_shading(cast("PdfDictionary", each))


def _grey_operators(operators: Sequence[PdfValue]) -> Iterator[PdfValue]:
    """Write greys instead of colours, one operator for each: numbers are exchanged by their places.

    A grey sets its colour space with it (8.6.8).
    """
    is_lab = False
    for operator in operators:
        if not isinstance(operator, bytes) or len(operator) > _LONGEST_OPERATOR:
            yield operator
        elif match := _RGB.fullmatch(operator):
            yield _grey_operator(_luma(*map(float, match.groups()[:3])), match[4] == b"RG")
        elif _SPACE.fullmatch(operator):
            is_lab = operator.startswith(b"/lab-")
            yield b""
        elif match := _COMPONENTS.fullmatch(operator):
            parts = [float(part) for part in match[1].split()]
            grey = _grey_of_lightness(parts[0]) if is_lab else _grey_of(parts)
            yield _grey_operator(grey, match[2] == b"SCN")
        else:
            yield operator


def _grey_operator(grey: float, is_stroke: bool) -> bytes:  # noqa: FBT001 - by position, here only
    return f"{grey:.4f}".rstrip("0").rstrip(".").encode() + (b" G" if is_stroke else b" g")


def _grey_of(parts: Sequence[float]) -> float:
    """Give the grey of one, three or four components: grey, RGB or CMYK."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 3:  # noqa: PLR2004 - see above
        return _luma(*parts)
    *inks, black = parts
    return _luma(*((1 - ink) * (1 - black) for ink in inks))


def _luma(red: float, green: float, blue: float) -> float:
    """Give the luma of a colour (ITU-R BT.601), from 0 to 1."""
    return min(1.0, max(0.0, 0.299 * red + 0.587 * green + 0.114 * blue))


def _grey_of_lightness(lightness: float) -> float:
    """Give the grey that is as light as a colour of CIE L*a*b* (from 0 to 100) is."""
    root = (lightness + 16) / 116
    light = root**3 if lightness > 8 else lightness / _KAPPA  # noqa: PLR2004 - CIE 15, 8.2.1.1
    grey = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055  # noqa: PLR2004 - IEC 61966-2-1
    return min(1.0, max(0.0, grey))


def _grey_shading(shading: PdfDictionary) -> None:
    if shading["ColorSpace"] != _GREY:
        _grey_function(shading["Function"])
        shading["ColorSpace"] = _GREY


def _grey_function(function: PdfDictionary) -> None:
    """Exchange the colours of a function (7.10.3), or of those that it is put together from."""
    for part in function.get("Functions", ()):
        _grey_function(part)
    for end in ("C0", "C1"):
        if end in function:
            function[end] = pydyf.Array([_grey_of([float(part) for part in function[end]])])


def _grey_image(image: PdfStream) -> None:
    """Exchange the samples of an image XObject (8.9.5); its mask stays."""
    extra = image.extra
    if extra["ColorSpace"] == _GREY:
        return
    samples = b"".join(part if isinstance(part, bytes) else part.data for part in image.stream)
    is_jpeg = extra["Filter"] == "/DCTDecode"
    size = int(extra["Width"]), int(extra["Height"])
    image.stream[:] = [_grey_samples(samples, size, is_jpeg=is_jpeg)]
    extra["ColorSpace"] = _GREY
    extra.pop("Decode", None)
    if not is_jpeg:
        extra["DecodeParms"]["Colors"] = 1


@memoize
def _grey_samples(samples: bytes, size: tuple[int, int], *, is_jpeg: bool) -> bytes:
    """Convert what a picture is stored as: a JPEG, or the pixels of a PNG file."""
    if not is_jpeg:
        with Image.open(io.BytesIO(_png_file(samples, size))) as pixels:
            return png_data(pixels.convert("L"))
    output = io.BytesIO()
    with Image.open(io.BytesIO(samples)) as picture:
        picture.convert("L").save(output, "JPEG", quality=_JPEG_QUALITY)
    return output.getvalue()


def _png_file(pixels: bytes, size: tuple[int, int]) -> bytes:
    """Make a file again of the compressed pixels of an RGB picture (PNG, 11.2)."""
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    written = (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)
