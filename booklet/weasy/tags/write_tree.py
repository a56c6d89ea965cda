"""Write a structure tree in place of WeasyPrint's.

The parent tree follows from the tree, marked content is numbered in drawing order, and what no
element owns is an artifact; so a repair only has to move or drop nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.weasy.tags.pdf_objects import content_streams, number_of, object_at
from booklet.weasy.tags.structure import LinkArea, Mark, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.tags.recorder import Recording


def write_structure(pdf: pydyf.PDF, document: Node, recording: Recording) -> None:
    """Write a tree in place of WeasyPrint's, with its parent tree and artifacts."""
    _Writer(pdf, document, recording).write()


class _Writer:
    """Holds what belongs together while one tree is written."""

    def __init__(self, pdf: pydyf.PDF, document: Node, recording: Recording) -> None:
        self.pdf = pdf
        self.document = document
        self.pages = [object_at(pdf, reference) for reference in pdf.page_references]
        self.running = _running_content(pdf, recording)
        self.parents: dict[tuple[int, int], pydyf.Dictionary] = {}
        self.areas: dict[int, list[tuple[pydyf.Dictionary, pydyf.Dictionary]]] = {}
        self.homes: dict[tuple[int, int], tuple[pydyf.Stream, int]] = {}

    def write(self) -> None:
        """Number the content, then write elements, then the parent tree."""
        owned = {(leaf.page_index, leaf.mcid) for leaf in _marks(self.document)}
        numbered: list[tuple[pydyf.Dictionary, list[tuple[int, int]]]] = []
        for page_index, page in enumerate(self.pages):
            for stream in content_streams(self.pdf, page):
                content = self._number(page_index, stream, owned)
                if stream is object_at(self.pdf, page["Contents"]):
                    numbered.append((page, content))
                elif content:
                    numbered.append((stream.extra, content))
        root = object_at(self.pdf, self.pdf.catalog["StructTreeRoot"])
        written = self._write_node(self.document, root.reference)
        root["K"] = pydyf.Array([written.reference])
        numbers = pydyf.Array()
        for key, (holder, content) in enumerate(numbered):
            holder["StructParents"] = key
            numbers.append(key)
            numbers.append(pydyf.Array(self.parents[place].reference for place in content))
        self._write_areas(numbers, len(numbered))
        object_at(self.pdf, root["ParentTree"])["Nums"] = numbers

    def _number(
        self, page_index: int, stream: pydyf.Stream, owned: set[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Number a stream's marked content from 0, and make artifacts of what nobody owns."""
        content: list[tuple[int, int]] = []
        for position, operand in enumerate(stream.stream):
            if not (isinstance(operand, pydyf.Dictionary) and "MCID" in operand):
                continue
            place = (page_index, operand["MCID"])
            if place in owned:
                self.homes[place] = (stream, len(content))
                stream.stream[position] = pydyf.Dictionary({"MCID": len(content)})
                content.append(place)
            else:
                stream.stream[position - 1] = "/Artifact"
                kind = self.running.get(place, {"Type": "/Layout"})
                stream.stream[position] = pydyf.Dictionary(kind)
        return content

    def _write_node(self, node: Node, parent: bytes) -> pydyf.Dictionary:
        entry = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self.pdf.add_object(entry)
        page_index = next((leaf.page_index for leaf in _marks(node)), None)
        if page_index is not None:
            entry["Pg"] = self.pdf.page_references[page_index]
        entry.update(node.entries)
        held = [
            pydyf.Dictionary({"O": f"/{owner}", **values})
            for owner, values in node.attributes.items()
            if values
        ]
        if held:
            entry["A"] = held[0] if len(held) == 1 else pydyf.Array(held)
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self._write_node(kid, entry.reference).reference)
            elif isinstance(kid, Mark):
                kids.append(self._write_mark(kid, entry, page_index))
            else:
                kids.append(self._write_area(kid, entry))
        entry["K"] = kids
        return entry

    def _write_mark(
        self, mark: Mark, entry: pydyf.Dictionary, page_index: int | None
    ) -> int | pydyf.Dictionary:
        place = (mark.page_index, mark.mcid)
        stream, mcid = self.homes[place]
        self.parents[place] = entry
        is_own_page = stream is object_at(self.pdf, self.pages[mark.page_index]["Contents"])
        if is_own_page and mark.page_index == page_index:
            return mcid
        page = self.pdf.page_references[mark.page_index]
        reference = pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": mcid})
        if not is_own_page:
            reference["Stm"] = stream.reference
        return reference

    def _write_area(self, area: LinkArea, entry: pydyf.Dictionary) -> pydyf.Dictionary:
        self.areas.setdefault(area.page_index, []).append((area.annotation, entry))
        page = self.pdf.page_references[area.page_index]
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": area.annotation.reference, "Pg": page})

    def _write_areas(self, numbers: pydyf.Array, key: int) -> None:
        """Keep the annotations that the tree holds, and enter them in the parent tree."""
        for page_index, page in enumerate(self.pages):
            kept = self.areas.get(page_index, [])
            page.pop("Annots", None)
            if kept:
                page["Annots"] = pydyf.Array(area.reference for area, _ in kept)
            for area, entry in kept:
                area["StructParent"] = key
                numbers.extend((key, entry.reference))
                key += 1


def _marks(node: Node) -> Iterator[Mark]:
    return (leaf for leaf in node.leaves() if isinstance(leaf, Mark))


def _running_content(pdf: pydyf.PDF, recording: Recording) -> dict[tuple[int, int], dict[str, str]]:
    """Find what margin boxes drew: running heads above, folios below (14.8.2.2.2)."""
    page_indexes = {number_of(page): index for index, page in enumerate(pdf.page_references)}
    content = {}
    for box, numbers in recording.margins:
        subtype = "/Footer" if box.at_keyword.startswith("@bottom") else "/Header"
        for number in numbers:
            entry = pdf.objects[number]
            if not (isinstance(entry, dict) and entry.get("Type") == "/StructElem"):
                continue
            for kid in entry["K"]:
                if isinstance(kid, int):
                    place = (page_indexes[number_of(entry["Pg"])], kid)
                    content[place] = {"Type": "/Pagination", "Subtype": subtype}
    return content
