"""Our hold on the structure tree that WeasyPrint writes: which box each element was made for.

WeasyPrint writes a structure tree that validators accept but does not say which part of the HTML
an element stands for. While a PDF is written, `_build_box_tree` is watched, and nothing it does is
changed. Only this module, `page_numbers`, `page_starts`, `page_faults`, `typefaces` and `mends`
rely on private names; a test fails when another version of WeasyPrint is installed.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN_VERSION = "70.0"


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
    from weasyprint.formatting_structure.boxes import MarginBox  # noqa: PLC0415 - needs Pango
    from weasyprint.layout.absolute import AbsolutePlaceholder  # noqa: PLC0415 - needs Pango
    from weasyprint.pdf import tags  # noqa: PLC0415 - needs Pango

    recording = Recording()
    original = tags._build_box_tree  # noqa: SLF001 - see the module's docstring

    def watch(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - as WeasyPrint itself does
        first = len(pdf.objects)
        for element in original(box, parent, pdf, *rest):
            recording.boxes.setdefault(element.number, box)
            yield element
        if isinstance(box, MarginBox):
            recording.margins.append((box, range(first, len(pdf.objects))))

    tags._build_box_tree = watch  # noqa: SLF001 - see the module's docstring
    try:
        yield recording
    finally:
        tags._build_box_tree = original  # noqa: SLF001 - see the module's docstring
