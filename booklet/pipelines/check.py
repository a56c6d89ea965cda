"""The stages of a check in their order: from a project's folder to all there is to say about it.

Everything is made as a build makes it, and nothing is written. What cannot be made on this computer
is named as unchecked; what is wrong with one product does not keep the others from being checked.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from booklet.check.report import CheckReport, in_reading_order
from booklet.common.errors import (
    BookletError,
    ConfigError,
    Finding,
    SetupError,
    Severity,
    UsageError,
)
from booklet.common.outputs import OUT
from booklet.pipelines.build import pluralise
from booklet.project import assemble_book, read_sources
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from booklet.book import Book
    from booklet.check.subject import CheckedBook
    from booklet.common.page_map import PageMap
    from booklet.manuscript import Manuscript
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.theme.templates import Layouts

_BACK_MATTER = "back-matter"
_ANSWERS = "answers"


def check_project(
    project: Path,
    *,
    every_product: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> CheckReport:
    """Check a booklet: its sources, its texts, and what is made of them.

    Args:
        project: the folder with `chapters/` and, if the author wants settings, `booklet.toml`.
        every_product: whether every edition, the handouts and the posters are looked at as well as
            the standard edition and the e-book.
        build_context: how pages are set; while nothing changes, its cache has the whole report.

    Raises:
        UsageError: when there is no such folder.
    """
    from booklet.build_manifest import BuildManifest

    recipe = "check", every_product
    manifest = BuildManifest(build_context.cache, project, project / OUT, recipe)
    known = manifest.find_result()
    if isinstance(known, CheckReport):
        return known
    report = _check(project, build_context, every_product=every_product)
    manifest.keep_result(report, report.findings, report.pictures)
    return report


def _check(project: Path, build_context: BuildContext, *, every_product: bool) -> CheckReport:
    from booklet.check.switched_off import leave_switched_off
    from booklet.theme.templates import Layouts

    try:
        config, manuscript = read_sources(project)
        book = assemble_book(project, config, manuscript, build_context.cache)
    except UsageError:
        raise
    except BookletError as error:
        return CheckReport(in_reading_order(_explain(error, project)), ())
    checked, findings = check_texts_of(project, book, manuscript)
    looked_at = [pluralise(len(book.chapters), "chapter")]
    if any(one.severity is Severity.ERROR for one in book.findings):
        findings += (_until_corrected(),)
    else:
        products = _Products(project, checked, Layouts(project), build_context)
        made, found = _check_products(products, every_product=every_product)
        looked_at += made
        findings += found
    config_pictures = filter(None, [book.config.logo, book.config.cover_picture])
    return CheckReport(
        in_reading_order(leave_switched_off(findings, manuscript.sources)),
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
    project: Path, book: Book, manuscript: Manuscript
) -> tuple[CheckedBook, tuple[Finding, ...]]:
    """Check what authors wrote, without making anything of it.

    Args:
        project: its folder.
        book: made of the manuscript.
        manuscript: as it was read.
    """
    from booklet.check.picture_places import find_picture_places
    from booklet.check.subject import prepare_checks
    from booklet.check.texts import check_texts

    checked = prepare_checks(book, manuscript.sources)
    places = find_picture_places(project.resolve(), checked)
    return checked, (*book.findings, *check_texts(checked), *places)


@dataclass(frozen=True, slots=True)
class _Products:
    """What products are made of, and what there is to say about each of them.

    Attributes:
        project: its folder.
        texts: the book, and its chapters as they were written.
        layouts: its templates.
        build_context: how pages are set.
    """

    project: Path
    texts: CheckedBook
    layouts: Layouts
    build_context: BuildContext

    @property
    def book(self) -> Book:
        """The book."""
        return self.texts.book

    def check_edition(self, name: str) -> Iterator[Finding]:
        """Set the pages of an edition."""
        pages = self.set_pages(name)
        for finding in (*pages.findings, *self._with_lines(pages)):
            yield _in_edition(finding, name)

    def check_pages(self, pages: TypesetBook) -> Iterator[Finding]:
        """Look at the pages of the standard edition, and for every word on them."""
        from booklet.check.arrival import find_lost_words
        from booklet.check.finished_words import words_on_pages

        yield from (*pages.findings, *self._with_lines(pages))
        made = words_on_pages(pages.pdf, pages.page_map)
        answers = made.get(_BACK_MATTER, ())
        for chapter in self.texts.chapters:
            own = made.get(chapter.source.slug, ())
            for words, of_answers in ((own, False), (answers, True)):
                yield from find_lost_words(
                    chapter,
                    words,
                    "the printed booklet",
                    of_answers=of_answers,
                    cache=self.build_context.cache,
                )

    def _with_lines(self, pages: TypesetBook) -> Iterator[Finding]:
        from booklet.check.page_lines import add_lines

        return add_lines(pages.faults, self.texts.chapters)

    def check_ebook(self, page_map: PageMap | None) -> Iterator[Finding]:
        """Make the e-book, and look for every word in it."""
        from booklet.check.arrival import find_lost_words
        from booklet.check.finished_words import words_in_epub
        from booklet.epub import lay_out_documents, make_epub, sanitise_content
        from booklet.epub.chapter_texts import document_name, name_files
        from booklet.epub.cover import about_missing_signs

        laid_out = lay_out_documents(self.book, self.layouts, page_map=page_map)
        content, removed = sanitise_content(laid_out)
        yield from removed
        if content.cover.missing_signs:
            yield about_missing_signs(content.cover.missing_signs)
        made = words_in_epub(make_epub(content))
        files = name_files(self.book)
        for chapter in self.texts.chapters:
            names = (document_name(chapter.source.slug), False), (_ANSWERS, True)
            for name, of_answers in names:
                yield from find_lost_words(
                    chapter,
                    made.get(files[name], ()),
                    "the e-book",
                    of_answers=of_answers,
                    on_paper=False,
                    cache=self.build_context.cache,
                )

    def check_sheets(self, pages: TypesetBook) -> Iterator[Finding]:
        """Impose the pages, and make the form of them."""
        from booklet.forms.fillable import make_fillable
        from booklet.forms.font import measure_font
        from booklet.imposition.impose import impose
        from booklet.theme.typefaces import FORM_FAMILY, read_regular

        impose(pages.pdf)
        make_fillable(pages.pdf, pages.fields, measure_font(read_regular(FORM_FAMILY)))
        yield from ()

    def set_pages(self, name: str) -> TypesetBook:
        """Set the pages of an edition."""
        from booklet.print.pages import lay_out_pages
        from booklet.scheduling.typeset_book import typeset
        from booklet.theme.editions import find_edition

        edition = find_edition(name, self.book.config, self.project)
        return typeset(lay_out_pages(self.book, self.layouts, edition), self.build_context)


def _check_products(
    products: _Products, *, every_product: bool
) -> tuple[list[str], tuple[Finding, ...]]:
    """Make one product after the other; returns what was looked at, and what was found."""
    from booklet.pipelines.handouts import check_handouts
    from booklet.pipelines.rules_poster import check_rules_posters
    from booklet.theme.editions import STANDARD, edition_names, find_edition

    looked_at: list[str] = []
    findings: list[Finding] = []
    book, layouts, context = products.book, products.layouts, products.build_context

    def look_at(name: str, check: Callable[[], Iterable[Finding]]) -> None:
        try:
            findings.extend(check())
        except BookletError as error:
            findings.append(_unmade(name, error))
        else:
            looked_at.append(name)

    others = [name for name in edition_names(products.project) if name != STANDARD]
    pages = None
    try:
        pages = products.set_pages(STANDARD)
    except BookletError as error:
        findings.append(_unmade("the printed pages", error))
    if pages is not None:
        look_at(pluralise(pages.page_count, "printed page"), partial(products.check_pages, pages))
    page_map = pages.page_map if pages else None
    look_at("the e-book", partial(products.check_ebook, page_map))
    if every_product and pages is not None:
        look_at("the sheets for the copier and the form", partial(products.check_sheets, pages))
        for name in others:
            look_at(f"the edition '{name}'", partial(products.check_edition, name))
        look_at("the handouts", partial(check_handouts, book, layouts, context))
        look_at("the posters", partial(check_rules_posters, book, layouts, context))
    else:
        for name in others:
            try:
                find_edition(name, book.config, products.project)
            except BookletError as error:
                warning = replace(
                    _unmade(f"the edition '{name}'", error), severity=Severity.WARNING
                )
                findings.append(warning)
    return looked_at, tuple(findings)


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


def _unmade(name: str, error: BookletError) -> Finding:
    """Say that something could not be made: on this computer, or at all."""
    if isinstance(error, SetupError):
        problem = f"{name} could not be checked on this computer: {error.problem}"
        return Finding("V903", Severity.NOTE, problem, error.hint)
    problem = f"{name} cannot be made: {error.problem}"
    return Finding("V902", Severity.ERROR, problem, error.hint, error.place)


def _until_corrected() -> Finding:
    return Finding(
        "V903",
        Severity.NOTE,
        "the printed pages and the e-book are not checked while there are errors",
        "Correct the errors, and run the same command again.",
    )


def _in_edition(finding: Finding, name: str) -> Finding:
    return replace(finding, problem=f"in the edition '{name}' {finding.problem}")
