"""Make small PDFs with a label on each page, and find the labels on imposed sheets.

A page may be rotated, moved away from the origin, cropped or measured in other units: its label
is always seen at the same place, 30 points from the left and 40 below the top.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from io import BytesIO
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pikepdf import Object, Pdf

LABEL_LEFT = 30
LABEL_BELOW_TOP = 40
A7, A6, A5, A4 = (209.76, 297.64), (297.64, 419.53), (419.53, 595.28), (595.28, 841.89)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page as it is seen, and the ways in which the file says so."""

    page_width: float = A5[0]
    page_height: float = A5[1]
    rotation: int = 0
    origin: tuple[float, float] = (0, 0)
    surplus: float = 0
    visible_box: str = "/TrimBox"
    unit: float = 1
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """A label on a sheet: where its first letter stands, its direction and its size."""

    text: str
    x: float
    y: float
    clockwise: int
    scale: float


def make_pdf(samples: Iterable[Sample], *, title: str = "", object_streams: bool = False) -> bytes:
    """Make a PDF with pages labelled P1, P2 and so on."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    resources = pdf.make_indirect(Dictionary(Font=Dictionary(F1=pdf.make_indirect(font))))
    for number, sample in enumerate(samples, 1):
        page = Dictionary(Type=Name.Page, Resources=resources)
        _add_boxes(page, sample)
        if sample.rotation:
            page.Rotate = sample.rotation
        if sample.unit != 1:
            page.UserUnit = sample.unit
        page.Contents = pdf.make_stream(page_content(sample, f"P{number}"))
        for key, value in sample.extra.items():
            page[key] = value
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    if title:
        pdf.docinfo["/Title"] = title
    return save(pdf, object_streams=object_streams)


def make_pages(page_count: int, size: tuple[float, float] = A5) -> bytes:
    """Make a PDF with plain pages of one size."""
    return make_pdf([Sample(*size)] * page_count)


def save(pdf: Pdf, *, object_streams: bool = False) -> bytes:
    """Save a PDF into memory."""
    saved = BytesIO()
    mode = pikepdf.ObjectStreamMode
    pdf.save(saved, object_stream_mode=mode.generate if object_streams else mode.preserve)
    return saved.getvalue()


def page_content(sample: Sample, text: str) -> bytes:
    """Write the label so that it is upright where the page is seen."""
    width, height = sample.page_width, sample.page_height
    to_page = {
        0: Matrix(1, 0, 0, 1, 0, 0),
        90: Matrix(0, 1, -1, 0, height, 0),
        180: Matrix(-1, 0, 0, -1, width, height),
        270: Matrix(0, -1, 1, 0, 0, width),
    }[sample.rotation % 360]
    small = Matrix(1 / sample.unit, 0, 0, 1 / sample.unit, *sample.origin)
    matrix = to_page @ small
    place = f"{LABEL_LEFT} {height - LABEL_BELOW_TOP} Td"
    return b"q %b cm BT /F1 24 Tf %b (%b) Tj ET Q" % (
        matrix.encode(),
        place.encode(),
        text.encode(),
    )


def read_sides(pdf: bytes) -> list[list[Label]]:
    """Find all labels of each page, from left to right."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [
            sorted(_labels(page.obj, Matrix()), key=lambda label: label.x) for page in opened.pages
        ]


def _add_boxes(page: Object, sample: Sample) -> None:
    lying = sample.rotation % 180 != 0
    width = (sample.page_height if lying else sample.page_width) / sample.unit
    height = (sample.page_width if lying else sample.page_height) / sample.unit
    left, bottom = sample.origin
    visible = [left, bottom, left + width, bottom + height]
    more = sample.surplus
    page.MediaBox = Array([left - more, bottom - more, left + width + more, bottom + height + more])
    if more:
        page[sample.visible_box] = Array(visible)


def _labels(node: Object, matrix: Matrix) -> list[Label]:
    found: list[Label] = []
    stack: list[Matrix] = []
    at = (0.0, 0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about pages that are faulty on purpose
        instructions = pikepdf.parse_content_stream(node)
    for instruction in instructions:
        name, operands = str(instruction.operator), instruction.operands
        if name == "q":
            stack.append(matrix)
        elif name == "Q":
            matrix = stack.pop() if stack else matrix
        elif name == "cm":
            matrix = Matrix(*(float(operand) for operand in operands)) @ matrix
        elif name == "Td":
            at = (float(operands[0]), float(operands[1]))
        elif name == "Tj":
            x, y = matrix.transform(at)
            found.append(
                Label(
                    str(operands[0]),
                    round(x, 2),
                    round(y, 2),
                    round(degrees(atan2(-matrix.b, matrix.a))) % 360,
                    round(hypot(matrix.a, matrix.b), 3),
                )
            )
        elif name == "Do":
            found += _labels(node.Resources.XObject[str(operands[0])], matrix)
    return found
