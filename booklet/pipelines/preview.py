"""The stages of a preview: from texts that are being written to pages, fitted when at rest.

While somebody types, copyfitting's last decisions stay, and only what was edited is rendered. When
typing rests, everything is done as for `pdf`, and the bytes are those that `pdf` writes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, ManuscriptError, Place
from booklet.common.finding_codes import UNREADABLE
from booklet.copyfit.flow import NATURAL
from booklet.pipelines.build import raise_for
from booklet.pipelines.handouts import set_handout
from booklet.pipelines.session_screens import typeset_slides
from booklet.print.pages import lay_out_pages
from booklet.print.rule_cards import MOST_RULES_IN_A_POCKET
from booklet.project import read_book
from booklet.scheduling.book_summary import summarise_division
from booklet.scheduling.dispatch import Dispatcher
from booklet.scheduling.fit_divisions import FittedBook, set_fitted
from booklet.scheduling.fragment_cache import FragmentCache
from booklet.scheduling.resolve_page_numbers import make_job, resolve_page_numbers
from booklet.scheduling.trial_renders import as_variant
from booklet.scheduling.typeset_book import (
    gather_render_context,
    link_division,
    link_pages,
    list_faults,
    list_findings,
)
from booklet.scheduling.worker_task import render_division
from booklet.session.plan import plan_session
from booklet.theme.editions import find_edition
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from booklet.book import Book
    from booklet.linker.fragment import Fragment
    from booklet.print.division import PrintBook
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.resolve_page_numbers import ResolvedPages
    from booklet.weasy.render_job import RenderContext

_UNSAVED: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PagePart:
    """The pages that an edit has changed, without all others.

    Attributes:
        page_index: of the first one in the book, from 0.
        fragment: these pages.
    """

    page_index: int
    fragment: Fragment


@dataclass(frozen=True, slots=True)
class PreviewPages:
    """An edition's pages, as far as they are set.

    Attributes:
        book: what was read.
        print_book: for which `fitted` was decided.
        context: what all divisions are set with; pages with another one look different.
        resolved: the pages, by division.
        fitted: what copyfitting decided.
        pdf: all pages as `pdf` writes them, once they are settled; else b"".
        findings: what the author should know, each once.
        is_whole: whether all of the book is there, and not one chapter only.
        part: pages that come in the place of some of `resolved`; None for none.
    """

    book: Book
    print_book: PrintBook
    context: RenderContext
    resolved: ResolvedPages
    fitted: FittedBook
    findings: tuple[Finding, ...]
    pdf: bytes = b""
    is_whole: bool = True
    part: PagePart | None = None

    @property
    def is_settled(self) -> bool:
        """Whether these are the pages that `pdf` writes."""
        return bool(self.pdf)


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """What is made of one chapter beside the booklet.

    Attributes:
        title: of the book.
        pdf: the pages, as they will be printed.
        source: the path of the chapter.
        findings: what the author should know, each once.
    """

    title: str
    pdf: bytes
    source: str
    findings: tuple[Finding, ...]


PRODUCTS = {
    "handout": "A4-handout",
    "pocket-guide": "A4-pocket",
    "rule-cards": "A4-rule-cards",
    "slides": "",
}
"""What is made of a chapter beside the booklet, with its name among the handouts."""


@dataclass(frozen=True, slots=True)
class PreviewPipeline:
    """Sets the pages of one edition, again and again.

    Attributes:
        project: the folder of the booklet.
        edition: its name, or that of one of `PRODUCTS`.
        build_context: keeps what was set before.
        layouts: of the project, as they are now; None to read them.
    """

    project: Path
    edition: str
    build_context: BuildContext
    layouts: Layouts | None = None

    def settle(self, unsaved: Mapping[str, bytes] = _UNSAVED) -> PreviewPages:
        """Set everything as `pdf` does.

        Args:
            unsaved: chapters that are read instead of their files, by their paths.

        Raises:
            BookletError: whatever is wrong, by family.
        """
        book, print_book = self._lay_out(unsaved)
        context = gather_render_context(print_book)
        resolved, fitted = set_fitted(print_book, context, self.build_context)
        print_book = as_variant(print_book, fitted.variant)
        typeset = link_pages(print_book, context, resolved, fitted, self.build_context)
        pages = _gather(book, print_book, context, resolved, fitted)
        findings = tuple(dict.fromkeys((*pages.findings, *typeset.findings)))
        return replace(pages, findings=findings, pdf=typeset.pdf)

    def update(
        self,
        before: PreviewPages,
        last: PreviewPages,
        edited: str,
        unsaved: Mapping[str, bytes] = _UNSAVED,
    ) -> PreviewPages:
        """Set what has changed, with the decisions made before.

        Args:
            before: the pages that were settled last.
            last: the pages that were all set last; where only some of them have changed, only
                these are set.
            edited: the path of the chapter that is being written.
            unsaved: as for `settle`.

        Returns:
            All pages; only those of the chapter that was edited, when something has changed that
            all of them are set with.

        Raises:
            BookletError: whatever is wrong, by family.
        """
        book, print_book = self._lay_out(unsaved)
        print_book = as_variant(print_book, before.fitted.variant)
        context = gather_render_context(print_book)
        if context.key != before.context.key:
            return self._set_alone(book, print_book, edited)
        html = {one.name: one.html for one in before.print_book.divisions}
        part = self._set_part(print_book, html, before, last)
        if part is not None:
            return _put_in(part, book, print_book, last)
        decided_for = {
            one.name: html[one.name]
            for one in print_book.divisions
            if one.html != html.get(one.name, one.html)
        }
        resolved = resolve_page_numbers(
            print_book,
            context,
            self.build_context,
            before.fitted.fittings,
            Dispatcher(context, self.build_context),
            decided_for=decided_for,
        )
        return _gather(book, print_book, before.context, resolved, before.fitted)

    def _set_part(
        self,
        print_book: PrintBook,
        decided_for: Mapping[str, str],
        before: PreviewPages,
        last: PreviewPages,
    ) -> PagePart | None:
        """Set the pages of one division that an edit has changed; None when it takes more."""
        old = {one.name: one for one in last.print_book.divisions}
        changed = [one for one in print_book.divisions if one != old.get(one.name)]
        is_alike = last.context.key == before.context.key and len(print_book.divisions) == len(old)
        if not is_alike or len(changed) != 1 or changed[0].name not in old:
            return None
        [division] = changed
        names = [one.division.name for one in last.resolved.placements]
        at = names.index(division.name)
        fragment, summary = last.resolved.fragments[at], summarise_division(division)
        targets = summarise_division(old[division.name]).links.targets
        if fragment.layout is None or summary.links.targets != targets:
            return None
        context = before.context
        decided = decided_for.get(division.name, division.html)
        job = replace(
            make_job(division, summary, last.resolved.numbers[at], print_book.resources, context),
            fitting=before.fitted.fittings.get(division.name, NATURAL),
            decided_for="" if decided == division.html else decided,
        )
        wanted = replace(job, before=fragment.layout)
        workers = self.build_context.workers
        if workers is not None and workers.accepts([wanted]):
            [(_, made)] = workers.render([wanted], context)
        else:
            made = render_division(wanted, context)
        if made.part_from is None:
            FragmentCache(context, self.build_context.cache).put(job, made)
            return None
        return PagePart(last.resolved.placements[at].page_index + made.part_from, made)

    def set_chapter(self, path: str, unsaved: Mapping[str, bytes] = _UNSAVED) -> PreviewPages:
        """Set one chapter alone, before there is anything else.

        Args:
            path: of its file in the project; another chapter is set when there is none.
            unsaved: as for `settle`.

        Raises:
            BookletError: whatever is wrong, by family.
        """
        book, print_book = self._lay_out(unsaved)
        return self._set_alone(book, print_book, path)

    def make_product(self, path: str, unsaved: Mapping[str, bytes] = _UNSAVED) -> PreviewFile:
        """Make the product of one chapter.

        Args:
            path: of the chapter's file in the project; another is taken when there is none.
            unsaved: as for `settle`.

        Raises:
            BookletError: whatever is wrong, by family.
        """
        book = self._read(unsaved)
        layouts = Layouts(self.project)
        chosen = next((one for one in book.chapters if one.path == path), book.chapters[0])
        if self.edition == "slides":
            plan = plan_session(book, chosen)
            _, slides = typeset_slides(book, layouts, chosen, plan, self.build_context)
            pdf, findings = slides.pdf, slides.findings
        else:
            name = PRODUCTS[self.edition]
            handout = set_handout(book, layouts, chosen, name, self.build_context)
            if handout is None:
                raise ManuscriptError(
                    "this chapter has too few rules or too many for it",
                    hint="Rules are a numbered list whose every item begins in bold. A pocket "
                    f"guide holds {MOST_RULES_IN_A_POCKET} at most.",
                    place=Place(chosen.path),
                )
            pdf, findings = handout.pdf, handout.findings
        findings = tuple(dict.fromkeys((*book.findings, *findings)))
        return PreviewFile(book.title, pdf, chosen.path, findings)

    def link(self, context: RenderContext, fragment: Fragment) -> bytes:
        """Link the pages of one division into a PDF of their own, to be looked at."""
        return link_division(fragment, context, self.build_context)

    def _lay_out(self, unsaved: Mapping[str, bytes]) -> tuple[Book, PrintBook]:
        book = self._read(unsaved)
        edition = find_edition(self.edition, book.config, self.project)
        return book, lay_out_pages(book, self.layouts or Layouts(self.project), edition)

    def _read(self, unsaved: Mapping[str, bytes]) -> Book:
        book = read_book(self.project, self.build_context.cache, unsaved=unsaved)
        raise_for(book.findings, strict=False)
        return book

    def _set_alone(self, book: Book, print_book: PrintBook, path: str) -> PreviewPages:
        chapters = [one for one in print_book.divisions if one.source]
        if not chapters:
            raise ManuscriptError("there is no chapter", hint="Write one.")
        chosen = next((one for one in chapters if one.source == path), chapters[0])
        alone = replace(
            print_book,
            divisions=(chosen,),
            notes_page=None,
            gap_page=None,
            back_cover=None,
            page_multiple=1,
            copyfit=False,
            short_front_matter=None,
        )
        context = gather_render_context(alone)
        resolved = resolve_page_numbers(alone, context, self.build_context)
        return _gather(book, alone, context, resolved, FittedBook(), is_whole=False)


def _put_in(part: PagePart, book: Book, print_book: PrintBook, last: PreviewPages) -> PreviewPages:
    """Let pages come in the place of some of those that were set last."""
    resolved, made = last.resolved, part.fragment
    fragments = tuple(
        _with_part(one, made) if one.name == made.name else one for one in resolved.fragments
    )
    findings = tuple(one for fragment in fragments for one in fragment.findings)
    resolved = replace(resolved, fragments=fragments, findings=findings)
    pages = _gather(book, print_book, last.context, resolved, last.fitted)
    return replace(pages, part=part)


def _with_part(whole: Fragment, part: Fragment) -> Fragment:
    """Exchange what is known of some pages of a division; the pages themselves are kept apart."""
    first = part.part_from or 0
    replaced = range(first, first + part.page_count)

    return replace(
        whole,
        findings=part.findings,
        faults=(
            *(one for one in whole.faults if one.page_index not in replaced),
            *(replace(one, page_index=first + one.page_index) for one in part.faults),
        ),
        blocks=(
            *(one for one in whole.blocks if one.page_index not in replaced),
            *(one._replace(page_index=first + one.page_index) for one in part.blocks),
        ),
    )


def _gather(
    book: Book,
    print_book: PrintBook,
    context: RenderContext,
    resolved: ResolvedPages,
    fitted: FittedBook,
    *,
    is_whole: bool = True,
) -> PreviewPages:
    # A chapter alone finds no place in the others that it refers to.
    of_pages = list_findings(print_book, resolved) if is_whole else ()
    faults = (one for one in list_faults(resolved) if one.code in UNREADABLE)
    findings = tuple(dict.fromkeys((*book.findings, *of_pages, *faults)))
    return PreviewPages(book, print_book, context, resolved, fitted, findings, is_whole=is_whole)
