"""Write a PDF 1.7 file from sections: object streams, one cross-reference stream, an identifier.

Sections are written as they are, without reading what they hold: thousands of structure elements
cost one formatting of bytes and one compression.
"""

from __future__ import annotations

import zlib
from hashlib import md5
from struct import Struct
from typing import TYPE_CHECKING

from booklet.common.memoize import memoize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.linker.section import Section

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ENTRY = Struct(">xBII")
"""A cross-reference entry (ISO 32000-1, 7.5.8.3): its type, and two fields; before them, the byte
that names the predictor."""
_UP = 2
_FREE, _IN_USE, _COMPRESSED = range(3)
_COMPRESSION_LEVEL = 6
_MOST_OBJECTS = 2000
"""In one object stream: a reader takes all of it to read one of them."""


class Writer:
    """Writes objects, and the cross-reference stream that says where they are."""

    def __init__(self) -> None:
        self._parts = [_HEADER]
        self._position = len(_HEADER)
        self._entries: dict[int, tuple[int, int, int]] = {}
        self._next = 1

    def reserve(self, count: int) -> int:
        """Reserve consecutive object numbers, and return the first."""
        first = self._next
        self._next += count
        return first

    def write_section(
        self, section: Section, base: int, first_key: int, symbols: Mapping[str, int]
    ) -> None:
        """Write a section's objects, its own numbers beginning at `base`."""
        numbers = section.numbers(base, first_key, symbols)
        for stream in section.streams:
            entries = stream.entries.fill(numbers)
            self.write_stream(base + stream.index, entries, stream.content)
        objects = section.objects.fill(numbers).split(b"\n")[:-1]
        self.write_objects(
            {base + index: each for index, each in zip(section.indexes, objects, strict=True)}
        )

    def write_stream(self, number: int, entries: bytes, content: bytes) -> None:
        """Write a stream.

        Args:
            number: of the object.
            entries: the inside of its dictionary, without its length.
            content: encoded as the entries say.
        """
        self._entries[number] = (_IN_USE, self._position, 0)
        head = b"%d 0 obj\n<<%b/Length %d>>\nstream\n" % (number, entries, len(content))
        self._add(head, content, b"\nendstream\nendobj\n")

    def write_objects(self, objects: Mapping[int, bytes]) -> None:
        """Write objects that are no streams into object streams (7.5.7)."""
        numbers = list(objects)
        for start in range(0, len(numbers), _MOST_OBJECTS):
            self._write_object_stream(objects, numbers[start : start + _MOST_OBJECTS])

    def _write_object_stream(self, objects: Mapping[int, bytes], numbers: list[int]) -> None:
        holder = self.reserve(1)
        heads = []
        offset = 0
        for index, number in enumerate(numbers):
            self._entries[number] = (_COMPRESSED, holder, index)
            heads.append(b"%d %d" % (number, offset))
            offset += len(objects[number]) + 1
        head = b" ".join(heads) + b"\n"
        content = head + b"\n".join([objects[number] for number in numbers])
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(numbers), len(head))
        self.write_stream(holder, entries, _compressed(content))

    def finish(self, catalogue: int, information: int) -> bytes:
        """Write the cross-reference stream, and return the whole file.

        The identifier is the content's digest: the same book gives the same bytes (14.4).
        """
        number = self.reserve(1)
        position = self._position
        self._entries[number] = (_IN_USE, position, 0)
        identifier = md5(b"".join(self._parts), usedforsecurity=False).hexdigest().encode()
        rows = [_ENTRY.pack(*self._entries.get(each, (_FREE, 0, 0))) for each in range(number + 1)]
        rows[0] = _ENTRY.pack(_FREE, 0, 65535)
        self.write_stream(
            number,
            b"/Type/XRef/Size %d/W[1 4 4]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/Filter/FlateDecode"
            b"/DecodeParms<</Predictor 12/Columns %d>>"
            % (number + 1, catalogue, information, identifier, identifier, _ENTRY.size - 1),
            zlib.compress(_differences(rows), _COMPRESSION_LEVEL),
        )
        self._add(b"startxref\n%d\n%%%%EOF\n" % position)
        return b"".join(self._parts)

    def _add(self, *parts: bytes) -> None:
        self._parts.extend(parts)
        self._position += sum(map(len, parts))


@memoize
def _compressed(content: bytes) -> bytes:
    return zlib.compress(content, _COMPRESSION_LEVEL)


def _differences(rows: list[bytes]) -> bytes:
    """Apply the predictor Up, so that rows that hardly differ take hardly any room (7.4.4.4).

    All bytes are subtracted at once, as two long numbers: with their highest bits apart, none
    borrows from its neighbour.
    """
    size, count = len(rows[0]), len(rows)
    here, above, high, low, predictors = (
        int.from_bytes(table, "big")
        for table in (
            b"".join(rows),
            bytes(size) + b"".join(rows[:-1]),
            b"\x80" * size * count,
            b"\x7f" * size * count,
            (bytes([_UP]) + bytes(size - 1)) * count,
        )
    )
    changed = ((here | high) - (above & low)) ^ ((here ^ above ^ high) & high)
    return (changed | predictors).to_bytes(size * count, "big")
