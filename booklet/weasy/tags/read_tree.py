"""Read WeasyPrint's structure tree into nodes, with the boxes its elements were made for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.weasy.tags.pdf_objects import content_streams, dictionary_at, number_of
from booklet.weasy.tags.structure import LinkArea, Mark, Node

if TYPE_CHECKING:
    from booklet.weasy.patches.structure_boxes import Recording
    from booklet.weasy.protocols import Pdf, PdfDictionary


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
