"""What a camera writes into a picture besides its pixels: where, when, by whom. A book shows none.

Files are taken apart at their own seams, so that every pixel stays as it is. What is needed to show
a picture stays too: its colour profile, its resolution, and which way up it is. GIF is left alone,
because no camera makes it. What follows the picture in its file, such as a short film, is dropped.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

UPRIGHT = 1
"""Exif 2.32, 4.6.4: the orientation of a picture that is shown as it is stored."""

_EXIF = b"Exif\0\0"
_JPEG_FILL, _JPEG_END, _JPEG_SCAN, _JPEG_JFIF, _JPEG_EXIF = 0xFF, 0xD9, 0xDA, 0xE0, 0xE1
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_MARKS = frozenset({*range(0xE0, 0xF0), 0xFE})
"""Application segments and comments."""
_JPEG_KEPT = ((_JPEG_JFIF, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_COLOUR = {"cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI"}
_PNG_KEPT = _PNG_COLOUR | {"tRNS", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT"}
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04


def without_metadata(content: bytes, media_type: str, orientation: int) -> bytes:
    """Take out of a picture what is not needed to show it.

    Args:
        content: a whole picture.
        media_type: `image/jpeg`, `image/png`, `image/webp`, or one that is left alone.
        orientation: which way up it is, from 1 to 8 (Exif 2.32, 4.6.4).

    Raises:
        ValueError: when the file is not made as its kind should be.
    """
    exif = b"" if orientation == UPRIGHT else _exif(orientation)
    try:
        if media_type == "image/jpeg":
            return b"".join(_jpeg(content, exif))
        if media_type == "image/png":
            return b"".join(_png(content, exif))
        if media_type == "image/webp":
            return _webp(content, exif)
    except (IndexError, ValueError, struct.error) as error:
        raise ValueError("the file ends too early") from error
    return content


def _exif(orientation: int) -> bytes:
    """Write the shortest Exif block: one directory with one entry."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return struct.pack("<2sHIH", b"II", 42, 8, 1) + entry + bytes(4)


def _jpeg(content: bytes, exif: bytes) -> Iterator[bytes]:
    """Walk from marker to marker (ITU-T T.81, B.1.1)."""
    yield content[:2]
    place = 2
    while True:
        place = content.index(b"\xff", place)
        while content[place + 1] == _JPEG_FILL:
            place += 1
        marker = content[place + 1]
        if marker == _JPEG_END:
            yield content[place : place + 2]
            return
        if marker in _JPEG_ALONE:
            end = place + 2
        else:
            end = place + 2 + struct.unpack_from(">H", content, place + 2)[0]
        segment = content[place:end]
        if marker == _JPEG_SCAN:
            end = _end_of_scan(content, end)
            segment = content[place:end]
        if exif and marker != _JPEG_JFIF:
            yield struct.pack(">BBH", _JPEG_FILL, _JPEG_EXIF, 2 + len(_EXIF + exif)) + _EXIF + exif
            exif = b""
        is_kept = any(marker == kept and segment[4:].startswith(name) for kept, name in _JPEG_KEPT)
        if marker not in _JPEG_MARKS or is_kept:
            yield segment
        place = end


def _end_of_scan(content: bytes, place: int) -> int:
    """Find the next marker after packed pixels, in which FF is followed by 00 or by a restart."""
    while True:
        place = content.index(b"\xff", place)
        if content[place + 1] != 0 and content[place + 1] not in _JPEG_ALONE:
            return place
        place += 2


def _png(content: bytes, exif: bytes) -> Iterator[bytes]:
    """Walk from chunk to chunk (PNG, third edition, 5.3); the capital ones hold the picture."""
    yield _PNG_START
    place = len(_PNG_START)
    kind = ""
    while kind != "IEND":
        length, name = struct.unpack_from(">I4s", content, place)
        kind = name.decode("latin-1")
        if exif and kind == "IDAT":
            chunk = b"eXIf" + exif
            yield struct.pack(">I", len(exif)) + chunk + struct.pack(">I", zlib.crc32(chunk))
            exif = b""
        end = place + 12 + length
        if kind[0].isupper() or kind in _PNG_KEPT:
            yield content[place:end]
        place = end


def _webp(content: bytes, exif: bytes) -> bytes:
    """Walk from chunk to chunk (RFC 9649, 2.3); the first says what the others are."""
    chunks: list[tuple[bytes, bytes]] = []
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    place = 12
    while place < end:
        name, length = struct.unpack_from("<4sI", content, place)
        body = content[place + 8 : place + 8 + length]
        if name == b"VP8X":
            flags = body[0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP) | (_WEBP_HAS_EXIF if exif else 0)
            chunks.append((name, bytes([flags]) + body[1:]))
        elif name in _WEBP_KEPT:
            chunks.append((name, body))
        place += 8 + length + length % 2
    if exif:
        chunks.append((b"EXIF", exif))
    written = b"".join(
        name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2) for name, body in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(written)) + b"WEBP" + written
