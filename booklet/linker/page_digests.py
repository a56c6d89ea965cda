"""Digests of what pages show, so that whoever draws them knows which have changed.

Two pages with one digest look the same: their streams, pictures, fonts and annotations are equal.
Where they stand in the book and in its structure does not count, nor how objects are numbered, nor
resources that other pages of the division use.
"""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from booklet.linker.fragment import PageSection

_HOLE = re.compile(rb"%(?:%|d)")
_CONTENTS = re.compile(rb"/Contents %d 0 R")
_RESOURCES = re.compile(rb"/Resources %d 0 R")
_USED = re.compile(rb"/([\w.-]+) (?:-?[\d.]+ )?(?:Do|Tf|gs|scn|SCN|sh)\b")
"""A resource that a content stream names: an image or form, a font, a graphics state, a pattern."""

_TOKEN = re.compile(rb"<<|>>|\[|\]|/[^\s/<>\[\]()]+|[^/<>\[\]]+")
_CATEGORIES = frozenset({b"ExtGState", b"XObject", b"Pattern", b"Shading", b"Font"})
"""Entries of a resource dictionary (ISO 32000-1, 7.8.3) whose own entries are resources."""


def digest_pages(content: PageSection) -> tuple[str, ...]:
    """Make a digest of each page of a division."""
    reader = _SectionReader(content)
    return tuple(map(reader.digest, content.pages))


class _SectionReader:
    """Reads the objects of one section, without their numbers."""

    def __init__(self, content: PageSection) -> None:
        section = content.section
        self.section = section
        self.left_out = {content.page_tree, content.owners, *content.elements}
        self.streams = {stream.index: stream for stream in section.streams}
        self.objects: dict[int, tuple[bytes, tuple[int, ...]]] = {}
        holes = iter(section.objects.holes)
        lines = section.objects.template.split(b"\n")
        for index, line in zip(section.indexes, lines, strict=False):
            count = _count_holes(line)
            self.objects[index] = line, tuple(next(holes) for _ in range(count))

    def digest(self, page: int) -> str:
        """Digest a page with all it refers to, each object once, in the order of references."""
        total = sha256()
        seen: set[int] = set()
        waiting = [page]
        # What draws with a resource dictionary, by its index: the page, and forms on it.
        drawing = {_find(*self.objects[page], _RESOURCES): _find(*self.objects[page], _CONTENTS)}
        while waiting:
            index = waiting.pop()
            if index in seen or index in self.left_out:
                continue
            seen.add(index)
            if index in self.streams:
                entries = self.streams[index].entries
                drawing[_find(entries.template, entries.holes, _RESOURCES)] = index
            is_resources = index in drawing
            for part, holes in (
                self._resources(index, drawing[index]) if is_resources else self._parts(index)
            ):
                total.update(b"%d " % len(part) + part)
                for hole in holes:
                    if hole < self.section.size:
                        waiting.append(hole)
                    elif hole >= self.section.size + self.section.key_count:
                        total.update(self._symbol(hole).encode())
        return total.hexdigest()

    def _resources(self, index: int, stream: int) -> Iterator[tuple[bytes, tuple[int, ...]]]:
        """Yield the resources that a stream draws with: all pages of a division share theirs."""
        used = frozenset(_USED.findall(zlib.decompress(self.streams[stream].content)))
        for category, value, holes in _entries(*self.objects[index]):
            if category == b"Font" and holes and holes[0] in self.objects:
                yield from _used_of(*self.objects[holes[0]], used)
            elif category in _CATEGORIES and value.startswith(b"<<"):
                yield from _used_of(value, holes, used)
            else:
                yield category + value, holes

    def _parts(self, index: int) -> Iterator[tuple[bytes, tuple[int, ...]]]:
        if index in self.streams:
            stream = self.streams[index]
            yield stream.entries.template, stream.entries.holes
            yield stream.content, ()
        else:
            yield self.objects[index]

    def _symbol(self, hole: int) -> str:
        return self.section.imports[hole - self.section.size - self.section.key_count]


def _used_of(
    dictionary: bytes, holes: tuple[int, ...], used: Collection[bytes]
) -> list[tuple[bytes, tuple[int, ...]]]:
    """List the entries of a dictionary that are used, by name."""
    found = [one for one in _entries(dictionary, holes) if one[0] in used]
    return [(name + value, own) for name, value, own in sorted(found)]


def _entries(
    dictionary: bytes, holes: tuple[int, ...]
) -> Iterator[tuple[bytes, bytes, tuple[int, ...]]]:
    """Yield the entries of a dictionary whose values are no names: key, value, and its holes."""
    depth, key, value, at = 0, b"", b"", 0
    for token in _TOKEN.findall(dictionary.strip()[2:-2]):
        if not depth and token.startswith(b"/"):
            if key:
                count = _count_holes(value)
                yield key, value.strip(), holes[at : at + count]
                at += count
            key, value = token[1:], b""
            continue
        depth += (token in {b"<<", b"["}) - (token in {b">>", b"]"})
        value += token
    if key:
        yield key, value.strip(), holes[at:]


def _find(template: bytes, holes: tuple[int, ...], pattern: re.Pattern[bytes]) -> int:
    """Return the index of the object that an entry leads to; -1 when there is no such entry."""
    found = pattern.search(template)
    return holes[_count_holes(template[: found.start()])] if found else -1


def _count_holes(template: bytes) -> int:
    return sum(found[0] == b"%d" for found in _HOLE.finditer(template))
