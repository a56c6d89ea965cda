"""Digests of what pages show, so that whoever draws them knows which have changed.

Two pages with one digest look the same: their streams, resources, pictures and annotations are
equal. Where they stand in the book and in its structure does not count, nor how objects are
numbered.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.linker.fragment import PageSection

_HOLE = re.compile(rb"%(?:%|d)")


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
            count = sum(found[0] == b"%d" for found in _HOLE.finditer(line))
            self.objects[index] = line, tuple(next(holes) for _ in range(count))

    def digest(self, page: int) -> str:
        """Digest a page with all it refers to, each object once, in the order of references."""
        total = sha256()
        seen: dict[int, int] = {}
        waiting = [page]
        while waiting:
            index = waiting.pop()
            if index in seen or index in self.left_out:
                continue
            seen[index] = len(seen)
            for part, holes in self._parts(index):
                total.update(b"%d " % len(part) + part)
                for hole in holes:
                    if hole < self.section.size:
                        waiting.append(hole)
                    elif hole >= self.section.size + self.section.key_count:
                        total.update(self._symbol(hole).encode())
        return total.hexdigest()

    def _parts(self, index: int) -> Iterator[tuple[bytes, tuple[int, ...]]]:
        if index in self.streams:
            stream = self.streams[index]
            yield stream.entries.template, stream.entries.holes
            yield stream.content, ()
        else:
            yield self.objects[index]

    def _symbol(self, hole: int) -> str:
        return self.section.imports[hole - self.section.size - self.section.key_count]
