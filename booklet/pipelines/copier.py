"""The stages of what is printed for whoever stands at the copier, in their order.

Sheets of any PDF, a note on what to press, and a sheet that shows whether the copier flips right.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Unpack

from booklet.common.errors import UsageError
from booklet.common.file_names import portable_name
from booklet.common.outputs import Product, prepare_folder
from booklet.common.product_paths import ProductPaths
from booklet.common.wording import pluralise
from booklet.pipelines.build import impose_pages, read_project

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.imposition.impose import ImposeSettings


def impose_file(source: Path, out: Path, **settings: Unpack[ImposeSettings]) -> tuple[Product, ...]:
    """Arrange the pages of any PDF on sheets for the copier.

    Args:
        source: the PDF; `…-A5-pages.pdf` becomes `…-A4-booklet.pdf`.
        out: the folder for the finished file.
        settings: as `booklet.imposition.impose.impose` takes them.

    Raises:
        UsageError: when there is no such file.
        ImpositionError: when its pages cannot be arranged as asked.
    """
    if not source.is_file():
        raise UsageError(
            f"there is no file '{source}'", hint="Name a PDF, such as out/my-booklet-A5-pages.pdf."
        )
    prepare_folder(out)
    slug = re.sub(r"-A\d-pages$", "", source.stem)

    def name_sheets(name: str) -> Path:
        return out / portable_name(f"{slug}-{name}.pdf")

    return impose_pages(source.read_bytes(), name_sheets, **settings)


def build_print_note(project: Path, out: Path, copies: int) -> Product:
    """Write the note for whoever stands at the copier, for a booklet that is built already.

    Args:
        project: as for `build_pdf`.
        out: the folder with the booklet, and for the note.
        copies: how many booklets are wanted.

    Raises:
        UsageError: when the booklet is not there.
    """
    from booklet.finished_files import write_pdf
    from booklet.imposition.impose import impose
    from booklet.print.print_note import PrintJob, lay_out_print_note
    from booklet.scheduling.typeset_book import typeset

    book, layouts = read_project(project, out, strict=False)
    paths = ProductPaths(out, book.slug)
    pages = paths.pages()
    if not pages.is_file():
        raise UsageError(
            f"there is no file '{pages}' yet",
            hint="Build the booklet first, with the command 'pdf'.",
        )
    imposed = impose(pages.read_bytes(), copies=copies)
    sheets = paths.sheets(imposed.files[0].name)
    job = PrintJob(sheets.name, pages.name, imposed.instructions)
    write_pdf(paths.print_note, typeset(lay_out_print_note(book, layouts, job)).pdf)
    measure = (
        f"{pluralise(copies, 'copy')} = {pluralise(imposed.instructions.sheets, 'sheet')} of A4"
    )
    return Product(paths.print_note, measure, ())


def build_test_sheet(project: Path, out: Path) -> tuple[Product, ...]:
    """Write one sheet that shows whether a copier flips right; the arguments are as above."""
    from booklet.print.print_note import lay_out_test_sheet
    from booklet.scheduling.typeset_book import typeset

    book, layouts = read_project(project, out, strict=False)
    pdf = typeset(lay_out_test_sheet(book, layouts)).pdf
    return impose_pages(pdf, ProductPaths(out / "sheets", "test-sheet").sheets)
