"""Sections: objects of a PDF that have no object numbers yet.

As in the object files of a compiler, a section has holes where the numbers of objects go. It
defines some symbols, such as a font, and leaves others to whatever it is linked with.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DOCUMENT = "document"
"""The symbol of the element at the root of the structure tree."""

PAGES = "pages"
"""The symbol of the root of the page tree."""

SHARED = "stream:"
"""What the symbols of streams begin with that several divisions may have."""

COMPRESSION_LEVEL = 7
"""Of content streams; 9 takes twice as long for one part in a thousand."""


class ByteTemplate(NamedTuple):
    """Bytes with holes.

    Attributes:
        template: has `%d` for each hole, and `%%` for a percent sign.
        holes: what goes into each: a position in the section's table of numbers.
    """

    template: bytes
    holes: tuple[int, ...]

    def fill(self, numbers: Sequence[int]) -> bytes:
        """Write numbers into the holes."""
        return self.template % tuple([numbers[hole] for hole in self.holes])


@dataclass(frozen=True, slots=True)
class StreamObject:
    """A stream whose dictionary has holes.

    Attributes:
        index: of the object within its section, from 0.
        entries: the inside of its dictionary, without `Length`.
        content: as it stands in the file, after all filters.
    """

    index: int
    entries: ByteTemplate
    content: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """Objects with holes.

    The table of numbers that fills the holes lists the section's own objects, then its keys of the
    parent tree, then its imports.

    Attributes:
        size: how many objects it has.
        objects: those that are no streams, each ended by a newline; there is none inside of one.
        indexes: of these objects within the section, from 0.
        streams: the other objects.
        exports: the symbols it defines, with the indexes of their objects.
        imports: the symbols that others define.
        key_count: how many keys of the parent tree it uses.
    """

    size: int
    objects: ByteTemplate
    indexes: tuple[int, ...]
    streams: tuple[StreamObject, ...]
    exports: Mapping[str, int]
    imports: tuple[str, ...] = ()
    key_count: int = 0

    def numbers(self, base: int, first_key: int, symbols: Mapping[str, int]) -> list[int]:
        """Make the table that fills the holes.

        Args:
            base: the number of the first object.
            first_key: of the parent tree.
            symbols: the numbers of all imports.
        """
        return [
            *range(base, base + self.size),
            *range(first_key, first_key + self.key_count),
            *(symbols[name] for name in self.imports),
        ]


def shared_section(entries: ByteTemplate, content: bytes, imports: tuple[str, ...]) -> Section:
    """Make a section of a stream that several divisions may have.

    Its symbol is the digest of what it holds, so that the linker keeps one of each.

    Args:
        entries: the inside of its dictionary, without `Length`.
        content: as it stands in the file, after all filters.
        imports: symbols of such streams.
    """
    digest = sha256(repr((entries, imports)).encode() + content)
    stream = StreamObject(0, entries, content)
    symbol = f"{SHARED}{digest.hexdigest()}"
    return Section(1, ByteTemplate(b"", ()), (), (stream,), {symbol: 0}, imports)
