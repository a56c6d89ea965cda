"""Tint the pages of a finished PDF for screens, in a file of its own.

The colour is a layer that says of itself that it is to be shown and not printed (ISO 32000-1,
8.11.4.4). Browsers heed that. The entry that would oblige every program to (`AS`) is forbidden by
PDF/UA-1 (7.10) and PDF/A-3 (6.9) alike, so the pages for printing never have the layer at all.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAYER = Name.PaperColour


def tint_pages(pdf: bytes, colour: str) -> bytes:
    """Colour the pages of a tagged PDF for screens; it stays PDF/UA-1 and PDF/A-3.

    Args:
        pdf: finished.
        colour: of the pages, as `#rrggbb`.
    """
    with pikepdf.open(BytesIO(pdf)) as book:
        layer = book.make_indirect(_layer())
        settings = Dictionary(Name=String("Paper colour"), BaseState=Name.ON, Order=Array([layer]))
        book.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=settings)
        for page in book.pages:
            page.add_resource(layer, Name.Properties, name=_LAYER)  # pages may share theirs
            page.contents_add(_paint(page, colour), prepend=True)
        output = BytesIO()
        book.save(output, deterministic_id=True, fix_metadata_version=False)
    return output.getvalue()


def _layer() -> Dictionary:
    return Dictionary(
        Type=Name.OCG,
        Name=String("Paper colour (screen only)"),
        Usage=Dictionary(View=Dictionary(ViewState=Name.ON), Print=Dictionary(PrintState=Name.OFF)),
    )


def _paint(page: pikepdf.Page, colour: str) -> bytes:
    """Fill the whole page: an artifact (14.8.2.2), so that nothing reads it aloud."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    red, green, blue = _parts(colour)
    return (
        f"/Artifact <</Type /Background>> BDC /OC {_LAYER} BDC q "
        f"{red} {green} {blue} rg {left:g} {bottom:g} {right - left:g} {top - bottom:g} re f "
        "Q EMC EMC\n"
    ).encode()


def _parts(colour: str) -> Iterator[str]:
    return (f"{int(colour[start : start + 2], 16) / 255:.3f}" for start in (1, 3, 5))
