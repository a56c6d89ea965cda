"""Impose the pages of a PDF on sheets that are folded or cut: the file for the copier.

Where each page goes is decided in `plan`, where it stands in `paper`; this module puts the steps
in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from booklet.common.errors import ImpositionError
from booklet.imposition.draw import SheetDrawing, scale_of
from booklet.imposition.instructions import instruct
from booklet.imposition.marks import crop_marks, fold_marks
from booklet.imposition.paper import POINTS_PER_MM, paper_named, place_pages
from booklet.imposition.plan import Flip, Scheme, plan_sheets
from booklet.imposition.source import (
    find_title,
    open_source,
    read_pages,
    runs_right_to_left,
    usual_size,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pikepdf import Pdf

    from booklet.imposition.instructions import PrintInstructions
    from booklet.imposition.paper import SheetGeometry
    from booklet.imposition.plan import Sheet, Side

TITLE_ENDING = " – for the copier, booklet mode off"
_LARGEST_CREEP = 0.1
"""Of the width of a page: about as much as its margins can give."""
_MOST_NAMED = 5


class ImposeSettings(TypedDict, total=False):
    """What may be asked of `impose`, by the names of its arguments."""

    scheme: Scheme
    flip: Flip
    signature_sheets: int | None
    caliper_mm: float
    creep_factor: float
    keep_back_cover: bool
    manual_duplex: bool
    with_fold_marks: bool
    with_crop_marks: bool
    paper_name: str | None
    fit: bool
    copies: int


@dataclass(frozen=True, slots=True)
class PrintFile:
    """A finished file.

    Attributes:
        name: to put after the booklet's name: "A4-booklet", "A4-booklet-fronts".
        pdf: its content.
    """

    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class ImposedPdf:
    """Everything there is to say about an imposed PDF.

    Attributes:
        files: one, or the fronts and the backs when the paper is turned over by hand. The backs
            are in the order of the fronts: print the fronts, turn the whole pile over so that its
            first sheet comes to print first again, and print the backs.
        sheets: of one copy, in printing order.
        geometry: the paper, and where the pages stand on it.
        instructions: for whoever stands at the copier.
        shrunk_pages: numbers of the pages that were larger than the others and had to shrink.
        turned_pages: numbers of the pages that were wider than high and lie on their side.
    """

    files: tuple[PrintFile, ...]
    sheets: tuple[Sheet, ...]
    geometry: SheetGeometry
    instructions: PrintInstructions
    shrunk_pages: tuple[int, ...]
    turned_pages: tuple[int, ...]

    @property
    def summary(self) -> str:
        """What to say of it in a line: the paper, how it is printed, what happened to pages."""
        job = self.instructions
        sheets = "1 sheet" if job.sheets_per_copy == 1 else f"{job.sheets_per_copy} sheets"
        parts = [
            f"{sheets} of {job.paper_name}",
            job.sides,
            "booklet mode off",
            f"{job.copies} copies = {job.sheets:,} sheets" if job.copies > 1 else "",
            _say_of_pages(self.shrunk_pages, "made smaller, as large as the others"),
            _say_of_pages(self.turned_pages, "laid on its side", "laid on their sides"),
            *(warning.rstrip(".") for warning in job.warnings),
        ]
        return "; ".join(filter(None, parts))

    @property
    def pdf(self) -> bytes:
        """The first file, which is the only one unless the paper is turned over by hand."""
        return self.files[0].pdf


def impose(
    pdf: bytes,
    *,
    scheme: Scheme = Scheme.BOOKLET,
    flip: Flip = Flip.SHORT,
    signature_sheets: int | None = None,
    caliper_mm: float = 0.0,
    creep_factor: float = 1.0,
    keep_back_cover: bool = True,
    manual_duplex: bool = False,
    with_fold_marks: bool = False,
    with_crop_marks: bool = False,
    paper_name: str | None = None,
    fit: bool = False,
    title: str | None = None,
    copies: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> ImposedPdf:
    """Arrange the pages of any PDF on sheets.

    Args:
        pdf: the file's content.
        scheme: what is made of the sheets.
        flip: the edge about which the copier turns the paper over.
        signature_sheets: sheets in a signature at most; None folds all of them together.
        caliper_mm: thickness of one sheet, for creep; 0 is off; 80 g/m² paper has about 0.11.
        creep_factor: how much of the thickness shows as creep.
        keep_back_cover: whether the last page stays last, with blanks before it.
        manual_duplex: whether fronts and backs become two files, for a one-sided printer.
        with_fold_marks: whether dashed lines at the edges show where to fold.
        with_crop_marks: whether lines at the edges show where to cut.
        paper_name: "A5", "A4" or "A3"; None takes the paper that suits the pages.
        fit: whether pages of any size are scaled to fill their share of the paper.
        title: of the booklet; None takes the title in the PDF.
        copies: how many are wanted, for the instructions.
        progress: called with the number of sides that are done, and of all sides.

    Raises:
        ImpositionError: when the PDF cannot be used, or the settings do not suit it.
    """
    with open_source(pdf) as source:
        heading = _choose_title(source, title)
        pages = read_pages(source)
        page_width, page_height = usual_size(pages)
        paper = None if paper_name is None else paper_named(paper_name)
        geometry = place_pages(scheme, page_width, page_height, paper=paper, fit=fit)
        sheets = plan_sheets(
            scheme,
            len(pages),
            flip=flip,
            max_sheets=signature_sheets,
            caliper=caliper_mm * POINTS_PER_MM,
            factor=creep_factor,
            keep_back_cover=keep_back_cover,
            is_right_to_left=runs_right_to_left(source),
        )
        _check_creep(sheets, geometry)
        instructions = instruct(
            scheme,
            sheets,
            paper_name=geometry.paper.name,
            copies=copies,
            flip=flip,
            is_manual_duplex=manual_duplex,
            scale=geometry.scale,
        )
        marks = fold_marks(geometry) if with_fold_marks else ()
        marks += crop_marks(geometry) if with_crop_marks else ()
        drawings = _draw(
            _runs(sheets, f"{geometry.paper.name}-{scheme}", instructions),
            lambda: SheetDrawing(source, pages, geometry, marks),
            progress or _say_nothing,
        )
        files = tuple(
            PrintFile(run.name, drawing.save(f"{heading}{run.title_ending}", run.flip))
            for run, drawing in drawings
        )
    return ImposedPdf(
        files=files,
        sheets=sheets,
        geometry=geometry,
        instructions=instructions,
        shrunk_pages=tuple(
            page.page_number for page in pages if scale_of(page, geometry) < geometry.scale
        ),
        turned_pages=tuple(page.page_number for page in pages if page.is_turned),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """What becomes one file: the sides in order, each with the creep of its sheet."""

    name: str
    title_ending: str
    flip: Flip | None
    sides: tuple[tuple[Side, float], ...]


def _runs(sheets: Sequence[Sheet], name: str, instructions: PrintInstructions) -> tuple[_Run, ...]:
    if not instructions.is_manual_duplex:
        sides = tuple((side, sheet.creep) for sheet in sheets for side in sheet.sides)
        return (_Run(name, TITLE_ENDING, instructions.flip, sides),)
    fronts = tuple((sheet.front, sheet.creep) for sheet in sheets)
    backs = tuple((sheet.back, sheet.creep) for sheet in sheets if sheet.back is not None)
    return (
        _Run(f"{name}-fronts", f"{TITLE_ENDING}, fronts", None, fronts),
        _Run(f"{name}-backs", f"{TITLE_ENDING}, backs", None, backs),
    )


def _draw(
    runs: Sequence[_Run],
    new_drawing: Callable[[], SheetDrawing],
    progress: Callable[[int, int], None],
) -> Iterable[tuple[_Run, SheetDrawing]]:
    total = sum(len(run.sides) for run in runs)
    done = 0
    for run in runs:
        drawing = new_drawing()
        for side, creep in run.sides:
            drawing.add_side(side, creep=creep)
            done += 1
            progress(done, total)
        yield run, drawing


def _check_creep(sheets: Sequence[Sheet], geometry: SheetGeometry) -> None:
    furthest = max(sheet.creep for sheet in sheets)
    if furthest > geometry.page_width * _LARGEST_CREEP:
        raise ImpositionError(
            f"creep would move the innermost pages by {furthest / POINTS_PER_MM:.0f} mm, off their"
            " margins",
            hint="Ordinary paper (80 g/m²) is 0.11 mm thick; fold thick booklets in signatures.",
        )


def _say_of_pages(page_numbers: Sequence[int], of_one: str, of_many: str = "") -> str:
    """Say what happened to pages: "pages 2, 5 made smaller"; nothing when there are none."""
    if len(page_numbers) <= 1:
        return "".join(f"page {number} {of_one}" for number in page_numbers)
    named = ", ".join(map(str, page_numbers[:_MOST_NAMED]))
    more = "" if len(page_numbers) <= _MOST_NAMED else " and others"
    return f"pages {named}{more} {of_many or of_one}"


def _say_nothing(_done: int, _total: int) -> None:
    """Take the place of a progress bar."""


def _choose_title(source: Pdf, title: str | None) -> str:
    in_source = find_title(source)
    if TITLE_ENDING in in_source:
        raise ImpositionError(
            "the PDF is imposed already",
            hint="Choose the file with single pages in reading order, such as NAME-A5-pages.pdf.",
        )
    return title or in_source or "Booklet"
