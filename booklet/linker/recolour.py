"""Recolour a fragment: exchange the book's colour without rendering its pages again.

A colour is exchanged where the content of pages and drawings sets it (ISO 32000-1, 8.6.8: `rg` and
`RG`). That these are all the places where a fragment depends on it cannot be seen from one fragment
alone: `booklet/scheduling/fragment_cache.py` compares two that were rendered in two colours.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from booklet.common.pdf_literals import number_literal
from booklet.linker.section import COMPRESSION_LEVEL, shared_section

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment, PrintedNumber
    from booklet.linker.section import Section, StreamObject

_STREAMS_KEPT = 5000


class _SameColourError(Exception):
    """The new colour is there already."""


def recolour(fragment: Fragment, old: str, new: str) -> Fragment | None:
    """Exchange a colour on finished pages.

    Args:
        fragment: any.
        old: `#rrggbb`.
        new: `#rrggbb`.

    Returns:
        The fragment in the new colour; None where the new colour is there already: what has one
        colour may be drawn in one go.
    """
    try:
        return _Recolourer(fragment, old, new).recolour()
    except _SameColourError:
        return None


@dataclass(frozen=True, slots=True)
class _Edit:
    """What became of a stream.

    Attributes:
        content: compressed.
        spots: where the old colour stood in it, decoded, in bytes.
    """

    content: bytes
    spots: tuple[int, ...] = ()


class _Recolourer:
    def __init__(self, fragment: Fragment, old: str, new: str) -> None:
        self._fragment = fragment
        self._old, self._new = _operands(old), _operands(new)
        self._renamed: dict[str, str] = {}

    def recolour(self) -> Fragment:
        content = self._fragment.content
        shared = tuple(map(self._recolour_shared, content.shared))
        edits = {stream.index: self._edit(stream) for stream in content.section.streams}
        section = replace(
            content.section,
            streams=tuple(
                replace(stream, content=edits[stream.index].content)
                for stream in content.section.streams
            ),
            imports=self._imports(content.section),
        )
        numbers = tuple(self._move(one, edits[one.stream]) for one in content.numbers)
        recoloured = replace(content, section=section, shared=shared, numbers=numbers)
        return replace(self._fragment, content=recoloured)

    def _recolour_shared(self, section: Section) -> Section:
        """Recolour a stream that other fragments may have too; it is named by its content.

        Streams that it draws with come before it.
        """
        (stream,) = section.streams
        (symbol,) = section.exports
        edited, imports = self._edit(stream), self._imports(section)
        if edited.content == stream.content and imports == section.imports:
            return section
        recoloured = shared_section(stream.entries, edited.content, imports)
        self._renamed[symbol] = next(iter(recoloured.exports))
        return recoloured

    def _imports(self, section: Section) -> tuple[str, ...]:
        return tuple(self._renamed.get(symbol, symbol) for symbol in section.imports)

    def _edit(self, stream: StreamObject) -> _Edit:
        entries = stream.entries.template
        if b"/Filter /FlateDecode" not in entries or b"/Subtype /Image" in entries:
            return _Edit(stream.content)
        return _edited(stream.content, self._old, self._new)

    def _move(self, printed: PrintedNumber, edit: _Edit) -> PrintedNumber:
        """Move a page number that stands behind a colour."""
        longer = len(self._new) - len(self._old)
        moved = printed.offset + longer * bisect_left(edit.spots, printed.offset)
        return printed._replace(offset=moved)


@lru_cache(maxsize=_STREAMS_KEPT)
def _edited(content: bytes, old: bytes, new: bytes) -> _Edit:
    written = zlib.decompress(content)
    if old != new and _operators(new).search(written):
        raise _SameColourError
    spots = tuple(match.start() for match in _operators(old).finditer(written))
    if not spots:
        return _Edit(content)
    return _Edit(zlib.compress(_operators(old).sub(new, written), COMPRESSION_LEVEL), spots)


def _operands(colour: str) -> bytes:
    """Write a colour as WeasyPrint does."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return b" ".join(map(number_literal, parts))


@lru_cache
def _operators(operands: bytes) -> re.Pattern[bytes]:
    """Find where a colour is set; operators stand on lines of their own."""
    return re.compile(rb"^%b(?= (?:rg|RG)$)" % re.escape(operands), re.MULTILINE)
