"""The stages in their order: from a project's folder to finished files.

This is the only module that knows the order. Every stage is imported where it begins, so that a
command pays only for the stages it runs: an e-book is built without the library that sets pages.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

from booklet.errors import (
    BookletError,
    Finding,
    LayoutError,
    ManuscriptError,
    SetupError,
    Severity,
    TypesetError,
    UsageError,
)
from booklet.outputs import (
    epub_path,
    fillable_path,
    pages_path,
    prepare_folder,
    print_note_path,
    screen_path,
    sheets_path,
    write_output,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from booklet.book import Book
    from booklet.layout.editions import Edition
    from booklet.layout.environment import Layouts
    from booklet.page_map import PageMap
    from booklet.pdf.impose import ImposeSettings
    from booklet.typeset import Progress, TypesetBook


EVERY_EDITION = "all"


@dataclass(frozen=True, slots=True)
class Product:
    """A file that was built.

    Attributes:
        path: where it is.
        measure: how long it is, in words: "24 pages = 6 sheets of A4".
        findings: what the author should know about it, in reading order.
    """

    path: Path
    measure: str
    findings: tuple[Finding, ...]


def build_pdf(
    project: Path, out: Path, *, strict: bool = False, progress: Progress | None = None
) -> Product:
    """Build the standard edition of the booklet: A5 pages.

    Args:
        project: the folder with `chapters/` and, if the author wants settings, `booklet.toml`.
        out: the folder for the finished file.
        strict: whether warnings stop the build.
        progress: is told about each division of the book as it is set.

    Raises:
        BookletError: whatever is wrong, by family.
    """
    return build_edition(project, out, "standard", strict=strict, progress=progress)[0]


def build_edition(
    project: Path,
    out: Path,
    name: str,
    *,
    fillable: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> tuple[Product, ...]:
    """Build one edition of the booklet, or every edition from one reading of the chapters.

    Args:
        project: as for `build_pdf`, and so are the rest.
        out: the folder for the finished files.
        name: of the edition; "all" for every edition there is.
        fillable: whether each edition is also wanted with fields to fill in on a screen.
        strict: whether warnings stop the build.
        progress: is told about each division of the book as it is set.

    Returns:
        The pages of each edition, then its other files: sheets, a colour for screens, a form.
    """
    book, layouts = begin(project, out, strict=strict)
    products: list[Product] = []
    for edition in _find_editions(name, book, project):
        pages = _set_pages(book, layouts, edition, progress=progress)
        products += _write_pdf(book, pages, edition, out, strict=strict)
        if fillable:
            products.append(_write_form(book, pages, edition, out))
    return tuple(products)


def build_epub(
    project: Path, out: Path, *, strict: bool = False, progress: Progress | None = None
) -> Product:
    """Build the e-book; the arguments are those of `build_pdf`.

    The pages of the standard edition are set for its page list; where that is impossible, the
    e-book does without, and a finding says so.
    """
    book, layouts = begin(project, out, strict=strict)
    page_map, findings = _find_pages(book, layouts, project, progress=progress)
    return _make_epub(book, layouts, out, page_map, findings)


def build_all(
    project: Path, out: Path, *, strict: bool = False, progress: Progress | None = None
) -> tuple[Product, ...]:
    """Build everything from one reading of the chapters; the arguments are those of `build_pdf`.

    The e-book is there even when this machine cannot set pages.
    """
    book, layouts = begin(project, out, strict=strict)
    try:
        (standard,) = _find_editions("standard", book, project)
        pages = _set_pages(book, layouts, standard, progress=progress)
    except BookletError:
        _make_epub(book, layouts, out)
        raise
    epub = _make_epub(book, layouts, out, pages.page_map)
    return epub, *_write_pdf(book, pages, standard, out, strict=strict)


def read_book(project: Path) -> Book:
    """Read a project: settings, chapters, pictures, and how they hang together.

    Raises:
        UsageError: when there is no such folder.
        ConfigError: when `booklet.toml` cannot be used.
        ManuscriptError: when the chapters cannot be used at all.
    """
    from booklet.book import make_book
    from booklet.config import load_config
    from booklet.manuscript import read_logo, read_manuscript, read_pictures
    from booklet.markup.blocks import name_blocks
    from booklet.markup.parse import parse_chapter

    if not project.is_dir():
        raise UsageError(
            f"there is no folder '{project}'",
            hint="--project takes the folder that holds your 'chapters' folder.",
        )
    config = load_config(project)
    manuscript = read_manuscript(project, config)
    chapters = tuple(
        name_blocks(parse_chapter(source, config.speech)) for source in manuscript.sources
    )
    pictures, findings = read_pictures(project, chapters)
    logo, logo_findings = read_logo(project, config)
    findings = (*findings, *logo_findings)
    return replace(make_book(config, manuscript, chapters, pictures, findings), logo=logo)


def begin(project: Path, out: Path, *, strict: bool) -> tuple[Book, Layouts]:
    """Read the book, stop for its errors, and see that there is a folder for what is built."""
    from booklet.layout.environment import Layouts

    book = read_book(project)
    stop_for(book.findings, strict=strict)
    prepare_folder(out)
    return book, Layouts(project)


def _find_editions(name: str, book: Book, project: Path) -> tuple[Edition, ...]:
    from booklet.layout.editions import edition_names, find_edition

    names = edition_names(project) if name == EVERY_EDITION else (name,)
    return tuple(find_edition(one, book.config, project) for one in names)


def _write_form(book: Book, typeset_book: TypesetBook, edition: Edition, out: Path) -> Product:
    from booklet.layout.fonts import FORM_FAMILY, read_regular
    from booklet.pdf.fillable import make_fillable
    from booklet.pdf.form_font import measure_font
    from booklet.pdf.screen import tint_pages

    paper, pages = edition.screen_paper, typeset_book.pdf
    font = measure_font(read_regular(FORM_FAMILY))
    form = make_fillable(tint_pages(pages, paper) if paper else pages, typeset_book.fields, font)
    path = fillable_path(out, book.slug, edition.label)
    write_output(path, form)
    return Product(path, f"{count(len(typeset_book.fields), 'field')} to fill in on a screen", ())


def _set_pages(
    book: Book, layouts: Layouts, edition: Edition, *, progress: Progress | None
) -> TypesetBook:
    from booklet.layout.pages import lay_out_pages
    from booklet.typeset import typeset

    return typeset(lay_out_pages(book, layouts, edition), progress=progress)


def _find_pages(
    book: Book, layouts: Layouts, project: Path, *, progress: Progress | None
) -> tuple[PageMap | None, tuple[Finding, ...]]:
    """Find out where printed pages start, if pages can be set."""
    from booklet.layout.pages import lay_out_pages
    from booklet.typeset import find_pages

    try:
        (standard,) = _find_editions("standard", book, project)
        copy = lay_out_pages(book, layouts, standard)
        return find_pages(copy, progress=progress), ()
    except (LayoutError, SetupError, TypesetError) as error:
        problem = f"the e-book has no list of printed pages: {error.problem}"
        return None, (Finding("E701", Severity.NOTE, problem, error.hint, error.place),)


def _write_pdf(
    book: Book, typeset_book: TypesetBook, edition: Edition, out: Path, *, strict: bool
) -> tuple[Product, ...]:
    from booklet.layout.editions import STANDARD
    from booklet.pdf.screen import tint_pages

    findings = (*book.findings, *typeset_book.findings)
    if strict:
        findings += typeset_book.faults
    stop_for(findings, strict=strict)
    path = pages_path(out, book.slug, edition.label)
    write_output(path, typeset_book.pdf)
    measure = _measure_pages(typeset_book.page_count, edition.pages_on_a_sheet)
    products = [Product(path, measure, findings)]
    if edition.folds:
        name = "" if edition.name == STANDARD else edition.name
        products += _impose(typeset_book.pdf, out, book.slug, name, title=book.title)
    if edition.screen_paper:
        path = screen_path(out, book.slug, edition.label)
        write_output(path, tint_pages(typeset_book.pdf, edition.screen_paper))
        pages = count(typeset_book.page_count, "page")
        products.append(Product(path, f"{pages} for the screen", ()))
    return tuple(products)


def _make_epub(
    book: Book,
    layouts: Layouts,
    out: Path,
    page_map: PageMap | None = None,
    findings: tuple[Finding, ...] = (),
) -> Product:
    from booklet.epub import make_epub

    path = epub_path(out, book.slug)
    write_output(path, make_epub(book, layouts, page_map=page_map))
    measure = count(len(book.chapters), "chapter")
    return Product(path, measure, (*book.findings, *findings))


def impose_file(source: Path, out: Path, **settings: Unpack[ImposeSettings]) -> tuple[Product, ...]:
    """Arrange the pages of any PDF on sheets for the copier.

    Args:
        source: the PDF; `…-A5-pages.pdf` becomes `…-A4-booklet.pdf`.
        out: the folder for the finished file.
        settings: as `booklet.pdf.impose.impose` takes them.

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
    return _impose(source.read_bytes(), out, slug, "", **settings)


def build_print_note(project: Path, out: Path, copies: int) -> Product:
    """Write the note for whoever stands at the copier, for a booklet that is built already.

    Args:
        project: as for `build_pdf`.
        out: the folder with the booklet, and for the note.
        copies: how many booklets are wanted.

    Raises:
        UsageError: when the booklet is not there.
    """
    from booklet.layout.print_note import PrintJob, lay_out_print_note
    from booklet.pdf.impose import impose
    from booklet.typeset import typeset

    book, layouts = begin(project, out, strict=False)
    pages = pages_path(out, book.slug)
    if not pages.is_file():
        raise UsageError(
            f"there is no file '{pages}' yet", hint="Build the booklet first: the verb is pdf."
        )
    imposed = impose(pages.read_bytes(), copies=copies)
    sheets = sheets_path(out, book.slug, "", imposed.files[0].name)
    job = PrintJob(sheets.name, pages.name, imposed.instructions)
    path = print_note_path(out, book.slug)
    write_output(path, typeset(lay_out_print_note(book, layouts, job)).pdf)
    measure = f"{count(copies, 'copy')} = {count(imposed.instructions.sheets, 'sheet')} of A4"
    return Product(path, measure, ())


def build_test_sheet(project: Path, out: Path) -> tuple[Product, ...]:
    """Write one sheet that shows whether a copier flips right; the arguments are as above."""
    from booklet.layout.print_note import lay_out_test_sheet
    from booklet.typeset import typeset

    book, layouts = begin(project, out, strict=False)
    return _impose(typeset(lay_out_test_sheet(book, layouts)).pdf, out, "test-sheet", "")


def _impose(
    pdf: bytes,
    out: Path,
    slug: str,
    edition: str,
    *,
    title: str | None = None,
    **settings: Unpack[ImposeSettings],
) -> tuple[Product, ...]:
    """Impose pages and write the files."""
    from booklet.pdf.impose import impose

    imposed = impose(pdf, title=title, **settings)
    products = []
    for file in imposed.files:
        path = sheets_path(out, slug, edition, file.name)
        write_output(path, file.pdf)
        products.append(Product(path, imposed.summary, ()))
    return tuple(products)


def stop_for(findings: Iterable[Finding], *, strict: bool) -> None:
    """Stop when there are errors among the findings; with `strict`, warnings stop it too.

    Raises:
        ManuscriptError: with all the findings.
    """
    findings = tuple(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if errors:
        raise ManuscriptError(
            f"nothing was built because of {count(errors, 'error')}",
            hint="Correct what is listed above and run the same command again.",
            findings=findings,
        )
    if strict and warnings:
        raise ManuscriptError(
            f"nothing was built because of {count(warnings, 'warning')}",
            hint="Correct what is listed above, or leave out --strict.",
            findings=findings,
        )


def _measure_pages(pages: int, pages_on_a_sheet: int) -> str:
    """Say how many sheets of A4 a booklet takes, both sides printed."""
    return f"{count(pages, 'page')} = {count(-(-pages // pages_on_a_sheet), 'sheet')} of A4"


def count(number: int, noun: str) -> str:
    """Say a number of things: "1 sheet", "2 copies"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
