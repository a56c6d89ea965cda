"""Sides become pages of the file for the copier, in the way that takes least room.

Either the contents of a side's pages stay the streams they came in, with what is drawn around them
stored once for all sides; or everything on a side is packed into one stream, which is smaller when
facing pages resemble each other.
"""

from __future__ import annotations

import zlib
from collections import Counter
from copy import copy
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pikepdf import Object, Pdf

    from booklet.imposition.side_content import SideContent

_STREAM_OVERHEAD = 75
"""Bytes in a file around those of a stream: its number, its dictionary, its keywords."""


def add_sides(pdf: Pdf, sides: Sequence[SideContent], sheet_size: tuple[float, float]) -> None:
    """Add a page for every side.

    Args:
        pdf: the file; what the pages draw is in it already.
        sides: in printing order.
        sheet_size: width and height in points.
    """
    contents = _Contents(pdf, sides)
    resources = _share_resources(pdf, sides)
    for side, shared in zip(sides, resources, strict=True):
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, *sheet_size]),
            Resources=shared,
            Contents=contents.of(side),
        )
        if side.group is not None:
            page.Group = side.group
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


class _Contents:
    """The content of every side, stored in streams."""

    def __init__(self, pdf: Pdf, sides: Iterable[SideContent]) -> None:
        self._pdf = pdf
        self._operators: dict[bytes, Object] = {}
        self._uses = Counter(_identity(part) for side in sides for part in side.parts)

    def of(self, side: SideContent) -> Object:
        """Store what a side draws, unless it is stored already."""
        streams = [part for part in side.parts if not isinstance(part, bytes)]
        if all(self._uses[_identity(stream)] == 1 for stream in streams):
            packed = zlib.compress(b"\n".join(map(_read, side.parts)), level=9)
            if len(packed) + _STREAM_OVERHEAD <= sum(map(self._room_for, side.parts)):
                return self._pdf.make_stream(packed, Filter=Name.FlateDecode)
        return Array([self._stream(part) for part in side.parts])

    def _room_for(self, part: bytes | Object) -> float:
        """Say how many bytes of the file a part takes for each side that it is drawn on."""
        raw = zlib.compress(part) if isinstance(part, bytes) else part.read_raw_bytes()
        return (len(raw) + _STREAM_OVERHEAD) / self._uses[_identity(part)]

    def _stream(self, part: bytes | Object) -> Object:
        if not isinstance(part, bytes):
            return part
        if part not in self._operators:
            self._operators[part] = self._pdf.make_stream(part)
        return self._operators[part]


def _share_resources(pdf: Pdf, sides: Iterable[SideContent]) -> list[Object]:
    """Store equal resources once; those of one side alone stay in its page."""
    keys = [side.resources.unparse(resolved=True) for side in sides]
    uses = Counter(keys)
    stored: dict[bytes, Object] = {}
    for key, side in zip(keys, sides, strict=True):
        if key not in stored:
            resources = copy(side.resources)
            stored[key] = pdf.make_indirect(resources) if uses[key] > 1 else resources
    return [stored[key] for key in keys]


def _identity(part: bytes | Object) -> bytes | tuple[int, int]:
    return part if isinstance(part, bytes) else part.objgen


def _read(part: bytes | Object) -> bytes:
    return part if isinstance(part, bytes) else part.read_bytes()
