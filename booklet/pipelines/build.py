"""What all pipelines share: reading the book, stopping for findings, building only what is new."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Unpack

from booklet.common.errors import ManuscriptError, Severity
from booklet.common.outputs import Product, prepare_folder
from booklet.common.wording import pluralise
from booklet.project import read_book
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from booklet.book import Book
    from booklet.build_manifest import BuildManifest
    from booklet.common.errors import Finding
    from booklet.imposition.impose import ImposeSettings
    from booklet.print.division import PrintBook
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.theme.templates import Layouts


def build_if_changed(
    project: Path,
    out: Path,
    recipe: tuple[object, ...],
    build: Callable[[Book, Layouts], Iterable[Product]],
    *,
    strict: bool,
    build_context: BuildContext,
) -> tuple[Product, ...]:
    """Build something from a project, unless it is there already and nothing has changed.

    Args:
        project: as for `build_pdf`, and so are those without a word here.
        out: the folder for the finished files.
        recipe: what is built, and how.
        build: builds it from the book.
        strict: whether warnings stop the build.
        build_context: has the cache in which manifests of builds are kept.
    """
    from booklet.build_manifest import BuildManifest

    manifest = BuildManifest(build_context.cache, project, out, (*recipe, strict))
    known = manifest.find_products()
    if known is not None:
        return _with_earlier_files(known, manifest)
    book, layouts = read_project(project, out, strict=strict, build_context=build_context)
    products = tuple(build(book, layouts))
    manifest.keep(
        products,
        {*book.pictures, *filter(None, [book.config.logo, book.config.cover_picture])},
        title=book.config.title,
    )
    return _with_earlier_files(products, manifest)


def _with_earlier_files(
    products: tuple[Product, ...], manifest: BuildManifest
) -> tuple[Product, ...]:
    """Let the first product name the files that are of an earlier title."""
    earlier = manifest.find_earlier_files()
    if not earlier:
        return products
    return (replace(products[0], earlier=earlier), *products[1:])


def read_project(
    project: Path,
    out: Path,
    *,
    strict: bool,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> tuple[Book, Layouts]:
    """Read the book, stop for its errors, and see that there is a folder for what is built.

    While much of it is parsed, workers start for what follows.
    """
    from booklet.theme.templates import Layouts

    announce = partial(_prepare_workers, build_context)
    book = read_book(project, build_context.cache, announce=announce)
    raise_for(book.findings, strict=strict)
    prepare_folder(out)
    return book, Layouts(project)


def _prepare_workers(build_context: BuildContext, new_letters: int) -> None:
    from booklet.scheduling.resolve_page_numbers import LONG_BOOK

    if build_context.workers is not None and new_letters >= LONG_BOOK:
        build_context.workers.prepare()


def impose_pages(
    pdf: bytes,
    name_sheets: Callable[[str], Path],
    *,
    title: str | None = None,
    **settings: Unpack[ImposeSettings],
) -> tuple[Product, ...]:
    """Impose pages and write the files.

    Args:
        pdf: the pages.
        name_sheets: names a file by what its sheets are, such as "A4-booklet".
        title: of the files.
        settings: as `booklet.imposition.impose.impose` takes them.
    """
    from booklet.finished_files import write_pdf
    from booklet.imposition.impose import impose

    imposed = impose(pdf, title=title, **settings)
    products = []
    for file in imposed.files:
        path = name_sheets(file.name)
        write_pdf(path, file.pdf)
        sheets = imposed.instructions.sheets_per_copy
        products.append(Product(path, imposed.summary, (), sheets=sheets))
    return tuple(products)


def set_in_largest(
    lay_out: Callable[[float], PrintBook], sizes: Sequence[float], build_context: BuildContext
) -> TypesetBook:
    """Set something in the largest type in which it takes one page; halving finds it.

    Args:
        lay_out: lays it out in a size.
        sizes: of the type, the largest first; where none makes it one page, the last is taken.
        build_context: how pages are set.
    """
    from booklet.scheduling.typeset_book import typeset, typeset_within

    *larger, smallest = sizes
    found = None
    while larger:
        middle = len(larger) // 2
        tried = typeset_within(lay_out(larger[middle]), 1, build_context)
        if tried is not None:
            found, larger = tried, larger[:middle]
        else:
            larger = larger[middle + 1 :]
    return found or typeset(lay_out(smallest), build_context)


def raise_for(findings: Iterable[Finding], *, strict: bool) -> None:
    """Stop when there are errors among the findings; with `strict`, warnings stop it too.

    Raises:
        ManuscriptError: with all the findings.
    """
    findings = tuple(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if errors:
        raise ManuscriptError(
            f"nothing was built because of {pluralise(errors, 'error')}",
            hint="Correct what is listed above and run the same command again.",
            findings=findings,
        )
    if strict and warnings:
        raise ManuscriptError(
            f"nothing was built because of {pluralise(warnings, 'warning')}",
            hint="Correct what is listed above, or leave out --strict.",
            findings=findings,
        )
