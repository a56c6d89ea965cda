"""Draw source pages on sheets with pikepdf.

Every source page becomes one form XObject, however often it is used; sides whose pages stand at the
same places share one content stream. The result is for paper only: it has no tags, links or
bookmarks, and says so.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

from booklet.imposition import Flip
from booklet.paper import TOLERANCE
from booklet.pdf.source_pages import FormMaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pikepdf import Object, Pdf

    from booklet.imposition import Side
    from booklet.paper import SheetGeometry
    from booklet.pdf.source_pages import SourcePage
    from booklet.printers_marks import Mark

_DESCRIPTION = "For paper only: the pages are arranged for folding or cutting."
_DUPLEX = {
    None: Name.Simplex,
    Flip.SHORT: Name.DuplexFlipShortEdge,
    Flip.LONG: Name.DuplexFlipLongEdge,
}
_COSINES = {0: 1, 90: 0, 180: -1, 270: 0}
_SINES = {0: 0, 90: 1, 180: 0, 270: -1}


class SheetDrawing:
    """A PDF that grows side by side."""

    def __init__(
        self,
        source: Pdf,
        pages: Sequence[SourcePage],
        geometry: SheetGeometry,
        marks: Iterable[Mark],
    ) -> None:
        self.destination = pikepdf.new()
        self._source = source
        self._pages = pages
        self._geometry = geometry
        self._marks = _draw_marks(marks)
        self._forms = FormMaker(source, self.destination)
        self._contents: dict[bytes, Object] = {}

    def add_side(self, side: Side, *, creep: float) -> None:
        """Draw one side as the next page."""
        geometry = self._geometry
        forms = Dictionary()
        drawn: list[bytes] = []
        for index, cell in enumerate(side.cells):
            if cell.page_number is None:
                continue
            page = self._pages[cell.page_number - 1]
            form = self._forms.form(page)
            if form is None:
                continue
            forms[f"/P{index}"] = form
            row, column = divmod(index, side.columns)
            clip = (*geometry.cell_corner(column, row), geometry.cell_width, geometry.cell_height)
            matrix = _matrix(
                page,
                scale_of(page, geometry),
                geometry.page_centre(column, row, creep=creep),
                is_upside_down=cell.is_upside_down,
            )
            drawn.append(b"q %b re W n %b cm /P%d Do Q" % (_numbers(clip), _numbers(matrix), index))
        content = b"\n".join([*drawn, self._marks])
        if content not in self._contents:
            self._contents[content] = self.destination.make_stream(content)
        page_object = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, geometry.sheet_width, geometry.sheet_height]),
            Resources=Dictionary(XObject=forms),
            Contents=self._contents[content],
        )
        self.destination.pages.append(pikepdf.Page(self.destination.make_indirect(page_object)))

    def save(self, title: str, flip: Flip | None) -> bytes:
        """Finish the file: what the reader and the printer should know about it.

        Args:
            title: of the file.
            flip: how the printer turns the paper over; None when it prints one side.
        """
        root = self.destination.Root
        root.PageLayout = Name.SinglePage
        root.ViewerPreferences = Dictionary(
            DisplayDocTitle=True,
            PrintScaling=Name("/None"),
            Enforce=Array([Name.PrintScaling]),
            Duplex=_DUPLEX[flip],
            PickTrayByPDFSize=True,
        )
        language = self._source.Root.get("/Lang")
        if isinstance(language, pikepdf.String):
            root.Lang = str(language)
        layers = self._source.Root.get("/OCProperties")
        if isinstance(layers, Dictionary):
            if not layers.is_indirect:
                layers = self._source.make_indirect(layers)
            root.OCProperties = self.destination.copy_foreign(layers)
        with self.destination.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:description"] = _DESCRIPTION
        self.destination.docinfo["/Title"] = title
        self.destination.docinfo["/Subject"] = _DESCRIPTION
        saved = BytesIO()
        self.destination.save(
            saved,
            min_version=max("1.7", self._source.pdf_version),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return saved.getvalue()


def scale_of(page: SourcePage, geometry: SheetGeometry) -> float:
    """Scale a page like all others, or shrink it to their size if it is larger."""
    usual_width = geometry.page_width / geometry.scale
    usual_height = geometry.page_height / geometry.scale
    too_wide = page.page_width > usual_width + TOLERANCE
    if too_wide or page.page_height > usual_height + TOLERANCE:
        room = min(usual_width / page.page_width, usual_height / page.page_height)
        return geometry.scale * room
    return geometry.scale


def _matrix(
    page: SourcePage, scale: float, centre: tuple[float, float], *, is_upside_down: bool
) -> tuple[float, ...]:
    """Turn and scale a page about its middle and bring that to its place (ISO 32000-1, 8.3.4)."""
    clockwise = (page.rotation + (180 if is_upside_down else 0)) % 360
    a, b = scale * page.unit * _COSINES[clockwise], -scale * page.unit * _SINES[clockwise]
    c, d = -b, a
    left, bottom, right, top = page.box
    x, y = (left + right) / 2, (bottom + top) / 2
    return a, b, c, d, centre[0] - a * x - c * y, centre[1] - b * x - d * y


def _draw_marks(marks: Iterable[Mark]) -> bytes:
    """Draw thin black lines, dashed where the paper is folded."""
    lines = [
        b"[%b] 0 d %b m %b l S"
        % (b"3 3" if mark.is_fold else b"", _numbers(mark.start), _numbers(mark.end))
        for mark in marks
    ]
    return b"\n".join([b"q 0.25 w 0 G", *lines, b"Q"]) if lines else b""


def _numbers(numbers: Iterable[float]) -> bytes:
    """Write numbers for a content stream, to a ten-thousandth of a point."""
    return " ".join(
        f"{round(number, 4) + 0.0:.4f}".rstrip("0").rstrip(".") for number in numbers
    ).encode()
