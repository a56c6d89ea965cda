"""Make every product of a booklet for a check, write none of them, and say what each has.

What cannot be made on this computer is named as unchecked; what is wrong with one product does not
keep the others from being checked.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from booklet.common.cache import remember
from booklet.common.errors import BookletError, Finding, SetupError, Severity
from booklet.common.wording import pluralise
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from booklet.book import Book
    from booklet.check.checked_book import CheckedBook, CheckedChapter
    from booklet.common.page_map import PageMap
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.theme.templates import Layouts

_BACK_MATTER = "back-matter"
_ANSWERS = "answers"
_WHOLE_HANDOUTS = frozenset({"A4-handout", "A5-handout"})


@dataclass(frozen=True, slots=True)
class Products:
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

    def check_pages(self, pages: TypesetBook, product: str) -> Iterator[Finding]:
        """Look at finished pages, and for every word on them."""
        from booklet.check.finished_words import words_on_pages

        yield from (*pages.findings, *pages.faults)
        made = words_on_pages(pages, self.build_context.cache)
        back = made.get(_BACK_MATTER, ())
        for chapter in self.texts.chapters:
            # Answers stand at the back, or beside their quiz.
            own = made.get(chapter.source.slug, ())
            yield from self._look_for_words(chapter, own, (*own, *back), product)

    def check_edition(self, name: str, known: frozenset[Finding]) -> Iterator[Finding]:
        """Set the pages of an edition; what the standard one says too is not said again."""
        product = f"the edition '{name}'"
        for finding in self.check_pages(self.set_pages(name), product):
            if finding not in known:
                is_said = product in finding.problem
                problem = finding.problem if is_said else f"in {product} {finding.problem}"
                yield replace(finding, problem=problem)

    def check_ebook(self, page_map: PageMap | None) -> Iterator[Finding]:
        """Make the e-book, and look for every word in it."""
        from booklet.check.finished_words import words_in_epub
        from booklet.epub import finish_content, lay_out_documents, make_epub
        from booklet.epub.chapter_texts import document_name, name_files

        laid_out = lay_out_documents(self.book, self.layouts, page_map=page_map)
        content, told = finish_content(laid_out)
        yield from told
        cache = self.build_context.cache
        made = words_in_epub(make_epub(content, cache), cache)
        files = name_files(self.book)
        answers = made.get(files[_ANSWERS], ())
        for chapter in self.texts.chapters:
            own = made.get(files[document_name(chapter.source.slug)], ())
            yield from self._look_for_words(chapter, own, answers, "the e-book", on_paper=False)

    def check_phone_page(self) -> Iterator[Finding]:
        """Make the page for phones, and look for every word on it."""
        from booklet.check.finished_words import words_on_page
        from booklet.web import finish_page, lay_out_web_page

        page = finish_page(lay_out_web_page(self.book, self.layouts), self.layouts)
        yield from page.findings
        made = words_on_page(page.html)
        for chapter in self.texts.chapters:
            own = made.get(chapter.source.slug, ())
            yield from self._look_for_words(chapter, own, own, "the page for phones")

    def _look_for_words(
        self,
        chapter: CheckedChapter,
        made: Sequence[str],
        answers: Sequence[str] | None,
        product: str,
        *,
        on_paper: bool = True,
    ) -> Iterator[Finding]:
        """Look for the words of a chapter, and of its quiz's answers where they are due."""
        from booklet.check.word_locations import find_lost_words

        for words, of_answers in ((made, False), (answers, True)):
            if words is None:
                continue
            # Comparing takes longer than making either side.
            key = f"lost words {chapter.source!r} {words!r} {product} {of_answers} {on_paper}"
            find = partial(
                find_lost_words, chapter, words, product, of_answers=of_answers, on_paper=on_paper
            )
            yield from remember(self.build_context.cache, key, tuple, find)

    def check_sheets(self, pages: TypesetBook) -> Iterable[Finding]:
        """Impose the pages, and make the form of them."""
        from booklet.forms.fillable import make_fillable
        from booklet.forms.font import measure_font
        from booklet.imposition.impose import impose
        from booklet.theme.typefaces import FORM_FAMILY, nearest_face

        impose(pages.pdf)
        make_fillable(
            pages.pdf, pages.fields, measure_font(nearest_face(FORM_FAMILY, bold=False).content)
        )
        return ()

    def check_handouts(self) -> Iterator[Finding]:
        """Set the handouts, and look for every word on those that have the whole text."""
        from booklet.check.finished_words import words_of_pdf
        from booklet.pipelines.handouts import set_handouts

        by_slug = {one.source.slug: one for one in self.texts.chapters}
        for handout in set_handouts(self.book, self.layouts, self.build_context):
            yield from handout.findings
            if handout.name in _WHOLE_HANDOUTS:
                made = words_of_pdf(handout.pdf)
                chapter = by_slug[handout.chapter.slug]
                yield from self._look_for_words(chapter, made, None, f"the {handout.name}")

    def check_sessions(self) -> Iterator[Finding]:
        """Plan the session about each chapter, and set its run sheet and its slides."""
        from booklet.pipelines.session_screens import typeset_slides
        from booklet.pipelines.session_sheets import typeset_run_sheet
        from booklet.session.findings import about_length
        from booklet.session.plan import plan_session

        context = replace(self.build_context, progress=None)
        for chapter in self.book.chapters:
            plan = plan_session(self.book, chapter)
            yield from about_length(plan, chapter)
            yield from typeset_run_sheet(self.book, self.layouts, plan, context).findings
            _, slides = typeset_slides(self.book, self.layouts, chapter, plan, context)
            yield from slides.findings

    def check_posters(self) -> Iterable[Finding]:
        """Set the rules of each chapter as posters."""
        from booklet.pipelines.rules_poster import check_rules_posters

        return check_rules_posters(self.book, self.layouts, self.build_context)

    def set_pages(self, name: str) -> TypesetBook:
        """Set the pages of an edition."""
        from booklet.print.pages import lay_out_pages
        from booklet.scheduling.typeset_book import typeset
        from booklet.theme.editions import find_edition

        edition = find_edition(name, self.book.config, self.project)
        return typeset(lay_out_pages(self.book, self.layouts, edition), self.build_context)


@dataclass(frozen=True, slots=True)
class _Look:
    """A look at one product.

    Attributes:
        name: of the product.
        check: makes it, and looks at it.
    """

    name: str
    check: Callable[[Products], Iterable[Finding]]


def check_products(
    products: Products, *, every_product: bool
) -> tuple[list[str], tuple[Finding, ...]]:
    """Make all products, none is written; returns what was looked at, and what was found."""
    from booklet.common.product_paths import STANDARD
    from booklet.scheduling.side_by_side import Series, make_side_by_side
    from booklet.theme.editions import edition_names

    findings: list[Finding] = []
    looks: list[_Look] = []
    pages = None
    try:
        pages = products.set_pages(STANDARD)
    except BookletError as error:
        findings.append(_unmade("the printed pages", error))
    if pages is not None:
        name = pluralise(pages.page_count, "printed page")
        booklet = partial(Products.check_pages, pages=pages, product="the printed booklet")
        looks.append(_Look(name, booklet))
    page_map = pages.page_map if pages else None
    looks.append(_Look("the e-book", partial(Products.check_ebook, page_map=page_map)))
    others = [name for name in edition_names(products.project) if name != STANDARD]
    if every_product:
        looks.append(_Look("the page for phones", Products.check_phone_page))
    if every_product and pages is not None:
        sheets = partial(Products.check_sheets, pages=pages)
        looks.append(_Look("the sheets for the copier and the form", sheets))
    seen = [_look_at(products, look, products.build_context) for look in looks]
    if not every_product:
        findings += _unusable_editions(others, products)
    elif pages is not None:
        known = frozenset(pages.findings)
        editions = (
            _Look(f"the edition '{name}'", partial(Products.check_edition, name=name, known=known))
            for name in others
        )
        looks = [
            *editions,
            _Look("the handouts", Products.check_handouts),
            _Look("the posters", Products.check_posters),
            _Look("the sessions with their slides", Products.check_sessions),
        ]
        shared = replace(products, build_context=DEFAULT_BUILD_CONTEXT)
        series = Series("products to be checked", _look_at, shared)
        seen += make_side_by_side(series, looks, products.build_context)
    looked_at = [name for names, _ in seen for name in names]
    return looked_at, (*findings, *(one for _, found in seen for one in found))


def _look_at(
    products: Products, look: _Look, build_context: BuildContext
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Look at a product; returns its name, if it could be made, and what was found."""
    from booklet.check.word_locations import add_lines

    products = replace(products, build_context=build_context)
    try:
        findings = tuple(add_lines(look.check(products), products.texts.chapters))
    except BookletError as error:
        return (), (_unmade(look.name, error),)
    return (look.name,), findings


def _unusable_editions(names: Iterable[str], products: Products) -> Iterator[Finding]:
    """Say which editions cannot be built with these settings; no page is set."""
    from booklet.theme.editions import find_edition

    for name in names:
        try:
            find_edition(name, products.book.config, products.project)
        except BookletError as error:
            yield replace(_unmade(f"the edition '{name}'", error), severity=Severity.WARNING)


def _unmade(name: str, error: BookletError) -> Finding:
    """Say that something could not be made: on this computer, or at all."""
    if isinstance(error, SetupError):
        problem = f"{name} could not be checked on this computer: {error.problem}"
        return Finding("V903", Severity.NOTE, problem, error.hint)
    problem = f"{name} cannot be made: {error.problem}"
    return Finding("V902", Severity.ERROR, problem, error.hint, error.place)
