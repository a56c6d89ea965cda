"""Read the structure tree that WeasyPrint made, with the boxes its elements were made for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf

from booklet.weasy.tags.pdf_objects import content_streams, number_of, object_at
from booklet.weasy.tags.structure import LinkArea, Mark, Node

if TYPE_CHECKING:
    from booklet.weasy.tags.recorder import Recording


def read_structure(pdf: pydyf.PDF, recording: Recording) -> Node:
    """Read the tree that WeasyPrint made: a `Document` with everything below it."""
    page_indexes = {number_of(page): index for index, page in enumerate(pdf.page_references)}
    root = object_at(pdf, pdf.catalog["StructTreeRoot"])
    blank = _blank_marks(pdf)

    def read(entry: pydyf.Dictionary) -> Node:
        node = Node(entry["S"].removeprefix("/"), box=recording.boxes.get(entry.number))
        node.entries = {key: entry[key] for key in ("Alt", "ID") if key in entry}
        if held := entry.get("A"):
            owner = held["O"].removeprefix("/")
            node.attributes[owner] = {key: value for key, value in held.items() if key != "O"}
        for kid in entry["K"]:
            if isinstance(kid, int):
                place = (page_indexes[number_of(entry["Pg"])], kid)
                if place not in blank:
                    node.kids.append(Mark(*place))
                continue
            below = object_at(pdf, kid)
            if below["Type"] == "/OBJR":
                page_index = page_indexes[number_of(below["Pg"])]
                node.kids.append(LinkArea(page_index, object_at(pdf, below["Obj"])))
            else:
                node.kids.append(read(below))
        return node

    return read(object_at(pdf, root["K"][0]))


def _blank_marks(pdf: pydyf.PDF) -> set[tuple[int, int]]:
    """Find marks without content: WeasyPrint draws nothing for spaces between elements."""
    return {
        (page_index, operand["MCID"])
        for page_index, reference in enumerate(pdf.page_references)
        for stream in content_streams(pdf, object_at(pdf, reference))
        for place, operand in enumerate(stream.stream)
        if isinstance(operand, pydyf.Dictionary)
        and "MCID" in operand
        and stream.stream[place + 2 : place + 5] == [b"BT", b"ET", b"EMC"]
    }
