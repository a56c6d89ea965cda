"""Draw source pages on the sides of sheets, with pikepdf.

Each page becomes a form XObject (ISO 32000-1, 8.10): whatever operators its content leaves open,
and whatever names it gives to its resources, it cannot disturb the page beside it. The result is
for paper only: it has no tags, links or bookmarks, and says so.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

from booklet.common.pdf_literals import coordinates
from booklet.imposition.form_xobjects import FormXObjects
from booklet.imposition.marks import marks_content
from booklet.imposition.paper import TOLERANCE
from booklet.imposition.plan import Flip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pikepdf import Object, Pdf

    from booklet.imposition.marks import Mark
    from booklet.imposition.paper import SheetGeometry
    from booklet.imposition.plan import Side
    from booklet.imposition.source import SourcePage

_SUBJECT = "For paper only: the pages are arranged for folding or cutting."
_DUPLEX = {
    None: Name.Simplex,
    Flip.SHORT: Name.DuplexFlipShortEdge,
    Flip.LONG: Name.DuplexFlipLongEdge,
}
_COSINES = {0: 1, 90: 0, 180: -1, 270: 0}
_SINES = {0: 0, 90: 1, 180: 0, 270: -1}


class SheetDrawing:
    """A PDF to which the sides of sheets are added one by one."""

    def __init__(
        self,
        source: Pdf,
        pages: Sequence[SourcePage],
        geometry: SheetGeometry,
        marks: Iterable[Mark],
    ) -> None:
        self._pdf = pikepdf.new()
        self._source = source
        self._pages = pages
        self._geometry = geometry
        self._marks = marks_content(marks)
        self._forms = FormXObjects(source, self._pdf)
        self._contents: dict[bytes, Object] = {}

    def add_side(self, side: Side, *, creep: float) -> None:
        """Draw one side as the next page.

        Args:
            side: the source pages in their cells.
            creep: how far they move towards the fold, in points.
        """
        drawn = {
            index: self._pages[cell.page_number - 1]
            for index, cell in enumerate(side.cells)
            if cell.page_number is not None
        }
        # A transparency group that all pages of a side share becomes that of the side: in a group
        # of its own each form would be composed in memory first (ISO 32000-1, 11.6.6), which is
        # slow in a copier and may round colours once more.
        groups = [self._forms.group(page) for page in drawn.values()]
        is_shared = all(group is groups[0] for group in groups)
        # Forms are named after their cells, not numbered as they come: sides of equal geometry
        # then have equal content, which is stored once.
        forms = Dictionary()
        operators: list[bytes] = []
        for index, page in drawn.items():
            form = self._forms.form(page, with_group=not is_shared)
            if form is not None:
                forms[f"/P{index}"] = form
                operators.append(self._draw_form(page, side, index, creep))
        sheet = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, self._geometry.sheet_width, self._geometry.sheet_height]),
            Resources=Dictionary(XObject=forms),
            Contents=self._store(b"\n".join([*operators, *self._marks])),
        )
        if is_shared and groups and groups[0] is not None:
            sheet.Group = groups[0]
        self._pdf.pages.append(pikepdf.Page(self._pdf.make_indirect(sheet)))

    def _draw_form(self, page: SourcePage, side: Side, index: int, creep: float) -> bytes:
        """Write the operators that draw a form in its cell.

        The cell clips it, because a page may be 2 mm larger, and creep moves it.
        """
        geometry = self._geometry
        row, column = divmod(index, side.columns)
        corner = geometry.cell_corner(column, row)
        matrix = _matrix(
            page,
            scale_of(page, geometry),
            geometry.page_centre(column, row, creep=creep),
            is_upside_down=side.cells[index].is_upside_down,
        )
        return b"q %b re W n %b cm /P%d Do Q" % (
            coordinates((*corner, geometry.cell_width, geometry.cell_height)),
            coordinates(matrix),
            index,
        )

    def _store(self, content: bytes) -> Object:
        if content not in self._contents:
            self._contents[content] = self._pdf.make_stream(content)
        return self._contents[content]

    def save(self, title: str, flip: Flip | None) -> bytes:
        """Finish the file with what the reader and the printer should know about it.

        Args:
            title: of the file.
            flip: how the printer turns the paper over; None when it prints one side.
        """
        root = self._pdf.Root
        root.PageLayout = Name.SinglePage
        root.ViewerPreferences = Dictionary(  # ISO 32000-1, 12.2
            DisplayDocTitle=True,
            PrintScaling=Name("/None"),
            Enforce=Array([Name.PrintScaling]),
            Duplex=_DUPLEX[flip],
            PickTrayByPDFSize=True,
        )
        language = self._source.Root.get("/Lang")
        if isinstance(language, pikepdf.String):
            root.Lang = pikepdf.String(bytes(language))
        # Which layers are hidden (8.11.4): the resources of pages were copied with their layers.
        layers = self._forms.copy_dictionary(self._source.Root.get("/OCProperties"))
        if layers is not None:
            root.OCProperties = layers
        self._pdf.docinfo["/Title"] = title
        self._pdf.docinfo["/Subject"] = _SUBJECT
        saved = BytesIO()
        self._pdf.save(
            saved,
            # The two that there are: a damaged source may claim any number.
            min_version="2.0" if self._source.pdf_version == "2.0" else "1.7",
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
    """Map a page's default user space to the side: turned and scaled about its middle (8.3.4)."""
    clockwise = (page.rotation + (180 if is_upside_down else 0)) % 360
    a, b = scale * page.user_unit * _COSINES[clockwise], -scale * page.user_unit * _SINES[clockwise]
    c, d = -b, a
    left, bottom, right, top = page.box
    x, y = (left + right) / 2, (bottom + top) / 2
    return a, b, c, d, centre[0] - a * x - c * y, centre[1] - b * x - d * y
