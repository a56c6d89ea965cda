"""The stages of handouts in their order: from a project's folder to sheets for the table.

Each reflection becomes an A4 handout, the pages of the booklet on their own, a pocket guide and
rule cards. What `booklet.pipelines.book` is for the booklet, this module is for them.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.common.outputs import Product, check_paths
from booklet.common.product_paths import ProductPaths
from booklet.common.wording import pluralise
from booklet.pipelines.build import build_if_changed, raise_for
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from booklet.book import Book
    from booklet.copyfit.flow import Fitting
    from booklet.markup.chapter import Chapter
    from booklet.print.division import PrintBook
    from booklet.print.handouts import BookletPages, Density
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.theme.templates import Layouts

_FULLNESS_OF_A_POCKET = (1.0, 0.6, 0.0)
_POCKET_PAGES = 8


def build_handouts(
    project: Path,
    out: Path,
    *,
    strict: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> tuple[Product, ...]:
    """Build the handouts of every reflection.

    Args:
        project: the folder with `chapters/` and, if the author wants settings, `booklet.toml`.
        out: the folder for the finished files.
        strict: whether warnings stop the build.
        build_context: how pages are set; its progress hears of each handout, too.

    Raises:
        BookletError: whatever is wrong, by family.
    """

    def build(book: Book, layouts: Layouts) -> Iterator[Product]:
        paths = ProductPaths(out, book.slug)
        check_paths(
            paths.handout(number, chapter.slug, "A4-rule-cards")
            for number, chapter in enumerate(book.chapters, 1)
        )
        builder = _prepare(book, layouts, build_context)
        findings = (*book.findings, *builder.findings)
        if strict:
            findings += builder.faults
        raise_for(findings, strict=strict)
        handouts: list[Handout] = []
        for done, made in enumerate(_build_all(builder), 1):
            handouts += made
            if build_context.progress:
                title = book.chapters[done - 1].title
                build_context.progress(title, done, len(book.chapters))
        findings += tuple(finding for handout in handouts for finding in handout.findings)
        findings = tuple(dict.fromkeys(findings))
        raise_for(findings, strict=strict)
        yield from _write(handouts, paths, book, findings)

    return build_if_changed(
        project, out, ("handouts",), build, strict=strict, build_context=build_context
    )


def set_handouts(
    book: Book, layouts: Layouts, build_context: BuildContext = DEFAULT_BUILD_CONTEXT
) -> Iterator[Handout]:
    """Set the handouts of every reflection, and write nothing."""
    for made in _build_all(_prepare(book, layouts, build_context)):
        yield from made


def set_handout(
    book: Book, layouts: Layouts, chapter: Chapter, name: str, build_context: BuildContext
) -> Handout | None:
    """Set one handout of a reflection; None when there is none of this name.

    Args:
        book: all of it.
        layouts: where templates and style sheets come from.
        chapter: the reflection.
        name: of the handout, as in `Handout`.
        build_context: how pages are set.
    """
    handouts = _prepare(book, layouts, build_context).build_chapter(chapter, with_pages=False)
    return next((one for one in handouts if one.name == name), None)


def _prepare(book: Book, layouts: Layouts, build_context: BuildContext) -> HandoutBuilder:
    """Set the text of the booklet, from which every handout takes something."""
    from booklet.print.pages import lay_out_pages
    from booklet.scheduling.typeset_book import typeset

    print_book = lay_out_pages(book, layouts)
    booklet = typeset(print_book, build_context, text_only=True)
    quiet = replace(build_context, progress=None)
    return HandoutBuilder.of_booklet(book, layouts, print_book, booklet, quiet)


def _find_pages(book: Book, booklet: TypesetBook) -> Iterator[tuple[str, BookletPages]]:
    """Find out where each reflection stands in the booklet, by slug."""
    from booklet.print.handouts import BookletPages

    folios = {name: booklet.folios[index] for name, index in booklet.anchors.items()}
    pages = booklet.page_map.pages
    filled = {one.name: sum(one.filled) for one in booklet.fragments}
    for chapter in book.chapters:
        own = [index for index, page in enumerate(pages) if page.division == chapter.slug]
        first, last = int(booklet.folios[own[0]]), int(booklet.folios[own[-1]])
        yield chapter.slug, BookletPages(first, last, filled[chapter.slug], folios)


def _build_all(builder: HandoutBuilder) -> Iterator[tuple[Handout, ...]]:
    """Build the handouts of every reflection, those of several side by side."""
    from booklet.scheduling.side_by_side import Series, make_side_by_side

    shared = replace(builder, build_context=DEFAULT_BUILD_CONTEXT)
    series = Series("handouts", _build_those_of, shared)
    slugs = [chapter.slug for chapter in builder.book.chapters]
    return make_side_by_side(series, slugs, builder.build_context)


def _build_those_of(
    builder: HandoutBuilder, slug: str, build_context: BuildContext
) -> tuple[Handout, ...]:
    """Build those of one reflection; a worker has a copy of the book, and finds it in that."""
    chapter = next(one for one in builder.book.chapters if one.slug == slug)
    return tuple(replace(builder, build_context=build_context).build_chapter(chapter))


@dataclass(frozen=True, slots=True)
class Handout:
    """A file to be written.

    Attributes:
        chapter: that it is of.
        name: what it is: "A4-handout".
        pdf: its content.
        measure: how long it is, in words.
        sheet_count: how much paper it takes, both sides printed where both are used.
        findings: what its author should know.
    """

    chapter: Chapter
    name: str
    pdf: bytes
    measure: str
    sheet_count: int
    findings: tuple[Finding, ...]


def _write(
    handouts: Iterable[Handout], paths: ProductPaths, book: Book, findings: tuple[Finding, ...]
) -> Iterator[Product]:
    """Write all files; the first one takes all findings along, each once."""
    from booklet.finished_files import write_pdf

    numbers = {chapter.slug: number for number, chapter in enumerate(book.chapters, 1)}
    for handout in handouts:
        slug = handout.chapter.slug
        path = paths.handout(numbers[slug], slug, handout.name)
        write_pdf(path, handout.pdf)
        yield Product(path, handout.measure, findings)
        findings = ()


@dataclass(frozen=True, slots=True)
class HandoutBuilder:
    """What every reflection's handouts are made with.

    Attributes:
        book: all of it.
        layouts: where templates and style sheets come from.
        print_book: the booklet, laid out for paper.
        pages: where each reflection stands in it, by slug.
        fittings: what copyfitting has decided for its divisions.
        findings: what there is to know of its pages.
        faults: of its pages that only typographers mind.
        build_context: how handouts are set.
    """

    book: Book
    layouts: Layouts
    print_book: PrintBook
    pages: Mapping[str, BookletPages]
    fittings: Mapping[str, Fitting]
    findings: tuple[Finding, ...]
    faults: tuple[Finding, ...]
    build_context: BuildContext

    @classmethod
    def of_booklet(
        cls,
        book: Book,
        layouts: Layouts,
        print_book: PrintBook,
        booklet: TypesetBook,
        build_context: BuildContext,
    ) -> HandoutBuilder:
        """Prepare to build handouts of a book whose booklet is set."""
        pages = dict(_find_pages(book, booklet))
        about = booklet.fittings, booklet.findings, booklet.faults
        return cls(book, layouts, print_book, pages, *about, build_context)

    def build_chapter(self, chapter: Chapter, *, with_pages: bool = True) -> Iterator[Handout]:
        """Build all handouts of one reflection.

        Args:
            chapter: the reflection.
            with_pages: whether its pages of the booklet on their own are wanted, too.
        """
        pages = self.pages[chapter.slug]
        yield self._build_a4(chapter, pages)
        if with_pages:
            yield self._build_a5(chapter, pages)
        yield from self._build_rules(chapter)

    def _build_a4(self, chapter: Chapter, pages: BookletPages) -> Handout:
        """Set the reflection as close as it must be to fit a sheet, or at ease if it cannot."""
        from booklet.print.handouts import (
            SIDES_OF_A_SHEET,
            booklet_pages,
            choose_density,
            lay_out_a4_handout,
        )
        from booklet.scheduling.typeset_book import typeset, typeset_within

        finished: dict[Density, TypesetBook] = {}

        def lay_out(density: Density) -> PrintBook:
            return lay_out_a4_handout(self.book, self.layouts, chapter, pages, density)

        def fits(density: Density) -> bool:
            sheet = typeset_within(lay_out(density), SIDES_OF_A_SHEET, self.build_context)
            if sheet is not None:
                finished[density] = sheet
            return sheet is not None

        density = choose_density(fits, pages.filled)
        handout = finished.get(density) or typeset(lay_out(density), self.build_context)
        findings = (*handout.findings, *_about_rules(self.book, chapter))
        if handout.page_count > SIDES_OF_A_SHEET:
            findings += (_too_long(chapter, handout),)
        measure = f"{_measure(handout.page_count)}, {_lower(booklet_pages(self.book, pages))}"
        return Handout(
            chapter, "A4-handout", handout.pdf, measure, -(-handout.page_count // 2), findings
        )

    def _build_a5(self, chapter: Chapter, pages: BookletPages) -> Handout:
        from booklet.print.handouts import booklet_pages, lay_out_a5_handout
        from booklet.scheduling.typeset_book import typeset

        # Its pages are the booklet's: they end where those end.
        handout = typeset(
            lay_out_a5_handout(self.print_book, chapter, pages),
            self.build_context,
            fittings=self.fittings,
        )
        measure = f"{pluralise(handout.page_count, 'page')}: "
        measure += _lower(booklet_pages(self.book, pages))
        sheets = -(-handout.page_count // 4)
        return Handout(chapter, "A5-handout", handout.pdf, measure, sheets, handout.findings)

    def _build_rules(self, chapter: Chapter) -> Iterator[Handout]:
        from booklet.print.rule_cards import MOST_RULES_IN_A_POCKET, lay_out_rule_cards
        from booklet.print.rules import rules_of
        from booklet.scheduling.typeset_book import typeset

        rules = rules_of(self.book, chapter)
        if rules and len(rules) <= MOST_RULES_IN_A_POCKET:
            yield self._build_pocket_guide(chapter)
        if rules:
            sheets = lay_out_rule_cards(self.book, self.layouts, chapter)
            cards = typeset(sheets, self.build_context)
            measure = f"{pluralise(len(rules), 'card')} to cut from "
            measure += f"{pluralise(cards.page_count, 'sheet')} of A4, fronts only"
            yield Handout(
                chapter, "A4-rule-cards", cards.pdf, measure, cards.page_count, cards.findings
            )

    def _build_pocket_guide(self, chapter: Chapter) -> Handout:
        """Impose the eight pages, with as much of the rules as they hold."""
        from booklet.imposition.impose import impose
        from booklet.imposition.plan import Scheme
        from booklet.print.rule_cards import lay_out_pocket_guide
        from booklet.scheduling.typeset_book import typeset

        for fullness in _FULLNESS_OF_A_POCKET:
            pages = lay_out_pocket_guide(self.book, self.layouts, chapter, fullness)
            guide = typeset(pages, self.build_context)
            if guide.page_count <= _POCKET_PAGES:
                break
        imposed = impose(guide.pdf, scheme=Scheme.POCKET, with_fold_marks=True, title=pages.title)
        measure = "1 sheet of A4, one side; for paper only: fold, and cut the dotted line"
        return Handout(chapter, "A4-pocket", imposed.pdf, measure, 1, guide.findings)


def _too_long(chapter: Chapter, handout: TypesetBook) -> Finding:
    from booklet.components import count_words

    words = count_words(chapter.body)
    return Finding(
        "H801",
        Severity.NOTE,
        f"as an A4 handout the reflection takes {_measure(handout.page_count)}: its {words} words "
        f"and what there is to write on are more than one sheet holds",
        "Give out the sheets stapled, or shorten the text or the boxes to write in.",
        Place(chapter.path),
    )


def _about_rules(book: Book, chapter: Chapter) -> Iterator[Finding]:
    """Say why there are no cards, or no pocket guide."""
    from booklet.print.rule_cards import MOST_RULES_IN_A_POCKET
    from booklet.print.rules import rules_of

    rule_count = len(rules_of(book, chapter))
    if not rule_count:
        yield Finding(
            "H802",
            Severity.NOTE,
            "the reflection has no rules, and so no rule cards and no pocket guide",
            "Rules are a numbered list whose every item begins in bold: '1. **Lead** – text'.",
            Place(chapter.path),
        )
    elif rule_count > MOST_RULES_IN_A_POCKET:
        yield Finding(
            "H803",
            Severity.NOTE,
            f"the reflection has {rule_count} rules, and so no pocket guide",
            f"A pocket guide holds {MOST_RULES_IN_A_POCKET} rules at most; there are rule cards.",
            Place(chapter.path),
        )


def _measure(sides: int) -> str:
    return f"{pluralise(-(-sides // 2), 'sheet')} of A4"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
