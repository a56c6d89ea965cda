"""The stages of a preview: from texts that are being written to pages, fitted when at rest.

While somebody types, copyfitting's last decisions stay, and only what was edited is rendered. When
typing rests, everything is done as for `pdf`, and the bytes are those that `pdf` writes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, ManuscriptError
from booklet.common.finding_codes import UNREADABLE
from booklet.pipelines.build import raise_for
from booklet.print.pages import lay_out_pages
from booklet.project import read_book
from booklet.scheduling.dispatch import Dispatcher
from booklet.scheduling.fit_divisions import FittedBook, set_fitted
from booklet.scheduling.resolve_page_numbers import resolve_page_numbers
from booklet.scheduling.typeset_book import gather_render_context, link_pages
from booklet.theme.editions import find_edition
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from booklet.book import Book
    from booklet.print.division import PrintBook
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.resolve_page_numbers import ResolvedPages
    from booklet.scheduling.typeset_book import TypesetBook

_UNSAVED: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PreviewPages:
    """An edition's pages, as far as they are set.

    Attributes:
        book: what was read.
        context_key: of what all divisions are set with; pages with another key look different.
        html: of each division, for which `fitted` was decided.
        resolved: the pages, by division.
        fitted: what copyfitting decided.
        typeset: the pages as a PDF.
        findings: what the author should know, each once.
        is_settled: whether these are the pages that `pdf` writes.
        is_whole: whether all of the book is there, and not one chapter only.
    """

    book: Book
    context_key: str
    html: Mapping[str, str]
    resolved: ResolvedPages
    fitted: FittedBook
    typeset: TypesetBook
    findings: tuple[Finding, ...]
    is_settled: bool
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class PreviewPipeline:
    """Sets the pages of one edition, again and again.

    Attributes:
        project: the folder of the booklet.
        edition: its name.
        build_context: keeps what was set before.
    """

    project: Path
    edition: str
    build_context: BuildContext

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
        return self._link(book, print_book, resolved, fitted, is_settled=True)

    def update(
        self, before: PreviewPages, edited: str, unsaved: Mapping[str, bytes] = _UNSAVED
    ) -> PreviewPages:
        """Set what has changed, with the decisions made before.

        Args:
            before: the pages that were settled last.
            edited: the path of the chapter that is being written.
            unsaved: as for `settle`.

        Returns:
            All pages; only those of the chapter that was edited, when something has changed that
            all of them are set with.

        Raises:
            BookletError: whatever is wrong, by family.
        """
        book, print_book = self._lay_out(unsaved)
        if gather_render_context(print_book).key != before.context_key:
            return self._set_alone(book, print_book, edited)
        return self._set_again(book, print_book, before)

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

    def _lay_out(self, unsaved: Mapping[str, bytes]) -> tuple[Book, PrintBook]:
        book = read_book(self.project, self.build_context.cache, unsaved=unsaved)
        raise_for(book.findings, strict=False)
        edition = find_edition(self.edition, book.config, self.project)
        return book, lay_out_pages(book, Layouts(self.project), edition)

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
        )
        context = gather_render_context(alone)
        resolved = resolve_page_numbers(alone, context, self.build_context)
        return self._link(book, alone, resolved, FittedBook(), is_whole=False)

    def _set_again(self, book: Book, print_book: PrintBook, before: PreviewPages) -> PreviewPages:
        context = gather_render_context(print_book)
        decided_for = {
            one.name: before.html[one.name]
            for one in print_book.divisions
            if one.html != before.html.get(one.name, one.html)
        }
        resolved = resolve_page_numbers(
            print_book,
            context,
            self.build_context,
            before.fitted.fittings,
            Dispatcher(context, self.build_context),
            decided_for=decided_for,
        )
        return self._link(book, print_book, resolved, before.fitted)

    def _link(
        self,
        book: Book,
        print_book: PrintBook,
        resolved: ResolvedPages,
        fitted: FittedBook,
        *,
        is_settled: bool = False,
        is_whole: bool = True,
    ) -> PreviewPages:
        context = gather_render_context(print_book)
        typeset = link_pages(print_book, context, resolved, fitted, self.build_context)
        # A chapter alone finds no place in the others that it refers to.
        of_pages = typeset.findings if is_whole else ()
        faults = (one for one in typeset.faults if one.code in UNREADABLE)
        return PreviewPages(
            book=book,
            context_key=context.key,
            html={one.name: one.html for one in print_book.divisions},
            resolved=resolved,
            fitted=fitted,
            typeset=typeset,
            findings=tuple(dict.fromkeys((*book.findings, *of_pages, *faults))),
            is_settled=is_settled,
            is_whole=is_whole,
        )
