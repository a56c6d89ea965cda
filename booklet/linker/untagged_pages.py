"""Take pages out of their structure, for a file that is only printed: no tags, no links.

Copies that share pages then share their content streams, fonts and pictures in one file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from booklet.linker.section import ByteTemplate, Section, StreamObject

if TYPE_CHECKING:
    from booklet.linker.fragment import PageSection

_HOLE = re.compile(rb"%%|%d")
# Keys of the parent tree (ISO 32000-1, 14.7.4.4), the order of annotations, and annotations.
_STRUCTURE = re.compile(rb"/StructParents? %d|/Tabs /S|/Annots \[[^\]]*\]")
_MEDIA_BOX = re.compile(rb"/MediaBox \[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class UntaggedPages:
    """The pages of one division, without structure.

    Attributes:
        digest: of all below.
        section: what the pages draw, without the pages themselves.
        pages: a dictionary for each; its holes are those of the section, and `len(table)`, the
            one behind the last, is for the number of the page tree's node.
        shared: sections that the section imports.
        media_box: of the last page, as it is written.
    """

    digest: str
    section: Section
    pages: tuple[ByteTemplate, ...]
    shared: tuple[Section, ...]
    media_box: bytes

    def write_pages(self, numbers: list[int], parent: int) -> list[bytes]:
        """Write the pages of one copy.

        Args:
            numbers: the section's table.
            parent: the number of the page tree's node.
        """
        return [page.fill([*numbers, parent]) for page in self.pages]


def remove_tags(content: PageSection) -> UntaggedPages:
    """Take the pages of a fragment out of their structure."""
    return _TagRemover(content).remove_tags()


class _TagRemover:
    def __init__(self, content: PageSection) -> None:
        section = self.old = content.section
        self.content = content
        self.first_import = section.size + section.key_count
        self.bodies: dict[int, ByteTemplate] = {}
        self.streams = {stream.index: stream for stream in section.streams}
        holes = iter(section.objects.holes)
        lines = section.objects.template.split(b"\n")[:-1]
        for index, line in zip(section.indexes, lines, strict=True):
            own = tuple(next(holes) for found in _HOLE.findall(line) if found == b"%d")
            self.bodies[index] = _without_structure(ByteTemplate(line, own))
        for stream in section.streams:
            self.bodies[stream.index] = _without_structure(stream.entries)

    def remove_tags(self) -> UntaggedPages:
        old = self.old
        kept = self._reach()
        places = {index: place for place, index in enumerate(kept)}
        bodies = [self.bodies[index] for index in (*self.content.pages, *kept)]
        imports = dict.fromkeys(
            hole for body in bodies for hole in body.holes if hole >= self.first_import
        )
        places |= {hole: len(kept) + at for at, hole in enumerate(imports)}
        places[self.content.page_tree] = len(places)  # behind the table: the node of a copy

        def moved(body: ByteTemplate) -> ByteTemplate:
            return ByteTemplate(body.template, tuple(places[hole] for hole in body.holes))

        plain = [index for index in kept if index not in self.streams]
        section = Section(
            size=len(kept),
            objects=ByteTemplate(
                b"".join(self.bodies[index].template + b"\n" for index in plain),
                tuple(hole for index in plain for hole in moved(self.bodies[index]).holes),
            ),
            indexes=tuple(places[index] for index in plain),
            streams=tuple(
                StreamObject(places[index], moved(self.bodies[index]), self.streams[index].content)
                for index in kept
                if index in self.streams
            ),
            exports={},
            imports=tuple(old.imports[hole - self.first_import] for hole in imports),
        )
        pages = tuple(moved(self.bodies[index]) for index in self.content.pages)
        found = _MEDIA_BOX.search(pages[-1].template)
        digest = sha256(repr((section, pages)).encode())
        return UntaggedPages(
            digest.hexdigest(), section, pages, self.content.shared, found[1] if found else b""
        )

    def _reach(self) -> list[int]:
        """List the objects that the pages draw with, but for the pages themselves."""
        found: dict[int, None] = {}
        passed = {*self.content.pages, self.content.page_tree}
        waiting = list(self.content.pages)[::-1]
        while waiting:
            index = waiting.pop()
            if index not in passed:
                found[index] = None
                passed.add(index)
            below = self.bodies[index].holes
            waiting += [hole for hole in below if hole < self.old.size and hole not in passed][::-1]
        return list(found)


def _without_structure(body: ByteTemplate) -> ByteTemplate:
    """Cut out what belongs to the structure tree, with its holes."""
    gone = [match.span() for match in _STRUCTURE.finditer(body.template)]
    if not gone:
        return body
    spots = [match.start() for match in _HOLE.finditer(body.template) if match[0] == b"%d"]
    holes = tuple(
        hole
        for hole, spot in zip(body.holes, spots, strict=True)
        if not any(start <= spot < end for start, end in gone)
    )
    return ByteTemplate(_STRUCTURE.sub(b"", body.template), holes)
