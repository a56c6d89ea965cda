"""Draw source pages on the sides of sheets, with pikepdf.

Each page becomes a form XObject (ISO 32000-1, 8.10): whatever operators its content leaves open,
and whatever names it gives to its resources, it cannot disturb the page beside it. The result is
for paper only: it has no tags, links or bookmarks, and says so.
"""

from __future__ import annotations

from copy import copy
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from booklet.common.pdf_literals import coordinates
from booklet.imposition.marks import marks_content
from booklet.imposition.paper import TOLERANCE
from booklet.imposition.plan import Flip
from booklet.imposition.source import inherited

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
        self._forms = _FormXObjects(source, self._pdf)
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


class _FormXObjects:
    """Source pages as form XObjects of the PDF of the sheets; what they share stays shared."""

    def __init__(self, source: Pdf, destination: Pdf) -> None:
        self._source = source
        self._destination = destination
        self._dictionaries: dict[bytes, Object | None] = {}
        self._forms: dict[tuple[object, ...], Object] = {}

    def form(self, page: SourcePage, *, with_group: bool) -> Object | None:
        """Make a form XObject of what a page draws, clipped to its visible box.

        Args:
            page: of the source.
            with_group: whether the form has the page's transparency group.

        Returns:
            None when the page is empty.
        """
        content = self._content(page)
        if content is None:
            return None
        resources = self.copy_dictionary(inherited(self._node(page), "/Resources"))
        entries = Dictionary(
            Subtype=Name.Form,
            BBox=Array([round(edge, 4) for edge in page.box]),
            Resources=Dictionary() if resources is None else resources,
        )
        group = self.group(page) if with_group else None
        if group is not None:
            entries.Group = group
        key = (content.objgen, entries.unparse())
        if key not in self._forms:
            for name in ("/Filter", "/DecodeParms"):
                if name in content:
                    entries[name] = content[name]
            self._forms[key] = copy(content)
            # All other entries go: in a form, /Matrix or /OC would mean something.
            self._forms[key].stream_dict = entries
        return self._forms[key]

    def group(self, page: SourcePage) -> Object | None:
        """Copy a page's transparency group (ISO 32000-1, 11.4.7); None when it has none."""
        return self.copy_dictionary(self._node(page).get("/Group"))

    def copy_dictionary(self, dictionary: Object | None) -> Object | None:
        """Copy a dictionary, or find the equal one that was copied before.

        Returns:
            The same object for equal dictionaries; None when it is no dictionary, or a node of the
            page tree, which qpdf does not copy.
        """
        if not isinstance(dictionary, Dictionary):
            return None
        key = dictionary.unparse(resolved=True)
        if key not in self._dictionaries:
            if not dictionary.is_indirect:
                dictionary = self._source.make_indirect(dictionary)
            copied = self._destination.copy_foreign(dictionary)
            self._dictionaries[key] = copied if isinstance(copied, Dictionary) else None
        return self._dictionaries[key]

    def _content(self, page: SourcePage) -> Object | None:
        """Copy the content of a page in one stream; None when it has none."""
        contents = self._node(page).get("/Contents")
        parts = list(contents) if isinstance(contents, Array) else [contents]
        streams = [part for part in parts if isinstance(part, Stream)]
        if not streams:
            return None
        if len(streams) == 1:
            # Not decoded: readers draw as much of a damaged stream as they can, qpdf refuses it.
            return self._destination.copy_foreign(streams[0])
        # 7.8.2: the division between streams may fall only between tokens.
        return self._destination.make_stream(b"\n".join(part.read_bytes() for part in streams))

    def _node(self, page: SourcePage) -> Object:
        return self._source.pages[page.page_number - 1].obj


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
