"""What stands where on the pages of a PDF, seen by PDFium: boxes over one another, ink at edges."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from PIL import Image

    Box: TypeAlias = tuple[float, float, float, float]

SAFE_EDGE = 8 * 72 / 25.4
"""Points from the edge of the paper: copiers lose what is nearer."""

_CELL = 8.0
_COVERED = 0.35
"""How much of the smaller of two letters the other may cover: slanted ones lean over a little."""

_NEIGHBOURS = 2
"""Letters of a ligature have one box."""

_FRONT_PAGES, _PAGES_AT_THE_END = 4, 2
"""Cover, owner, contents and imprint; notes and the back cover."""

_HEAD, _FOOT = 0.085, 0.905
"""Where text stands between a running head and a folio, of a page's height."""

_FULL = 0.7

_DARK = 235
_DENSITY = 2.0
_INK = 160
"""Greys below it make letters over them hard to read."""


def find_overlaps(pdf: bytes) -> Iterator[str]:
    """Yield each letter that stands on another or on a photograph, with its page."""
    document = pypdfium2.PdfDocument(pdf)
    for index in range(len(document)):
        page = document[index]
        letters = list(_letters(page))
        pictures = [one.get_bounds() for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
        for letter, box in letters:
            for picture in pictures:
                if _covered(box, picture) > _COVERED:
                    yield f"page {index + 1}: '{letter}' on a picture at {_said(box)}"
        yield from (f"page {index + 1}: {one}" for one in _pairs(letters))
    document.close()


def find_short_pages(pdf: bytes) -> Iterator[str]:
    """Yield each page of the body that is not full and not the last before a bookmark's page."""
    document = pypdfium2.PdfDocument(pdf)
    starts = {one.get_dest().get_index() for one in document.get_toc(max_depth=1)}
    first = min(start for start in starts if start >= _FRONT_PAGES)
    for index in range(first, len(document) - _PAGES_AT_THE_END):
        image = document[index].render(scale=1, grayscale=True).to_pil()
        top, bottom = int(image.height * _HEAD), int(image.height * _FOOT)
        text = image.crop((0, top, image.width, bottom)).point(lambda grey: 255 * (grey < _DARK))
        filled = (text.getbbox() or (0, 0, 0, 0))[3] / text.height
        if filled < _FULL and index + 1 not in starts:
            yield f"page {index + 1} is {filled:.0%} full"
    document.close()


def find_ink_under_letters(pdf: bytes) -> Iterator[str]:
    """Yield each page where letters stand on a drawing: what is painted dark without its text."""
    document = pypdfium2.PdfDocument(pdf)
    for index in range(len(document)):
        page = document[index]
        letters = list(_letters(page))
        for one in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
            page.remove_obj(one)
        page.gen_content()
        in_drawings = {box for _, box in _letters(page)}
        image = page.render(scale=_DENSITY).to_pil().convert("L")
        covered = [
            letter for letter, box in letters if box not in in_drawings and _is_dark(image, box)
        ]
        if covered:
            yield f"page {index + 1}: a drawing under “{''.join(covered)[:40]}”"
    document.close()


def _is_dark(image: Image.Image, box: Box) -> bool:
    left, bottom, right, top = (round(side * _DENSITY) for side in box)
    part = image.crop((left, image.height - top, right, image.height - bottom))
    dark = sum(part.histogram()[:_INK])
    return dark > _COVERED * part.width * part.height > 0


def find_ink_at_edges(pdf: bytes) -> Iterator[str]:
    """Yield each page with ink nearer to an edge than copiers print."""
    document = pypdfium2.PdfDocument(pdf)
    for index in range(len(document)):
        image = document[index].render(scale=_DENSITY).to_pil().convert("L")
        width, height = image.size
        edge = int(SAFE_EDGE * _DENSITY)
        image.paste(255, (edge, edge, width - edge, height - edge))
        if image.getextrema()[0] < _DARK:
            where = image.point(lambda value: 255 * (value < _DARK)).getbbox()
            yield f"page {index + 1}: ink in {where} of {image.size}"
    document.close()


def _letters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Box]]:
    text = page.get_textpage()
    sides = [ctypes.c_double() for _ in range(4)]
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if letter.isspace() or raw.FPDFText_IsGenerated(text, index) == 1:
            yield " ", (0.0, 0.0, 0.0, 0.0)
            continue
        raw.FPDFText_GetCharBox(text, index, *map(ctypes.byref, sides))
        left, right, bottom, top = (side.value for side in sides)
        yield letter, (left, bottom, right, top)


def _pairs(letters: list[tuple[str, Box]]) -> Iterator[str]:
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (_, box) in enumerate(letters):
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
            for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
                cells[column, row].append(number)
    found = {
        (one, other)
        for inside in cells.values()
        for place, one in enumerate(inside)
        for other in inside[place + 1 :]
        if other - one > _NEIGHBOURS and _covered(letters[one][1], letters[other][1]) > _COVERED
    }
    for one, other in sorted(found):
        (first, box), (second, _) = letters[one], letters[other]
        yield f"'{second}' on '{first}' at {_said(box)}"


def _covered(one: Box, other: Box) -> float:
    """Say how much of the smaller of two boxes is covered by the other."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min(
        (one[2] - one[0]) * (one[3] - one[1]), (other[2] - other[0]) * (other[3] - other[1])
    )
    return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0


def _said(box: Box) -> str:
    return f"{box[0]:.0f}, {box[1]:.0f}"
