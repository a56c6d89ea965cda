"""Ways through the objects of a PDF that pydyf is about to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pydyf


def object_at(pdf: pydyf.PDF, reference: bytes) -> Any:  # noqa: ANN401 - any PDF object
    """Follow a reference."""
    return pdf.objects[number_of(reference)]


def number_of(reference: bytes) -> int:
    """Take the object number out of a reference: `number_of(b"12 0 R") == 12`."""
    return int(reference.split()[0])


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
