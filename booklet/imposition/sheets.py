"""Draw source pages on sheets with pikepdf.

What stands between the contents of two pages is the same on most sides, and stored once. The result
is for paper only: it has no tags, links or bookmarks, and says so.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

from booklet.common.pdf_literals import coordinates
from booklet.imposition.page_content import ContentCopier
from booklet.imposition.paper import TOLERANCE
from booklet.imposition.plan import Flip
from booklet.imposition.side_content import SideContent
from booklet.imposition.side_pages import add_sides

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pikepdf import Pdf

    from booklet.imposition.marks import Mark
    from booklet.imposition.paper import SheetGeometry
    from booklet.imposition.plan import Side
    from booklet.imposition.source_pages import SourcePage

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
        *,
        is_tidy: bool,
    ) -> None:
        self.destination = pikepdf.new()
        self._source = source
        self._pages = pages
        self._geometry = geometry
        self._marks = _draw_marks(marks)
        self._copier = ContentCopier(source, self.destination, is_tidy=is_tidy)
        self._sides: list[SideContent] = []

    def add_side(self, side: Side, *, creep: float) -> None:
        """Draw one side as the next page."""
        geometry = self._geometry
        drawn = SideContent(self.destination)
        for index, cell in enumerate(side.cells):
            if cell.page_number is None:
                continue
            page = self._pages[cell.page_number - 1]
            content = self._copier.copy(page)
            if content is None:
                continue
            row, column = divmod(index, side.columns)
            corner = geometry.cell_corner(column, row)
            matrix = _matrix(
                page,
                scale_of(page, geometry),
                geometry.page_centre(column, row, creep=creep),
                is_upside_down=cell.is_upside_down,
            )
            drawn.add_page(
                content,
                clip=coordinates((*corner, geometry.cell_width, geometry.cell_height)),
                matrix=coordinates(matrix),
            )
        if self._marks:
            drawn.write(self._marks)
        self._sides.append(drawn)

    def save(self, title: str, flip: Flip | None) -> bytes:
        """Finish the file: what the reader and the printer should know about it.

        Args:
            title: of the file.
            flip: how the printer turns the paper over; None when it prints one side.
        """
        sheet_size = self._geometry.sheet_width, self._geometry.sheet_height
        add_sides(self.destination, self._sides, sheet_size)
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
        % (b"3 3" if mark.is_fold else b"", coordinates(mark.start), coordinates(mark.end))
        for mark in marks
    ]
    return b"\n".join([b"q 0.25 w 0 G", *lines, b"Q"]) if lines else b""
