"""The stages in their order: from a project's folder to finished files.

This is the only module that knows the order. Every stage is imported where it begins, so that a
command pays only for the stages it runs: an e-book is built without the library that sets pages.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.errors import Finding, ManuscriptError, Severity, UsageError
from booklet.outputs import epub_path, pages_path, prepare_folder, screen_path, write_output

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from booklet.book import Book
    from booklet.layout.editions import Edition
    from booklet.layout.environment import Layouts
    from booklet.typeset import Progress


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
    strict: bool = False,
    progress: Progress | None = None,
) -> tuple[Product, ...]:
    """Build one edition of the booklet, or every edition from one reading of the chapters.

    Args:
        project: as for `build_pdf`, and so are the rest.
        out: the folder for the finished files.
        name: of the edition; "all" for every edition there is.
        strict: whether warnings stop the build.
        progress: is told about each division of the book as it is set.

    Returns:
        The pages of each edition; an edition with a colour for screens gives a second file.
    """
    book, layouts = _begin(project, out, strict=strict)
    editions = _find_editions(name, book, project)
    return tuple(
        product
        for edition in editions
        for product in _make_pdf(book, layouts, edition, out, strict=strict, progress=progress)
    )


def build_epub(project: Path, out: Path, *, strict: bool = False) -> Product:
    """Build the e-book; the arguments are those of `build_pdf`."""
    book, layouts = _begin(project, out, strict=strict)
    return _make_epub(book, layouts, out)


def build_all(
    project: Path, out: Path, *, strict: bool = False, progress: Progress | None = None
) -> tuple[Product, ...]:
    """Build everything from one reading of the chapters; the arguments are those of `build_pdf`.

    The e-book comes first: it is there even when this machine cannot set pages.
    """
    book, layouts = _begin(project, out, strict=strict)
    (standard,) = _find_editions("standard", book, project)
    epub = _make_epub(book, layouts, out)
    return epub, *_make_pdf(book, layouts, standard, out, strict=strict, progress=progress)


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
    from booklet.markup.parse import parse_chapter

    if not project.is_dir():
        raise UsageError(
            f"there is no folder '{project}'",
            hint="--project takes the folder that holds your 'chapters' folder.",
        )
    config = load_config(project)
    manuscript = read_manuscript(project, config)
    chapters = tuple(parse_chapter(source, config.speech) for source in manuscript.sources)
    pictures, findings = read_pictures(project, chapters)
    logo, logo_findings = read_logo(project, config)
    findings = (*findings, *logo_findings)
    return replace(make_book(config, manuscript, chapters, pictures, findings), logo=logo)


def _begin(project: Path, out: Path, *, strict: bool) -> tuple[Book, Layouts]:
    from booklet.layout.environment import Layouts

    book = read_book(project)
    _stop_for(book.findings, strict=strict)
    prepare_folder(out)
    return book, Layouts(project)


def _find_editions(name: str, book: Book, project: Path) -> tuple[Edition, ...]:
    from booklet.layout.editions import edition_names, find_edition

    names = edition_names(project) if name == EVERY_EDITION else (name,)
    return tuple(find_edition(one, book.config, project) for one in names)


def _make_pdf(
    book: Book,
    layouts: Layouts,
    edition: Edition,
    out: Path,
    *,
    strict: bool,
    progress: Progress | None,
) -> tuple[Product, ...]:
    from booklet.layout.pages import lay_out_pages
    from booklet.pdf.screen import tint_pages
    from booklet.typeset import typeset

    typeset_book = typeset(lay_out_pages(book, layouts, edition), progress=progress)
    findings = (*book.findings, *typeset_book.findings)
    _stop_for(findings, strict=strict)
    path = pages_path(out, book.slug, edition.label)
    write_output(path, typeset_book.pdf)
    measure = _measure_pages(typeset_book.page_count, edition.pages_on_a_sheet)
    products = [Product(path, measure, findings)]
    if edition.screen_paper:
        path = screen_path(out, book.slug, edition.label)
        write_output(path, tint_pages(typeset_book.pdf, edition.screen_paper))
        pages = _count(typeset_book.page_count, "page")
        products.append(Product(path, f"{pages} for the screen", ()))
    return tuple(products)


def _make_epub(book: Book, layouts: Layouts, out: Path) -> Product:
    from booklet.epub import make_epub

    path = epub_path(out, book.slug)
    write_output(path, make_epub(book, layouts))
    return Product(path, _count(len(book.chapters), "chapter"), book.findings)


def _stop_for(findings: Iterable[Finding], *, strict: bool) -> None:
    """Stop when there are errors among the findings; with `strict`, warnings stop it too.

    Raises:
        ManuscriptError: with all the findings.
    """
    findings = tuple(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if errors:
        raise ManuscriptError(
            f"nothing was built because of {_count(errors, 'error')}",
            hint="Correct what is listed above and run the same command again.",
            findings=findings,
        )
    if strict and warnings:
        raise ManuscriptError(
            f"nothing was built because of {_count(warnings, 'warning')}",
            hint="Correct what is listed above, or leave out --strict.",
            findings=findings,
        )


def _measure_pages(pages: int, pages_on_a_sheet: int) -> str:
    """Say how many sheets of A4 a booklet takes, both sides printed."""
    return f"{_count(pages, 'page')} = {_count(-(-pages // pages_on_a_sheet), 'sheet')} of A4"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
