"""A structure tree that can be changed: read from WeasyPrint's PDF, written back whole.

The names are those of ISO 32000-1, 14.7 and 14.8. After writing, the parent tree follows from the
tree, marked content is numbered in drawing order, and what no element owns is an artifact; so a
repair only has to move or drop nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pydyf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.typeset.tags.recorder import Recording


@dataclass(slots=True, eq=False)
class Mark:
    """A marked-content sequence: a run of text or a picture on one page."""

    page_index: int
    mcid: int


@dataclass(slots=True, eq=False)
class LinkArea:
    """A link annotation: the rectangle of one line of a link."""

    page_index: int
    annotation: pydyf.Dictionary


@dataclass(slots=True, eq=False)
class Node:
    """A structure element.

    Attributes:
        role: its standard structure type, such as `P`.
        kids: in reading order.
        box: WeasyPrint's box it was made for; None for runs of text and for what repairs add.
        entries: further entries of its dictionary: `Alt`, `E`, `ID`, `Lang`.
        attributes: attribute objects by owner: `{"Table": {"Scope": "/Column"}}`.
    """

    role: str
    kids: list[Kid] = field(default_factory=list)
    box: Any = None
    entries: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def element(self) -> Any:  # noqa: ANN401 - an element of xml.etree
        """The HTML element it stands for, or None."""
        return None if self.box is None else self.box.element

    @property
    def tag(self) -> str:
        """What it stands for: `li`, `li::before`; "" for runs of text."""
        return "" if self.element is None else str(self.box.element_tag)

    @property
    def nodes(self) -> list[Node]:
        """The kids that are elements."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, parents first; kids may be changed on the way."""
        yield self
        for kid in self.nodes:
            yield from kid.walk()

    def leaves(self) -> Iterator[Mark | LinkArea]:
        """Yield all content below this node, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.leaves()
            else:
                yield kid


Kid = Node | Mark | LinkArea


def read_structure(pdf: pydyf.PDF, recording: Recording) -> Node:
    """Read the tree that WeasyPrint made: a `Document` with everything below it."""
    page_indexes = {number_of(page): index for index, page in enumerate(pdf.page_references)}
    root = object_at(pdf, pdf.catalog["StructTreeRoot"])

    def read(entry: pydyf.Dictionary) -> Node:
        node = Node(entry["S"].removeprefix("/"), box=recording.boxes.get(entry.number))
        node.entries = {key: entry[key] for key in ("Alt", "ID") if key in entry}
        if held := entry.get("A"):
            owner = held["O"].removeprefix("/")
            node.attributes[owner] = {key: value for key, value in held.items() if key != "O"}
        for kid in entry["K"]:
            if isinstance(kid, int):
                node.kids.append(Mark(page_indexes[number_of(entry["Pg"])], kid))
                continue
            below = object_at(pdf, kid)
            if below["Type"] == "/OBJR":
                page_index = page_indexes[number_of(below["Pg"])]
                node.kids.append(LinkArea(page_index, object_at(pdf, below["Obj"])))
            else:
                node.kids.append(read(below))
        return node

    return read(object_at(pdf, root["K"][0]))


def object_at(pdf: pydyf.PDF, reference: bytes) -> Any:  # noqa: ANN401 - any PDF object
    """Follow a reference."""
    return pdf.objects[number_of(reference)]


def number_of(reference: bytes) -> int:
    """Take the object number out of a reference: `number_of(b"12 0 R") == 12`."""
    return int(reference.split()[0])


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
        streams: list[tuple[int, pydyf.Stream, list[tuple[int, int]]]] = []
        for page_index, page in enumerate(self.pages):
            streams.extend(
                (page_index, stream, self._number(page_index, stream, owned))
                for stream in content_streams(self.pdf, page)
            )
        root = object_at(self.pdf, self.pdf.catalog["StructTreeRoot"])
        written = self._write_node(self.document, root.reference)
        root["K"] = pydyf.Array([written.reference])
        numbers = pydyf.Array()
        for key, (page_index, stream, content) in enumerate(streams):
            holder = self.pages[page_index]
            if stream is not object_at(self.pdf, holder["Contents"]):
                holder = stream.extra
            elements = [self.parents[place].reference for place in content]
            holder["StructParents"] = key
            numbers.extend((key, pydyf.Array(elements)))
        self._write_areas(numbers, len(streams))
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


def content_streams(pdf: pydyf.PDF, page: pydyf.Dictionary) -> Iterator[pydyf.Stream]:
    """Yield a page's content stream and the groups it draws, which hold marked content too."""
    waiting = [(object_at(pdf, page["Contents"]), object_at(pdf, page["Resources"]))]
    seen: set[int] = set()
    while waiting:
        stream, resources = waiting.pop()
        if stream.number in seen:
            continue
        seen.add(stream.number)
        yield stream
        drawn = resources.get("XObject", {})
        for operator in stream.stream:
            if not (isinstance(operator, bytes) and operator.endswith(b" Do")):
                continue
            group = object_at(pdf, drawn[operator[1:-3].decode()])
            if group.extra.get("Subtype") == "/Form" and "Resources" in group.extra:
                waiting.append((group, object_at(pdf, group.extra["Resources"])))


def _running_content(pdf: pydyf.PDF, recording: Recording) -> dict[tuple[int, int], dict[str, str]]:
    """Find what margin boxes drew: running heads above, folios below (14.8.2.2.2)."""
    page_indexes = {number_of(page): index for index, page in enumerate(pdf.page_references)}
    content = {}
    for keyword, numbers in recording.margins:
        subtype = "/Footer" if keyword.startswith("@bottom") else "/Header"
        for number in numbers:
            entry = pdf.objects[number]
            if not (isinstance(entry, dict) and entry.get("Type") == "/StructElem"):
                continue
            for kid in entry["K"]:
                if isinstance(kid, int):
                    place = (page_indexes[number_of(entry["Pg"])], kid)
                    content[place] = {"Type": "/Pagination", "Subtype": subtype}
    return content
