"""The stages in their order: from a project's folder to finished files.

Only the modules of this package know the order. Every stage is imported where it begins, so that a
command pays only for the stages it runs: an e-book is built without the library that sets pages.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from booklet.common.errors import (
    BookletError,
    Finding,
    LayoutError,
    SetupError,
    Severity,
    TypesetError,
)
from booklet.common.finding_codes import UNREADABLE
from booklet.common.outputs import Product, check_paths
from booklet.common.product_paths import STANDARD, ProductPaths
from booklet.common.wording import pluralise
from booklet.pipelines.build import build_if_changed, impose_pages, raise_for
from booklet.project import read_book
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from booklet.book import Book
    from booklet.common.cache import Cache
    from booklet.common.page_map import PageMap
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

EVERY_EDITION = "all"


def build_pdf(
    project: Path,
    out: Path,
    *,
    strict: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> Product:
    """Build the standard edition of the booklet: A5 pages.

    Args:
        project: the folder with `chapters/` and, if the author wants settings, `booklet.toml`.
        out: the folder for the finished file.
        strict: whether warnings stop the build.
        build_context: how pages are set; it has no influence on what is built.

    Raises:
        BookletError: whatever is wrong, by family.
    """
    return build_edition(project, out, STANDARD, strict=strict, build_context=build_context)[0]


def build_edition(
    project: Path,
    out: Path,
    name: str,
    *,
    fillable: bool = False,
    strict: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> tuple[Product, ...]:
    """Build one edition of the booklet, or every edition from one reading of the chapters.

    Args:
        project: as for `build_pdf`, and so are the rest.
        out: the folder for the finished files.
        name: of the edition; "all" for every edition there is.
        fillable: whether each edition is also wanted with fields to fill in on a screen.
        strict: whether warnings stop the build.
        build_context: how pages are set.

    Returns:
        The pages of each edition, then its other files: sheets, a colour for screens, a form.
    """

    def build(book: Book, layouts: Layouts) -> Iterator[Product]:
        editions = find_editions(name, book, project)
        paths = ProductPaths(out, book.slug)
        for edition in editions:
            check_paths(_pdf_paths(book, edition, out, fillable=fillable))
        pages_of_each = _typeset_editions(book, layouts, editions, build_context)
        for done, (edition, pages) in enumerate(zip(editions, pages_of_each, strict=True), 1):
            if build_context.progress is not None and len(editions) > 1:
                build_context.progress(edition.label, done, len(editions))
            yield from write_edition(book, pages, edition, paths, strict=strict)
            if fillable:
                yield _write_form(book, pages, edition, out)

    recipe = "pdf", name, fillable
    return build_if_changed(project, out, recipe, build, strict=strict, build_context=build_context)


def typeset_pages(
    project: Path, build_context: BuildContext = DEFAULT_BUILD_CONTEXT
) -> TypesetBook:
    """Set the pages of the standard edition, and write no file.

    Raises:
        BookletError: whatever is wrong, by family.
    """
    from booklet.theme.templates import Layouts

    book = read_book(project, build_context.cache)
    raise_for(book.findings, strict=False)
    (standard,) = find_editions(STANDARD, book, project)
    return typeset_edition(book, Layouts(project), standard, build_context)


def build_epub(
    project: Path,
    out: Path,
    *,
    page_list: bool = True,
    strict: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> Product:
    """Build the e-book.

    The pages of the standard edition are set for its page list; where that is impossible, the
    e-book does without, and a finding says so.

    Args:
        project: as for `build_pdf`, and so are the rest.
        out: the folder for the finished file.
        page_list: whether printed page numbers are wanted; without them no page is set.
        strict: whether warnings stop the build.
        build_context: how pages are set.
    """

    def build(book: Book, layouts: Layouts) -> Iterator[Product]:
        paths = ProductPaths(out, book.slug)
        check_paths([paths.epub])
        found = _find_pages(book, layouts, project, build_context) if page_list else ()
        yield write_ebook(book, layouts, paths, *found, strict=strict, cache=build_context.cache)

    recipe = "epub", page_list
    return build_if_changed(
        project, out, recipe, build, strict=strict, build_context=build_context
    )[0]


def build_all(
    project: Path,
    out: Path,
    *,
    strict: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> tuple[Product, ...]:
    """Build everything from one reading of the chapters; the arguments are those of `build_pdf`.

    The e-book is there even when this machine cannot set pages.
    """

    def build(book: Book, layouts: Layouts) -> Iterator[Product]:
        paths, cache = ProductPaths(out, book.slug), build_context.cache
        check_paths([paths.epub])
        try:
            (standard,) = find_editions(STANDARD, book, project)
            check_paths(_pdf_paths(book, standard, out))
            pages = typeset_edition(book, layouts, standard, build_context)
        except BookletError:
            write_ebook(book, layouts, paths, strict=strict, cache=cache)
            raise
        yield write_ebook(book, layouts, paths, pages.page_map, strict=strict, cache=cache)
        yield from write_edition(book, pages, standard, paths, strict=strict)

    return build_if_changed(
        project, out, ("all",), build, strict=strict, build_context=build_context
    )


def find_editions(name: str, book: Book, project: Path) -> tuple[Edition, ...]:
    """Find an edition by its name, or every edition; errors are those of `find_edition`."""
    from booklet.theme.editions import edition_names, find_edition

    names = edition_names(project) if name == EVERY_EDITION else (name,)
    return tuple(find_edition(one, book.config, project) for one in names)


def _pdf_paths(
    book: Book, edition: Edition, out: Path, *, fillable: bool = False
) -> Iterator[Path]:
    """Name the files that an edition may be written to, before it is built."""
    paths = ProductPaths(out, book.slug)
    yield paths.pages(edition.label, edition.name)
    if edition.folds:
        yield paths.sheets("A4-booklet", edition.name)
    if edition.screen_paper:
        yield paths.screen(edition.label, edition.name)
    if fillable:
        yield paths.fillable(edition.label, edition.name)


def _write_form(book: Book, typeset_book: TypesetBook, edition: Edition, out: Path) -> Product:
    from booklet.finished_files import write_pdf
    from booklet.forms.fillable import make_fillable
    from booklet.forms.font import measure_font
    from booklet.linker.screen import tint_pages
    from booklet.theme.typefaces import FORM_FAMILY, nearest_face

    paper, pages = edition.screen_paper, typeset_book.pdf
    font = measure_font(nearest_face(FORM_FAMILY, bold=False).content)
    form = make_fillable(tint_pages(pages, paper) if paper else pages, typeset_book.fields, font)
    path = ProductPaths(out, book.slug).fillable(edition.label, edition.name)
    write_pdf(path, form)
    return Product(
        path, f"{pluralise(len(typeset_book.fields), 'field')} to fill in on a screen", ()
    )


def _typeset_editions(
    book: Book, layouts: Layouts, editions: Sequence[Edition], build_context: BuildContext
) -> Iterator[TypesetBook]:
    """Set the pages of several editions, in order; those of a short book side by side."""
    from booklet.scheduling.resolve_page_numbers import LONG_BOOK
    from booklet.scheduling.side_by_side import Series, make_side_by_side

    is_long = sum(len(chapter.body) for chapter in book.chapters) >= LONG_BOOK
    if len(editions) == 1 or is_long:
        return (typeset_edition(book, layouts, one, build_context) for one in editions)
    series = Series("editions", _typeset_one_of_several, (book, layouts))
    return make_side_by_side(series, editions, build_context)


def _typeset_one_of_several(
    shared: tuple[Book, Layouts], edition: Edition, build_context: BuildContext
) -> TypesetBook:
    made = typeset_edition(*shared, edition, build_context)
    return replace(made, fragments=(), fonts=())  # the file has all of them


def typeset_edition(
    book: Book, layouts: Layouts, edition: Edition, build_context: BuildContext
) -> TypesetBook:
    """Set the pages of an edition."""
    from booklet.print.pages import lay_out_pages
    from booklet.scheduling.typeset_book import typeset

    return typeset(lay_out_pages(book, layouts, edition), build_context)


def _find_pages(
    book: Book, layouts: Layouts, project: Path, build_context: BuildContext
) -> tuple[PageMap | None, tuple[Finding, ...]]:
    """Find out where printed pages start, if pages can be set."""
    from booklet.print.pages import lay_out_pages
    from booklet.scheduling.typeset_book import find_pages

    try:
        (standard,) = find_editions(STANDARD, book, project)
        return find_pages(lay_out_pages(book, layouts, standard), build_context), ()
    except (LayoutError, SetupError, TypesetError) as error:
        problem = f"the e-book has no list of printed pages: {error.problem}"
        return None, (Finding("E701", Severity.NOTE, problem, error.hint, error.place),)


def write_edition(
    book: Book, typeset_book: TypesetBook, edition: Edition, paths: ProductPaths, *, strict: bool
) -> tuple[Product, ...]:
    """Write the pages of an edition, then its sheets and its colour for screens, if it has them.

    Args:
        book: that is set.
        typeset_book: its pages.
        edition: that they are of.
        paths: for the files.
        strict: whether warnings stop the build.
    """
    from booklet.finished_files import write_pdf
    from booklet.linker.screen import tint_pages

    faults = (one for one in typeset_book.faults if strict or one.code in UNREADABLE)
    findings = (*book.findings, *typeset_book.findings, *faults)
    raise_for(findings, strict=strict)
    path = paths.pages(edition.label, edition.name)
    write_pdf(path, typeset_book.pdf)
    sheets = edition.count_sheets(typeset_book.page_count)
    measure = _measure_pages(typeset_book, sheets) + _about_pictures(book, edition)
    products = [Product(path, measure, findings, sheets=sheets)]
    if edition.folds:
        products += impose_pages(
            typeset_book.pdf, partial(paths.sheets, edition=edition.name), title=book.title
        )
    if edition.screen_paper:
        path = paths.screen(edition.label, edition.name)
        write_pdf(path, tint_pages(typeset_book.pdf, edition.screen_paper))
        pages = pluralise(typeset_book.page_count, "page")
        products.append(Product(path, f"{pages} for the screen", ()))
    return tuple(products)


def write_ebook(
    book: Book,
    layouts: Layouts,
    paths: ProductPaths,
    page_map: PageMap | None = None,
    findings: tuple[Finding, ...] = (),
    *,
    strict: bool,
    cache: Cache | None,
) -> Product:
    """Write the e-book.

    Args:
        book: that it is of.
        layouts: where templates and style sheets come from.
        paths: for the file.
        page_map: where printed pages start; None does without a list of them.
        findings: what there is to say about that.
        strict: whether warnings stop the build.
        cache: keeps the cover's picture, if it is not a copy's own.
    """
    from booklet.epub import finish_content, lay_out_documents, make_epub
    from booklet.finished_files import write_epub

    content, told = finish_content(lay_out_documents(book, layouts, page_map=page_map))
    raise_for((*book.findings, *told), strict=strict)
    path = paths.epub
    write_epub(path, make_epub(content, None if book.own_words else cache))
    findings += told
    measure = pluralise(len(book.chapters), "chapter") + _about_pictures(book)
    return Product(path, measure, (*book.findings, *findings))


def _about_pictures(book: Book, edition: Edition | None = None) -> str:
    """Say, after what else is said of a file, which pictures were scaled: for screens, or paper."""
    from booklet.theme.picture_sizes import (
        PRINT_DENSITY,
        SCREEN_PIXELS,
        fit_for_screens,
        say_what_was_scaled,
    )
    from booklet.theme.style_bundle import fit_for_edition

    if book.config.pictures.original_size:
        return ""
    fit = partial(fit_for_edition, edition=edition, original_size=False) if edition else None
    target = f"{PRINT_DENSITY} dpi" if edition else f"{SCREEN_PIXELS:,} pixels"
    said = say_what_was_scaled(book.pictures.values(), fit or fit_for_screens, target)
    return f"; {said}" if said else ""


def _measure_pages(typeset_book: TypesetBook, sheets: int) -> str:
    """Say how many sheets of A4 a booklet takes, both sides printed, and how to save one."""
    said = f"{pluralise(typeset_book.page_count, 'page')} = {pluralise(sheets, 'sheet')} of A4"
    if not typeset_book.savings:
        return said
    lines, title = typeset_book.savings[0]
    return f"{said}; {pluralise(lines, 'line')} fewer would save a sheet: ‘{title}’"
