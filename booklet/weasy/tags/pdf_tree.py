"""Read WeasyPrint's structure tree into nodes, and write nodes in its place.

A node knows the box that its element was made for. When nodes are written, the parent tree follows
from the tree, marked content is numbered in drawing order, and what no element owns is an artifact;
so a repair only has to move or remove nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.weasy.patches.structure_boxes import Recording
from booklet.weasy.protocols import Pdf, PdfDictionary
from booklet.weasy.tags.pdf_objects import content_streams, dictionary_at, number_of, stream_at
from booklet.weasy.tags.structure import LinkArea, Mark, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.patches.structure_boxes import Recording
    from booklet.weasy.protocols import Pdf, PdfDictionary, PdfStream


def read_structure(pdf: Pdf, recording: Recording) -> Node:
    """Read the tree: a `Document` with everything below it."""
    page_indexes = {number_of(page): index for index, page in enumerate(pdf.page_references)}
    root = dictionary_at(pdf, pdf.catalog["StructTreeRoot"])
    blank = _blank_marks(pdf)

    def read(entry: PdfDictionary) -> Node:
        node = Node(entry["S"].removeprefix("/"), box=recording.boxes.get(entry.number))
        node.entries = {key: entry[key] for key in ("Alt", "ID") if key in entry}
        if attributes := entry.get("A"):
            owner = attributes["O"].removeprefix("/")
            node.attributes[owner] = {key: each for key, each in attributes.items() if key != "O"}
        for kid in entry["K"]:
            if isinstance(kid, int):
                mark = (page_indexes[number_of(entry["Pg"])], kid)
                if mark not in blank:
                    node.kids.append(Mark(*mark))
                continue
            below = dictionary_at(pdf, kid)
            if below["Type"] == "/OBJR":
                page_index = page_indexes[number_of(below["Pg"])]
                node.kids.append(LinkArea(page_index, dictionary_at(pdf, below["Obj"])))
            else:
                node.kids.append(read(below))
        return node

    return read(dictionary_at(pdf, root["K"][0]))


def _blank_marks(pdf: Pdf) -> set[tuple[int, int]]:
    """Find marks without content: WeasyPrint draws nothing for spaces between elements."""
    return {
        (page_index, operand["MCID"])
        for page_index, reference in enumerate(pdf.page_references)
        for stream in content_streams(pdf, dictionary_at(pdf, reference))
        for index, operand in enumerate(stream.stream)
        if isinstance(operand, pydyf.Dictionary)
        and "MCID" in operand
        and stream.stream[index + 2 : index + 5] == [b"BT", b"ET", b"EMC"]
    }


def write_structure(pdf: Pdf, document: Node, recording: Recording) -> None:
    """Write a tree in place of WeasyPrint's, with its parent tree and artifacts."""
    _Writer(pdf, document, recording).write()


class _Writer:
    """Writes one tree.

    Marked content is identified by its page index and WeasyPrint's MCID on that page.
    """

    def __init__(self, pdf: Pdf, document: Node, recording: Recording) -> None:
        self.pdf = pdf
        self.document = document
        self.pages = [dictionary_at(pdf, reference) for reference in pdf.page_references]
        self.running = _running_content(pdf, recording)
        self.parents: dict[tuple[int, int], PdfDictionary] = {}
        self.areas: dict[int, list[tuple[PdfDictionary, PdfDictionary]]] = {}
        self.numbered: dict[tuple[int, int], tuple[PdfStream, int]] = {}

    def write(self) -> None:
        """Number the content, then write elements, then the parent tree."""
        owned = {(leaf.page_index, leaf.mcid) for leaf in _marks(self.document)}
        holders: list[tuple[PdfDictionary, list[tuple[int, int]]]] = []
        for page_index, page in enumerate(self.pages):
            for stream in content_streams(self.pdf, page):
                content = self._number(page_index, stream, owned)
                if stream is stream_at(self.pdf, page["Contents"]):
                    holders.append((page, content))
                elif content:
                    holders.append((stream.extra, content))
        root = dictionary_at(self.pdf, self.pdf.catalog["StructTreeRoot"])
        written = self._write_node(self.document, root.reference)
        root["K"] = pydyf.Array([written.reference])
        numbers = pydyf.Array()
        for key, (holder, content) in enumerate(holders):
            holder["StructParents"] = key
            numbers.append(key)
            numbers.append(pydyf.Array(self.parents[mark].reference for mark in content))
        self._write_areas(numbers, len(holders))
        dictionary_at(self.pdf, root["ParentTree"])["Nums"] = numbers

    def _number(
        self, page_index: int, stream: PdfStream, owned: set[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Number a stream's marked content from 0, and make artifacts of what nobody owns."""
        content: list[tuple[int, int]] = []
        for position, operand in enumerate(stream.stream):
            if not (isinstance(operand, pydyf.Dictionary) and "MCID" in operand):
                continue
            mark = (page_index, operand["MCID"])
            if mark in owned:
                self.numbered[mark] = (stream, len(content))
                stream.stream[position] = pydyf.Dictionary({"MCID": len(content)})
                content.append(mark)
            else:
                stream.stream[position - 1] = "/Artifact"
                kind = self.running.get(mark, {"Type": "/Layout"})
                stream.stream[position] = pydyf.Dictionary(kind)
        return content

    def _write_node(self, node: Node, parent: bytes) -> PdfDictionary:
        entry: PdfDictionary = pydyf.Dictionary(
            {"Type": "/StructElem", "S": f"/{node.role}", "P": parent}
        )
        self.pdf.add_object(entry)
        page_index = next((leaf.page_index for leaf in _marks(node)), None)
        if page_index is not None:
            entry["Pg"] = self.pdf.page_references[page_index]
        entry.update(node.entries)
        attributes = [
            pydyf.Dictionary({"O": f"/{owner}", **values})
            for owner, values in node.attributes.items()
            if values
        ]
        if attributes:
            entry["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)
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
        self, mark: Mark, entry: PdfDictionary, page_index: int | None
    ) -> int | PdfDictionary:
        key = (mark.page_index, mark.mcid)
        stream, mcid = self.numbered[key]
        self.parents[key] = entry
        is_own_page = stream is stream_at(self.pdf, self.pages[mark.page_index]["Contents"])
        if is_own_page and mark.page_index == page_index:
            return mcid
        page = self.pdf.page_references[mark.page_index]
        reference: PdfDictionary = pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": mcid})
        if not is_own_page:
            reference["Stm"] = stream.reference
        return reference

    def _write_area(self, area: LinkArea, entry: PdfDictionary) -> PdfDictionary:
        self.areas.setdefault(area.page_index, []).append((area.annotation, entry))
        page = self.pdf.page_references[area.page_index]
        entries = {"Type": "/OBJR", "Obj": area.annotation.reference, "Pg": page}
        reference: PdfDictionary = pydyf.Dictionary(entries)
        return reference

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


def _running_content(pdf: Pdf, recording: Recording) -> dict[tuple[int, int], dict[str, str]]:
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
                    mark = (page_indexes[number_of(entry["Pg"])], kid)
                    content[mark] = {"Type": "/Pagination", "Subtype": subtype}
    return content
