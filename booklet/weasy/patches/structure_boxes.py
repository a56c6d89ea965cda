"""It is recorded which box each structure element is made for.

Fault: WeasyPrint writes a structure tree that validators accept, but nothing in it says which part
    of the HTML an element stands for, so it cannot be repaired: margin boxes are read aloud, labels
    are part of items, and an element is in as many pieces as lines and pages break it into.
Upstream: https://github.com/Kozea/WeasyPrint/issues/2482 collects what is lacking, such as
    https://github.com/Kozea/WeasyPrint/issues/1836 for margin boxes,
    https://github.com/Kozea/WeasyPrint/issues/1837 for labels and
    https://github.com/Kozea/WeasyPrint/issues/2902 for pieces.
Smallest input: two paragraphs with ids; their elements differ in nothing.
Goes when: WeasyPrint lets a `finisher` see the boxes of structure elements, or its own tree needs
    no repair in `tags/`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from booklet.weasy.internals import boxes, build_box_tree, without_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Box, BoxTree, MarginBox, Pdf, PdfDictionary


@dataclass(slots=True)
class Recording:
    """What was recorded while the structure tree was built.

    Attributes:
        boxes: the box each structure element was made for, by the element's object number.
        margins: each margin box that was drawn, with the object numbers made for it: they are in
            the file, but not in the tree.
    """

    boxes: dict[int, Box] = field(default_factory=dict)
    margins: list[tuple[MarginBox, range]] = field(default_factory=list)


@contextmanager
def record_structure() -> Iterator[Recording]:
    """Record WeasyPrint building structure trees while the context lasts; it builds as ever."""
    recording = Recording()

    def build_and_record(box: Box, parent: PdfDictionary, pdf: Pdf, *rest: object) -> BoxTree:
        box = without_placeholder(box)
        first = len(pdf.objects)
        # WeasyPrint's generator calls itself for inner boxes by its name, which is ours now.
        for element in build_box_tree.original(box, parent, pdf, *rest):
            recording.boxes.setdefault(element.number, box)  # the innermost box comes first
            yield element
        if isinstance(box, boxes.MarginBox):
            numbers = range(first, len(pdf.objects))
            recording.margins.append((cast("MarginBox", box), numbers))

    with build_box_tree.replaced(build_and_record):
        yield recording
