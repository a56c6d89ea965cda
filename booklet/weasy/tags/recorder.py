"""Our hold on the structure tree that WeasyPrint writes: which box each element was made for.

WeasyPrint writes a structure tree that validators accept but does not say which part of the HTML
an element stands for. While a PDF is written, it is watched making them, and nothing it does is
changed.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from booklet.weasy.internals import boxes, build_box_tree, itself

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Recording:
    """What was seen while the structure tree was built.

    Attributes:
        boxes: the box each structure element was made for, by the element's object number.
        margins: each margin box that was drawn, with the object numbers made for it: they hang
            nowhere in the tree.
    """

    boxes: dict[int, Any] = field(default_factory=dict)
    margins: list[tuple[Any, range]] = field(default_factory=list)


@contextmanager
def record_structure() -> Iterator[Recording]:
    """Watch WeasyPrint build structure trees while the context lasts."""
    recording = Recording()

    def watch(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401
        box = itself(box)
        first = len(pdf.objects)
        for element in build_box_tree(box, parent, pdf, *rest):
            recording.boxes.setdefault(element.number, box)
            yield element
        if isinstance(box, boxes.MarginBox):
            recording.margins.append((box, range(first, len(pdf.objects))))

    with build_box_tree.replaced(watch):
        yield recording
