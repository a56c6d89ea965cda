"""What whoever stands at the copier needs to know: facts and settings, as a value.

Pure; the printed note that shows them is typeset elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.errors import ImpositionError
from booklet.imposition.plan import Flip, Scheme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.imposition.plan import Sheet

STAPLED_SHEETS = 15
"""More sheets of 80 g/m² paper than this are hard to fold and to staple through the back."""
REAM = 500

_AFTERWARDS = {
    Scheme.BOOKLET: "Fold in the middle and staple twice through the fold.",
    Scheme.TWO_UP: "Cut down the middle, put the left pile on the right pile, then bind.",
    Scheme.FOUR_UP: (
        "Cut into four; pile up top left, top right, bottom left, bottom right in this order"
        " with the top left pile uppermost, then bind."
    ),
    Scheme.POCKET: (
        "Fold into eight and unfold, cut a slit along the middle of the two inner columns,"
        " fold lengthwise, push the ends together and close."
    ),
}


@dataclass(frozen=True, slots=True)
class PrintInstructions:
    """The facts of one print job.

    Attributes:
        scheme: what is made of the sheets.
        paper_name: what must lie in the drawer: "A4".
        page_count: pages of the source.
        blank_pages: pages that stay empty; they come before the back cover.
        signature_sheets: sheets in each signature; one number when all are folded together.
        sheets_per_copy: how much paper one copy takes.
        copies: how many are wanted.
        flip: the edge on which the paper is turned over; None when one side is printed.
        is_manual_duplex: whether fronts and backs are two files, printed one after the other.
        scale: of the pages in the file against the source; the copier itself always prints 100 %.
    """

    scheme: Scheme
    paper_name: str
    page_count: int
    blank_pages: int
    signature_sheets: tuple[int, ...]
    sheets_per_copy: int
    copies: int = 1
    flip: Flip | None = Flip.SHORT
    is_manual_duplex: bool = False
    scale: float = 1.0

    @property
    def sheets(self) -> int:
        """How much paper all copies take."""
        return self.sheets_per_copy * self.copies

    @property
    def reams(self) -> int:
        """How many packets of 500 sheets to have at hand."""
        return -(-self.sheets // REAM)

    @property
    def sides(self) -> str:
        """Which sides are printed, and how the sheet is turned."""
        if self.flip is None:
            return "one side only"
        if self.is_manual_duplex:
            return (
                f"one side only, twice: the fronts; turn the whole pile over on its {self.flip} "
                "edge and put it back into the drawer; then the backs"
            )
        return f"both sides, flip on {self.flip} edge"

    @property
    def settings(self) -> tuple[tuple[str, str], ...]:
        """What to choose at the copier, in the order in which people meet it."""
        all_copies = (f"Sheets for {self.copies} copies", f"{self.sheets:,}")
        return (
            ("Paper", self.paper_name),
            ("Booklet mode", "off: the pages are in their places already"),
            ("Sides", self.sides),
            ("Scale", "100 % (actual size), not “fit to page”"),
            ("Sheets for each copy", str(self.sheets_per_copy)),
            *([all_copies] if self.copies > 1 else []),
            ("Afterwards", _AFTERWARDS[self.scheme]),
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What may go wrong with this many sheets."""
        thickest = max(self.signature_sheets)
        if self.scheme is not Scheme.BOOKLET or thickest <= STAPLED_SHEETS:
            return ()
        too_thick = f"{thickest} sheets are too thick to fold and staple at once"
        return (f"{too_thick} ({STAPLED_SHEETS} are not): make signatures with --signature.",)


def instruct(
    scheme: Scheme,
    sheets: Sequence[Sheet],
    *,
    paper_name: str,
    copies: int = 1,
    flip: Flip = Flip.SHORT,
    is_manual_duplex: bool = False,
    scale: float = 1.0,
) -> PrintInstructions:
    """Gather what whoever prints the sheets must know.

    Args:
        scheme: what is made of the sheets.
        sheets: of one copy, at least one.
        paper_name: what must lie in the drawer: "A4".
        copies: how many are wanted, at least 1.
        flip: the edge on which the paper is turned over.
        is_manual_duplex: whether fronts and backs are two files.
        scale: of the pages in the file against the source.

    Raises:
        ImpositionError: when less than one copy is wanted.
    """
    if copies < 1:
        raise ImpositionError(f"{copies} copies cannot be printed", hint="Ask for 1 copy or more.")
    cells = [cell for sheet in sheets for side in sheet.sides for cell in side.cells]
    page_count = sum(cell.page_number is not None for cell in cells)
    sizes = [0] * (1 + max(sheet.signature for sheet in sheets))
    for sheet in sheets:
        sizes[sheet.signature] += 1
    return PrintInstructions(
        scheme=scheme,
        paper_name=paper_name,
        page_count=page_count,
        blank_pages=len(cells) - page_count,
        signature_sheets=tuple(sizes),
        sheets_per_copy=len(sheets),
        copies=copies,
        flip=None if scheme.is_one_sided else flip,
        is_manual_duplex=is_manual_duplex and not scheme.is_one_sided,
        scale=scale,
    )
