"""The stages of collecting in their order: from returned booklets to one page and slips.

Nothing is kept of what people wrote but these two files: no cache sees their words.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity, UsageError
from booklet.common.outputs import Product, check_paths
from booklet.common.product_paths import ProductPaths
from booklet.common.wording import pluralise
from booklet.pipelines.build import raise_for, read_project, set_in_largest
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.scheduling.build_context import BuildContext
    from booklet.session.collected_plans import Collected
    from booklet.session.returned_booklets import ReturnedBooklet
    from booklet.theme.templates import Layouts

_LARGEST_FILE = 100_000_000
_MOST_FILES = 2000


def collect_plans(
    project: Path,
    out: Path,
    folder: Path,
    *,
    with_names: bool = False,
    strict: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> tuple[Product, ...]:
    """Collect the plans of returned booklets: a page and slips for each chapter that has any.

    Args:
        project: the folder of the booklet that was given out.
        out: the folder for finished files.
        folder: with the returned PDFs.
        with_names: whether the name on a booklet's first page stands beside its plans.
        strict: whether warnings stop the build.
        build_context: how pages are set; its cache is not used for what people wrote.

    Raises:
        UsageError: when there is no such folder, or no plan in it.
        BookletError: whatever else is wrong, by family.
    """
    book, layouts = read_project(project, out, strict=strict, build_context=build_context)
    returned, findings = read_folder(folder, with_names=with_names)
    raise_for(findings, strict=strict)
    forgetful = replace(build_context, cache=None, progress=None)
    products: list[Product] = []
    for number, chapter in enumerate(book.chapters, 1):
        said = _gather(book, chapter, returned)
        if said.plans or said.actions:
            paths = ProductPaths(out, book.slug)
            products += _build(
                book, layouts, chapter, number=number, said=said, paths=paths,
                build_context=forgetful,
            )  # fmt: skip
    if not products:
        raise UsageError(
            f"there is no plan in the files of '{folder}'",
            hint="It takes the folder with the fillable PDFs that people have sent back: those of "
            "'pdf --fillable', of this booklet.",
            findings=findings,
        )
    return (replace(products[0], findings=findings), *products[1:])


def _gather(book: Book, chapter: Chapter, returned: Sequence[ReturnedBooklet]) -> Collected:
    """Put together what everybody has planned in one chapter."""
    from booklet.session.actions import gather_actions
    from booklet.session.collected_plans import Collected

    plans = (plan for booklet in returned for plan in booklet.plans if plan.slug == chapter.slug)
    language = book.config.book_language.of(chapter.metadata.language)
    cells = (cell for booklet in returned for cell in booklet.cells)
    return Collected(tuple(dict.fromkeys(plans)), gather_actions(chapter, language, cells))


def read_folder(
    folder: Path, *, with_names: bool
) -> tuple[tuple[ReturnedBooklet, ...], tuple[Finding, ...]]:
    """Read every PDF of a folder; what cannot be read is told by its name.

    Args:
        folder: with the returned PDFs; other files in it are left alone.
        with_names: whether plans keep the names of those who made them.

    Raises:
        UsageError: when there is no such folder, or far too many files in it.
    """
    from booklet.session.returned_booklets import NoFormError, read_returned

    if not folder.is_dir():
        raise UsageError(
            f"there is no folder '{folder}'", hint="Name the folder with the returned PDFs."
        )
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".pdf")
    if len(files) > _MOST_FILES:
        raise UsageError(
            f"'{folder}' has more than {_MOST_FILES} PDFs",
            hint="Put the returned booklets of one session into a folder of their own.",
        )
    found: list[ReturnedBooklet] = []
    findings: list[Finding] = []
    for number, path in enumerate(files):
        try:
            booklet = read_returned(_read(path), number)
        except (NoFormError, OSError) as error:
            reason = "cannot be opened" if isinstance(error, OSError) else str(error)
            findings.append(_unreadable(path, reason))
            continue
        if not booklet.plans and not booklet.cells:
            findings.append(_empty(path))
        found.append(booklet if with_names else _without_name(booklet))
    return tuple(found), tuple(findings)


def _without_name(booklet: ReturnedBooklet) -> ReturnedBooklet:
    return replace(
        booklet,
        plans=tuple(replace(plan, name="") for plan in booklet.plans),
        cells=tuple(replace(cell, name="") for cell in booklet.cells),
    )


def _read(path: Path) -> bytes:
    from booklet.session.returned_booklets import NoFormError

    if path.stat().st_size > _LARGEST_FILE:
        raise NoFormError("is too large for a booklet")
    return path.read_bytes()


def _unreadable(path: Path, reason: str) -> Finding:
    return Finding(
        "S908",
        Severity.WARNING,
        f"the returned booklet {reason}, and is passed over",
        "Ask for the file again: it should be saved in the program that it was filled in with, "
        "not printed to a PDF.",
        Place(path.name),
    )


def _empty(path: Path) -> Finding:
    return Finding(
        "S909",
        Severity.NOTE,
        "nobody has written a plan in the returned booklet",
        "If it should have one, it was not saved after it was filled in.",
        Place(path.name),
    )


def _build(
    book: Book,
    layouts: Layouts,
    chapter: Chapter,
    *,
    number: int,
    said: Collected,
    paths: ProductPaths,
    build_context: BuildContext,
) -> Iterator[Product]:
    """Write the page and the slips of one chapter."""
    from booklet.finished_files import write_pdf
    from booklet.print.rules import rules_of
    from booklet.scheduling.typeset_book import typeset
    from booklet.session.collected_plans import PAGE_SIZES, lay_out_collected, lay_out_slips
    from booklet.session.plan import plan_session

    plan = plan_session(book, chapter)
    rules = rules_of(book, chapter)
    page_path = paths.collected(number, chapter.slug, "what-we-said")
    slips_path = paths.collected(number, chapter.slug, "revisit-slips")
    check_paths([page_path, slips_path])

    lay_out = partial(lay_out_collected, book, layouts, plan, said, rules=rules)
    page = set_in_largest(lay_out, PAGE_SIZES, build_context)
    write_pdf(page_path, page.pdf)
    counted = [pluralise(len(said.plans), "plan"), pluralise(said.row_count, "action")]
    counts = " and ".join(one for one in counted if not one.startswith("0 "))
    yield Product(page_path, f"{counts} on {pluralise(page.page_count, 'page')} of A4", ())
    if plan.revisits:
        slips = typeset(lay_out_slips(book, layouts, plan, said), build_context)
        write_pdf(slips_path, slips.pdf)
        count = pluralise((len(said.plans) + said.row_count) * len(plan.revisits), "slip")
        yield Product(slips_path, f"{count} on {pluralise(slips.page_count, 'page')} of A4", ())
