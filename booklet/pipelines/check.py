"""The stages of a check in their order: from a project's folder to all there is to say about it.

Everything is made as a build makes it, and nothing is written.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from booklet.check.report import CheckReport, in_reading_order
from booklet.common.errors import (
    BookletError,
    ConfigError,
    Finding,
    Severity,
    UsageError,
)
from booklet.common.outputs import OUT
from booklet.common.wording import pluralise
from booklet.pipelines.check_products import Products, check_products
from booklet.project import assemble_book, read_sources
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.book import Book
    from booklet.check.checked_book import CheckedBook
    from booklet.common.cache import Cache
    from booklet.manuscript import Manuscript
    from booklet.scheduling.build_context import BuildContext


def check_project(
    project: Path,
    *,
    every_product: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> CheckReport:
    """Check a booklet: its sources, its texts, and what is made of them.

    Args:
        project: the folder with `chapters/` and, if the author wants settings, `booklet.toml`.
        every_product: whether every edition, the handouts, the posters and the sessions are looked
            at as well as the standard edition and the e-book.
        build_context: how pages are set; while nothing changes, its cache has the whole report.

    Raises:
        UsageError: when there is no such folder.
    """
    from booklet.build_manifest import BuildManifest

    recipe = "check", every_product
    manifest = BuildManifest(build_context.cache, project, project / OUT, recipe)
    known = manifest.find_result(CheckReport)
    if known is not None:
        return known
    report = _check(project, build_context, every_product=every_product)
    manifest.keep_result(report, report.findings, report.pictures)
    return report


def _check(project: Path, build_context: BuildContext, *, every_product: bool) -> CheckReport:
    from booklet.check.suppressions import drop_suppressed
    from booklet.theme.templates import Layouts

    try:
        config, manuscript = read_sources(project)
        book = assemble_book(project, config, manuscript, build_context.cache)
    except UsageError:
        raise
    except BookletError as error:
        return CheckReport(in_reading_order(_explain(error, project)), ())
    checked, findings = check_texts_of(project, book, manuscript, build_context.cache)
    looked_at = [pluralise(len(book.chapters), "chapter")]
    if any(one.severity is Severity.ERROR for one in book.findings):
        findings += (_until_corrected(),)
    else:
        products = Products(project, checked, Layouts(project), build_context)
        made, found = check_products(products, every_product=every_product)
        looked_at += made
        findings += found
    config_pictures = filter(None, [book.config.logo, book.config.cover_picture])
    return CheckReport(
        in_reading_order(drop_suppressed(findings, manuscript.sources)),
        tuple(looked_at),
        tuple((chapter.path, chapter.title) for chapter in book.chapters),
        (*book.pictures, *config_pictures),
    )


def leave_known_findings(report: CheckReport, baseline: Path | None) -> CheckReport:
    """Leave out of a report what the file of a baseline lists; None leaves everything in.

    Raises:
        UsageError: when there is no such file, or it is no baseline.
    """
    from booklet.check.baseline import leave_known

    if baseline is None:
        return report
    try:
        content = baseline.read_bytes()
    except OSError as error:
        raise UsageError(
            f"'{baseline}' cannot be read: {error.strerror or error}",
            hint="Write it with --write-baseline, or leave out --baseline.",
        ) from error
    return report.without_known(leave_known(report.findings, content, str(baseline)))


def check_texts_of(
    project: Path, book: Book, manuscript: Manuscript, cache: Cache | None = None
) -> tuple[CheckedBook, tuple[Finding, ...]]:
    """Check what authors wrote, without making anything of it.

    Args:
        project: its folder.
        book: made of the manuscript.
        manuscript: as it was read.
        cache: keeps what was found in chapters.
    """
    from booklet.check.checked_book import prepare_checks
    from booklet.check.privacy import find_photo_locations
    from booklet.check.texts import check_texts

    checked = prepare_checks(book, manuscript.sources, cache)
    locations = find_photo_locations(project.resolve(), checked)
    return checked, (*book.findings, *check_texts(checked, cache), *locations)


def _explain(error: BookletError, project: Path) -> tuple[Finding, ...]:
    """Give the findings behind an error that ends every build."""
    from booklet.config.load import find_setting_faults

    if isinstance(error, ConfigError):
        with suppress(ConfigError):
            if found := find_setting_faults(project):
                return found
    return error.findings or (
        Finding("V902", Severity.ERROR, error.problem, error.hint, error.place),
    )


def _until_corrected() -> Finding:
    return Finding(
        "V903",
        Severity.NOTE,
        "the printed pages and the e-book are not checked while there are errors",
        "Correct the errors, and run the same command again.",
    )
