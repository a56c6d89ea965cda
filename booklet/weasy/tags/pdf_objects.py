"""Find objects in a PDF that pydyf has not written yet, by their references."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Pdf, PdfDictionary, PdfStream


def dictionary_at(pdf: Pdf, reference: bytes) -> PdfDictionary:
    """Follow a reference to a dictionary."""
    return cast("PdfDictionary", pdf.objects[number_of(reference)])


def stream_at(pdf: Pdf, reference: bytes) -> PdfStream:
    """Follow a reference to a stream."""
    return cast("PdfStream", pdf.objects[number_of(reference)])


def number_of(reference: bytes) -> int:
    """Read the object number of a reference: `number_of(b"12 0 R") == 12`."""
    return int(reference.split()[0])


def content_streams(pdf: Pdf, page: PdfDictionary) -> Iterator[PdfStream]:
    """Yield a page's content stream and the groups it draws, which hold marked content too."""
    waiting = [(stream_at(pdf, page["Contents"]), dictionary_at(pdf, page["Resources"]))]
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
            group = stream_at(pdf, drawn[operator[1:-3].decode()])
            if group.extra.get("Subtype") == "/Form" and "Resources" in group.extra:
                waiting.append((group, dictionary_at(pdf, group.extra["Resources"])))
