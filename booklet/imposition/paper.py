"""Paper sizes, and where pages stand on a sheet. Pure; every length is in points.

The edges are those of ISO 216 in millimetres, turned into points and rounded to hundredths, as
copiers know them: A4 is 595.28 by 841.89.
"""

from __future__ import annotations

from dataclasses import dataclass

from booklet.common.errors import ImpositionError
from booklet.imposition.plan import Scheme

POINTS_PER_MM = 72 / 25.4
TOLERANCE = 2 * POINTS_PER_MM
"""Pages that differ less than this from a cell are printed at 100 %, without a word."""


@dataclass(frozen=True, slots=True)
class PaperSize:
    """A size that has a name, upright.

    Attributes:
        name: as on the drawer of the copier.
        short_edge: in points.
        long_edge: in points.
    """

    name: str
    short_edge: float
    long_edge: float


def _iso(name: str, short_mm: int, long_mm: int) -> PaperSize:
    return PaperSize(name, round(short_mm * POINTS_PER_MM, 2), round(long_mm * POINTS_PER_MM, 2))


A3 = _iso("A3", 297, 420)
A4 = _iso("A4", 210, 297)
A5 = _iso("A5", 148, 210)
A6 = _iso("A6", 105, 148)
A7 = _iso("A7", 74, 105)
SHEET_SIZES = (A5, A4, A3)
PAGE_SIZES = (A7, A6, A5, A4, A3)


@dataclass(frozen=True, slots=True)
class SheetGeometry:
    """How big sheets and pages are, and where each page's middle comes.

    The origin is the lower left corner of the sheet; column 0 is at the left, row 0 at the top.

    Attributes:
        scheme: what is made of the sheets.
        paper: what lies in the drawer.
        page_width: of the upright pages as printed.
        page_height: of the upright pages as printed.
        scale: from the source to the printed page; 1.0 is 100 %.
    """

    scheme: Scheme
    paper: PaperSize
    page_width: float
    page_height: float
    scale: float = 1.0

    @property
    def sheet_width(self) -> float:
        """The sheet's edge at the bottom."""
        return self.paper.long_edge if self.scheme.is_landscape else self.paper.short_edge

    @property
    def sheet_height(self) -> float:
        """The sheet's edge at the side."""
        return self.paper.short_edge if self.scheme.is_landscape else self.paper.long_edge

    @property
    def cell_width(self) -> float:
        """An equal share of the sheet's width."""
        return self.sheet_width / self.scheme.columns

    @property
    def cell_height(self) -> float:
        """An equal share of the sheet's height."""
        return self.sheet_height / self.scheme.rows

    def cell_corner(self, column: int, row: int) -> tuple[float, float]:
        """Find the lower left corner of a cell."""
        return column * self.cell_width, (self.scheme.rows - 1 - row) * self.cell_height

    def page_centre(self, column: int, row: int, *, creep: float = 0.0) -> tuple[float, float]:
        """Find where the middle of a page comes.

        The pages of a folded booklet touch the fold, so that paper which is too large sticks out
        where it can be trimmed; creep moves them further that way. Others stand in the middle of
        their cell.
        """
        left, bottom = self.cell_corner(column, row)
        middle = bottom + self.cell_height / 2
        if self.scheme is not Scheme.BOOKLET:
            return left + self.cell_width / 2, middle
        to_fold = self.page_width / 2 - creep
        fold = self.sheet_width / 2
        return (fold - to_fold if column == 0 else fold + to_fold), middle


def place_pages(
    scheme: Scheme,
    page_width: float,
    page_height: float,
    *,
    paper: PaperSize | None = None,
    fit: bool = False,
) -> SheetGeometry:
    """Choose the paper for pages of a size, and the scale.

    Args:
        scheme: what is made of the sheets.
        page_width: of the upright source pages.
        page_height: of the upright source pages.
        paper: None takes the paper whose cells are as large as the pages, or A4 with `fit`.
        fit: whether pages of any size are shrunk or enlarged to fill their cells; without it they
            are always printed at 100 %.

    Raises:
        ImpositionError: when no paper suits the pages, or they are larger than the cells.
    """
    if not fit and paper is None:
        return _geometry_of_known_size(scheme, page_width, page_height)
    geometry = SheetGeometry(scheme, paper or A4, page_width, page_height)
    if _matches_cell(geometry):
        return geometry
    room = min(geometry.cell_width / page_width, geometry.cell_height / page_height)
    if fit:
        return SheetGeometry(scheme, geometry.paper, page_width * room, page_height * room, room)
    too_wide = page_width > geometry.cell_width + TOLERANCE
    if too_wide or page_height > geometry.cell_height + TOLERANCE:
        raise ImpositionError(
            f"pages of {describe_size(page_width, page_height)} are too large for {scheme} sheets"
            f" of {geometry.paper.name}",
            hint=f"With --fit they are printed at {room:.0%}; or choose larger paper.",
        )
    return geometry


def paper_named(name: str) -> PaperSize:
    """Find the paper of a name such as "A4".

    Raises:
        ImpositionError: when no such paper is known.
    """
    for paper in SHEET_SIZES:
        if paper.name == name.strip().upper():
            return paper
    raise ImpositionError(
        f"paper '{name}' is not known",
        hint=f"Choose one of {', '.join(paper.name for paper in SHEET_SIZES)}.",
    )


def describe_size(page_width: float, page_height: float) -> str:
    """Say a size in millimetres, with its name if it has one: "148 × 210 mm (A5)"."""
    in_mm = f"{page_width / POINTS_PER_MM:.0f} × {page_height / POINTS_PER_MM:.0f} mm"
    for size in PAGE_SIZES:
        if _is_near(page_width, size.short_edge) and _is_near(page_height, size.long_edge):
            return f"{in_mm} ({size.name})"
    return in_mm


def _geometry_of_known_size(scheme: Scheme, page_width: float, page_height: float) -> SheetGeometry:
    for paper in SHEET_SIZES:
        geometry = SheetGeometry(scheme, paper, page_width, page_height)
        if _matches_cell(geometry):
            return geometry
    raise ImpositionError(
        f"no paper is known for {scheme} sheets with pages of"
        f" {describe_size(page_width, page_height)}",
        hint=f"Accepted: {_accepted(scheme)}. Pages of other sizes are shrunk or enlarged with"
        " --fit, on A4 or the paper of --paper.",
    )


def _accepted(scheme: Scheme) -> str:
    """List the page sizes that have a paper: "A6 (on A5 paper), …"."""
    return ", ".join(
        f"{page.name} ({page.short_edge / POINTS_PER_MM:.0f} × {page.long_edge / POINTS_PER_MM:.0f}"
        f" mm, on {paper.name} paper)"
        for page in PAGE_SIZES
        for paper in SHEET_SIZES
        if _matches_cell(SheetGeometry(scheme, paper, page.short_edge, page.long_edge))
    )


def _matches_cell(geometry: SheetGeometry) -> bool:
    return _is_near(geometry.page_width, geometry.cell_width) and _is_near(
        geometry.page_height, geometry.cell_height
    )


def _is_near(length: float, other: float) -> bool:
    return abs(length - other) <= TOLERANCE
