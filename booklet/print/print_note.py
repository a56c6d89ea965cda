"""The note for whoever stands at the copier, and a sheet that shows whether the copier flips right.

Both are set like the booklet itself, and with its style sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.print.single_sheet import lay_out_single_sheet

if TYPE_CHECKING:
    from booklet.book import Book
    from booklet.imposition.instructions import PrintInstructions
    from booklet.print.division import PrintBook
    from booklet.theme.templates import Layouts

_STYLE = "print/print-note.css"
_USUAL_COPIES = (1, 10, 20, 30)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A file for the copier and what to press for it.

    Attributes:
        file_name: of the imposed file.
        pages_file_name: of the same pages one by one, for a copier's own booklet mode.
        instructions: the settings and the paper.
    """

    file_name: str
    pages_file_name: str
    instructions: PrintInstructions

    @property
    def paper_for_copies(self) -> tuple[tuple[int, int], ...]:
        """How many sheets so many copies take, as (copies, sheets)."""
        wanted = sorted({*_USUAL_COPIES, self.instructions.copies})
        return tuple((copies, copies * self.instructions.sheets_per_copy) for copies in wanted)


def lay_out_print_note(book: Book, layouts: Layouts, job: PrintJob) -> PrintBook:
    """Lay out one A4 page that says what to press.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    title = "For whoever stands at the copier"
    return lay_out_single_sheet(
        book, layouts, "print/print-note.html", title, style=_STYLE, job=job
    )


def lay_out_test_sheet(book: Book, layouts: Layouts) -> PrintBook:
    """Lay out four A5 pages that, imposed and printed, show whether the copier is set right.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    title = "Test sheet for the copier"
    return lay_out_single_sheet(book, layouts, "print/test-sheet.html", title, style=_STYLE)
