"""Which page goes where on which sheet, so that the folded or cut paper reads from 1 on.

Pure arithmetic: no file is read and nothing is drawn (`booklet.imposition.draw` does that). Words:

- a *leaf* is what one turns over: a recto (odd page) and a verso (even page) behind it;
- a *sheet* is what goes through the copier; it has a front and usually a back;
- a *side* is a grid of *cells* as the eye meets it, each with a page or blank;
- a *signature* is a pile of sheets that are nested in one another and folded together.

Every plan is made for paper that is turned over like the page of a book, about the upright middle
of the sheet: for landscape sheets that is a flip on the short edge, for upright sheets on the long
one. `turn_backs` makes the plan for the other edge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

from booklet.common.errors import ImpositionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

POCKET_PAGES = 8
_BLANK = "–"
_UPSIDE_DOWN = "↓"


class Scheme(StrEnum):
    """How the printed sheets become a booklet."""

    BOOKLET = "booklet"
    TWO_UP = "2-up"
    FOUR_UP = "4-up"
    POCKET = "pocket"

    @property
    def columns(self) -> int:
        """How many pages stand side by side on a sheet."""
        return 4 if self is Scheme.POCKET else 2

    @property
    def rows(self) -> int:
        """How many pages stand one above the other on a sheet."""
        return 2 if self in {Scheme.FOUR_UP, Scheme.POCKET} else 1

    @property
    def is_landscape(self) -> bool:
        """Whether upright pages make the sheet wider than it is high."""
        return self.columns > self.rows

    @property
    def is_folded(self) -> bool:
        """Whether leaves hang together at a fold, on the side that the script begins on."""
        return self in {Scheme.BOOKLET, Scheme.POCKET}

    @property
    def is_one_sided(self) -> bool:
        """Whether the back of the sheet stays empty."""
        return self is Scheme.POCKET


class Flip(StrEnum):
    """The edge of the sheet about which the copier turns it over."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of one page on a side.

    Attributes:
        page_number: of the source page, from 1; None for a blank.
        is_upside_down: whether the page stands on its head.
    """

    page_number: int | None = None
    is_upside_down: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One face of a sheet.

    Attributes:
        columns: cells in a row.
        cells: row after row, each from left to right.
    """

    columns: int
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells in rows, the top row first."""
        starts = range(0, len(self.cells), self.columns)
        return tuple(self.cells[start : start + self.columns] for start in starts)

    def mirrored(self) -> Side:
        """Put the cells of each row in the other order; the pages themselves stay as they are."""
        return replace(self, cells=tuple(cell for row in self.rows for cell in reversed(row)))

    def turned(self) -> Side:
        """Turn the side by 180°, with everything on it."""
        cells = (
            replace(cell, is_upside_down=not cell.is_upside_down) for cell in reversed(self.cells)
        )
        return replace(self, cells=tuple(cells))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One piece of paper.

    Attributes:
        front: the side that is printed first.
        back: what one sees after turning the sheet over; None for one-sided printing.
        signature: which signature the sheet belongs to, from 0.
        creep: how far its pages move towards the fold, in points.
    """

    front: Side
    back: Side | None = None
    signature: int = 0
    creep: float = 0.0

    @property
    def sides(self) -> tuple[Side, ...]:
        """The front, and the back when there is one."""
        return (self.front,) if self.back is None else (self.front, self.back)


def saddle_stitch(
    page_count: int,
    *,
    max_sheets: int | None = None,
    caliper: float = 0.0,
    factor: float = 1.0,
    keep_back_cover: bool = True,
) -> tuple[Sheet, ...]:
    """Plan folded signatures, each with its outermost sheet first.

    Args:
        page_count: pages of the source, at least 1; blanks fill the last sheet.
        max_sheets: sheets in a signature at most; the signatures are made as equal as possible,
            the thicker ones first. None makes one signature of everything.
        caliper: thickness of one sheet in points (80 g/m² paper: about 0.31). A sheet that lies
            inside k others has a creep of `k * caliper * factor`.
        factor: how much of the thickness shows as creep; less than 1 for soft folds.
        keep_back_cover: whether the last page stays last, with the blanks before it.

    Returns:
        `ceil(page_count / 4)` sheets, two cells on each side.

    Raises:
        ImpositionError: when there is no page, or a number is out of range.
    """
    if max_sheets is not None and max_sheets < 1:
        raise ImpositionError(
            f"a signature of {max_sheets} sheets cannot be folded",
            hint="Give 1 sheet or more for a signature; 4 to 8 are usual.",
        )
    if caliper < 0 or factor < 0:
        raise ImpositionError(
            "creep cannot be negative",
            hint="Give the thickness of one sheet, such as 0.11 mm, and a factor from 0 to 1.",
        )
    pages = _fill(page_count, 4, keep_back_cover=keep_back_cover)
    sheets: list[Sheet] = []
    first = 0
    for signature, sheet_count in enumerate(_balance(len(pages) // 4, max_sheets)):
        nested = pages[first : first + 4 * sheet_count]
        sheets += [
            Sheet(
                front=_side(2, nested[-1 - 2 * depth], nested[2 * depth]),
                back=_side(2, nested[1 + 2 * depth], nested[-2 - 2 * depth]),
                signature=signature,
                creep=depth * caliper * factor,
            )
            for depth in range(sheet_count)
        ]
        first += 4 * sheet_count
    return tuple(sheets)


def cut_and_stack(
    page_count: int, *, up: int = 2, keep_back_cover: bool = True
) -> tuple[Sheet, ...]:
    """Plan sheets that are cut apart and whose piles are put on top of each other.

    After cutting the whole pile at once, the top left pile comes first, then the others in
    reading order.

    Args:
        page_count: pages of the source, at least 1.
        up: pages on each side, 2 (side by side) or 4 (two rows of two).
        keep_back_cover: whether the last page stays last, with the blanks before it.

    Raises:
        ImpositionError: when there is no page, or `up` is neither 2 nor 4.
    """
    if up not in {2, 4}:
        raise ImpositionError(
            f"cut-and-stack with {up} pages on a side is not known",
            hint="Choose 2-up or 4-up.",
        )
    pages = _fill(page_count, 2 * up, keep_back_cover=keep_back_cover)
    pile = len(pages) // up
    sheets: list[Sheet] = []
    for recto in range(0, pile, 2):
        fronts = [pages[recto + pile * place] for place in range(up)]
        backs = [pages[recto + 1 + pile * (place ^ 1)] for place in range(up)]
        sheets.append(Sheet(front=_side(2, *fronts), back=_side(2, *backs)))
    return tuple(sheets)


def pocket_guide(page_count: int, *, keep_back_cover: bool = True) -> tuple[Sheet, ...]:
    """Plan the one-sheet pocket guide: eight pages on one side, a slit in the middle, folded.

    Args:
        page_count: pages of the source, 1 to 8.
        keep_back_cover: whether the last page stays last, with the blanks before it.

    Raises:
        ImpositionError: when there is no page, or more than eight.
    """
    if page_count > POCKET_PAGES:
        raise ImpositionError(
            f"a pocket guide has {POCKET_PAGES} pages, the file has {page_count}",
            hint="Leave pages out, or choose the booklet instead.",
        )
    pages = _fill(page_count, POCKET_PAGES, keep_back_cover=keep_back_cover)
    top = tuple(Cell(pages[index], is_upside_down=True) for index in (4, 3, 2, 1))
    bottom = tuple(Cell(pages[index]) for index in (5, 6, 7, 0))
    return (Sheet(front=Side(4, top + bottom)),)


def bind_at_the_right(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Mirror every side: for a book that is read from right to left, with its fold at the right."""
    return tuple(
        replace(
            sheet,
            front=sheet.front.mirrored(),
            back=None if sheet.back is None else sheet.back.mirrored(),
        )
        for sheet in sheets
    )


def turn_backs(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Turn every back by 180°: for a copier that flips on the other edge."""
    return tuple(
        replace(sheet, back=None if sheet.back is None else sheet.back.turned()) for sheet in sheets
    )


def plan_sheets(
    scheme: Scheme,
    page_count: int,
    *,
    flip: Flip = Flip.SHORT,
    max_sheets: int | None = None,
    caliper: float = 0.0,
    factor: float = 1.0,
    keep_back_cover: bool = True,
    is_right_to_left: bool = False,
) -> tuple[Sheet, ...]:
    """Plan the sheets of any scheme for a copier that flips on the given edge.

    Args:
        scheme: what is made of the sheets.
        page_count: pages of the source, at least 1.
        flip: the edge about which the paper is turned over.
        max_sheets: see `saddle_stitch`; only for the booklet.
        caliper: see `saddle_stitch`; only for the booklet.
        factor: see `saddle_stitch`; only for the booklet.
        keep_back_cover: whether the last page stays last, with the blanks before it.
        is_right_to_left: whether pages are turned as in an Arabic or Hebrew book.

    Raises:
        ImpositionError: when there is no page, or the settings do not go together.
    """
    if scheme is not Scheme.BOOKLET and (max_sheets is not None or caliper):
        raise ImpositionError(
            f"signatures and creep mean nothing for {scheme} sheets",
            hint="They are for folded booklets; leave them out.",
        )
    if scheme is Scheme.POCKET:
        sheets = pocket_guide(page_count, keep_back_cover=keep_back_cover)
    elif scheme is Scheme.BOOKLET:
        sheets = saddle_stitch(
            page_count,
            max_sheets=max_sheets,
            caliper=caliper,
            factor=factor,
            keep_back_cover=keep_back_cover,
        )
    else:
        up = scheme.columns * scheme.rows
        sheets = cut_and_stack(page_count, up=up, keep_back_cover=keep_back_cover)
    if is_right_to_left and scheme.is_folded:
        sheets = bind_at_the_right(sheets)
    natural = Flip.SHORT if scheme.is_landscape else Flip.LONG
    return sheets if flip is natural else turn_backs(sheets)


def draw(sheets: Iterable[Sheet]) -> str:
    """Draw sheets as text, one line each: `8|1 / 2|7` is front left, right / back left, right.

    Rows are parted by a comma, signatures by an empty line; "–" is a blank and "↓" stands before
    a page that is upside down.
    """
    lines: list[str] = []
    signature = 0
    for sheet in sheets:
        if sheet.signature != signature:
            lines.append("")
            signature = sheet.signature
        lines.append(" / ".join(_draw_side(side) for side in sheet.sides))
    return "\n".join(lines)


def _draw_side(side: Side) -> str:
    return ", ".join("|".join(_draw_cell(cell) for cell in row) for row in side.rows)


def _draw_cell(cell: Cell) -> str:
    if cell.page_number is None:
        return _BLANK
    return f"{_UPSIDE_DOWN if cell.is_upside_down else ''}{cell.page_number}"


def _side(columns: int, *pages: int | None) -> Side:
    return Side(columns, tuple(Cell(page) for page in pages))


def _fill(page_count: int, multiple: int, *, keep_back_cover: bool) -> Sequence[int | None]:
    """Number the pages in reading order, with blanks up to a multiple."""
    if page_count < 1:
        raise ImpositionError(
            "there is no page to print", hint="Choose a PDF with at least one page."
        )
    pages: list[int | None] = list(range(1, page_count + 1))
    blanks: list[int | None] = [None] * (-page_count % multiple)
    last = page_count - 1 if keep_back_cover and page_count > 1 else page_count
    return pages[:last] + blanks + pages[last:]


def _balance(sheet_count: int, max_sheets: int | None) -> list[int]:
    """Share sheets out among as few signatures as possible, the thicker ones first."""
    if max_sheets is None:
        return [sheet_count]
    signatures = ceil(sheet_count / max_sheets)
    fewest, left_over = divmod(sheet_count, signatures)
    return [fewest + 1] * left_over + [fewest] * (signatures - left_over)
