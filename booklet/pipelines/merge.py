"""The stages of personal copies: from a list of people to a file for each of them.

Chapters are read once, pages are laid out here, and set by workers, copy after copy. Nothing of a
copy is kept in the cache.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from booklet.common.errors import (
    Finding,
    ManuscriptError,
    UsageError,
)
from booklet.common.memory_cache import MemoryCache
from booklet.common.outputs import Product, check_paths, prepare_folder
from booklet.common.placeholders import placeholder_name
from booklet.common.product_paths import STANDARD, ProductPaths
from booklet.common.wording import pluralise
from booklet.pipelines.build import raise_for
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT, BuildContext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from booklet.common.page_map import PageMap
    from booklet.merge.copy_jobs import FinishedCopy
    from booklet.merge.dispatch_copies import CopySetter
    from booklet.merge.joined import CopyRecord
    from booklet.merge.people import PeopleList
    from booklet.merge.plan import Copy
    from booklet.merge.row_books import RowBooks

_MOST_COVERS = 40
"""More than the schools of most trusts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of each copy.

    Attributes:
        edition: of rows that name none.
        epub: whether its e-book too.
        names: the column that file names and the list of copies show; "" for none.
        strict: whether warnings stop the build.
    """

    edition: str = STANDARD
    epub: bool = False
    names: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a merge would make.

    Attributes:
        copies: how many.
        files: how many, with the joined file and the list.
        pages: of all copies.
        sheets: of A4, both sides printed.
        seconds: about how long it takes.
        findings: what is wrong with the list.
    """

    copies: int
    files: int
    pages: int
    sheets: int
    seconds: float
    findings: tuple[Finding, ...]


def build_copies(
    project: Path,
    out: Path,
    people: Path,
    wanted: Wanted = Wanted(),
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> tuple[Product, ...]:
    """Make a copy for each row of a list, one joined file for the copier, and a list of them.

    Args:
        project: the folder with `chapters/`.
        out: the folder for the finished files.
        people: the list.
        wanted: what is wanted of each copy.
        build_context: how pages are set; its cache is only read.

    Raises:
        BookletError: whatever is wrong, by family; rows that cannot be used only make findings.
    """
    from booklet.common.outputs import write_output
    from booklet.finished_files import write_pdf
    from booklet.merge.dispatch_copies import COPIES_IN_A_BATCH, CopyFindings
    from booklet.merge.joined import JoinedFile, write_record
    from booklet.merge.people import read_people_list

    listed = read_people_list(people)
    if build_context.workers is not None and len(listed.rows) > COPIES_IN_A_BATCH:
        build_context.workers.prepare()
    merge = _Merge.begin(project, out, listed, wanted, build_context)
    joined = JoinedFile()
    records: list[CopyRecord] = []
    found = CopyFindings(is_strict=wanted.strict)
    setter = merge.make_setter(merge.copies)
    for copy, finished, batch in setter.set_all():
        ebook, told = merge.make_ebook(copy, finished.page_map) if wanted.epub else (b"", ())
        if found.note(copy, (*finished.findings, *told)):
            continue
        path = merge.write(copy, finished, ebook)
        first = joined.page_count + 1
        joined.add(
            [batch.divisions[digest] for digest in finished.divisions],
            [(digest, batch.fonts[digest]) for digest in finished.fonts],
        )
        records.append(merge.record(copy, finished, path, (first, joined.page_count)))
    findings = (*merge.findings, *setter.findings, *found.findings())
    if not records:
        raise ManuscriptError(
            "no copy was made",
            hint="Correct what is listed above and run the same command again.",
            findings=findings,
        )
    joined_path, record_path = merge.paths.of_all_copies("all-copies.pdf"), merge.record_path
    write_pdf(joined_path, joined.finish(merge.row_books.base.title))
    write_output(record_path, write_record(records))
    sheets = sum(record.sheet_count for record in records)
    made = pluralise(len(records), "copy")
    return (
        Product(
            joined_path,
            f"{made} for the copier: {pluralise(joined.page_count, 'page')} = "
            f"{pluralise(sheets, 'sheet')} of A4",
            (*merge.row_books.base.findings, *findings),
        ),
        Product(record_path, f"the list of {made}, which lie beside it", ()),
    )


def forecast_copies(
    project: Path,
    out: Path,
    people: Path,
    wanted: Wanted = Wanted(),
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> Forecast:
    """Say what `build_copies` would make; the first copies of each edition are set to know."""
    from booklet.merge.people import read_people_list

    merge = _Merge.begin(project, out, read_people_list(people), wanted, build_context)
    editions: dict[str, list[Copy]] = {}
    for copy in merge.copies:
        editions.setdefault(copy.edition, []).append(copy)
    pages = sheets = 0
    seconds = 0.0
    workers = build_context.workers.count if build_context.workers else 1
    for copies in editions.values():
        sample = merge.make_setter(copies[:2])
        clock = [time.perf_counter()]
        counts = []
        for _, finished, _ in sample.set_all(in_this_process=True):
            clock.append(time.perf_counter())
            counts.append(finished.page_count)
        if not counts:
            continue
        page_count = counts[0]
        seconds += clock[1] - clock[0] + (clock[-1] - clock[-2]) * len(copies) / workers
        pages += page_count * len(copies)
        edition = merge.row_books.edition_of(copies[0])
        sheets += edition.count_sheets(page_count) * len(copies)
    files = len(merge.copies) * (2 if wanted.epub else 1) + 2
    return Forecast(len(merge.copies), files, pages, sheets, seconds, merge.findings)


@dataclass(frozen=True, slots=True)
class _Merge:
    """A merge that has begun: what all copies share.

    Attributes:
        row_books: makes books and pages as rows want them.
        paths: of the finished files.
        copies: in the order in which they are made.
        findings: about the list.
        figures: of the numbers in file names.
        ebook_covers: pictures of the covers of e-books, which most copies share.
    """

    row_books: RowBooks
    paths: ProductPaths
    copies: tuple[Copy, ...]
    findings: tuple[Finding, ...]
    wanted: Wanted
    build_context: BuildContext
    figures: int
    ebook_covers: MemoryCache = field(default_factory=lambda: MemoryCache(_MOST_COVERS))

    @classmethod
    def begin(
        cls,
        project: Path,
        out: Path,
        listed: PeopleList,
        wanted: Wanted,
        build_context: BuildContext,
    ) -> _Merge:
        """Read the book, and plan the copies."""
        from booklet.book.fill_placeholders import drop_filled, list_placeholders
        from booklet.config import load_config, read_values
        from booklet.merge.plan import plan_copies, sort_columns
        from booklet.merge.row_books import RowBooks
        from booklet.project import read_book
        from booklet.theme.editions import edition_names, name_editions
        from booklet.theme.templates import Layouts

        config = load_config(project)
        filled = {*config.placeholders, *sort_columns(listed).placeholders.values()}
        bare = config.model_copy(update={"placeholders": {}})
        base = read_book(project, build_context.cache, bare)
        base = replace(base, findings=drop_filled(base.findings, filled))
        raise_for(base.findings, strict=wanted.strict)
        prepare_folder(out)
        editions = edition_names(project)
        if wanted.edition not in editions:
            raise UsageError(
                f"there is no edition '{wanted.edition}'",
                hint=name_editions(wanted.edition, editions),
            )
        names = {placeholder_name(head) for head in listed.columns}
        if wanted.names and placeholder_name(wanted.names) not in names:
            raise UsageError(
                f"the list has no column '{wanted.names}'",
                hint=f"Its columns are: {', '.join(listed.columns)}.",
            )
        values = read_values(project)
        copies, findings = plan_copies(
            listed,
            values,
            placeholders=list_placeholders(base),
            editions=editions,
            edition=wanted.edition,
        )
        raise_for(findings, strict=wanted.strict)
        merge = cls(
            row_books=RowBooks(project, base, Layouts(project), build_context.cache),
            paths=ProductPaths(out, base.slug),
            copies=copies,
            findings=findings,
            wanted=wanted,
            build_context=build_context,
            figures=max(2, len(str(len(copies)))),
        )
        if copies:
            check_paths([merge.path_of(copies[0]), merge.record_path])
        return merge

    @property
    def record_path(self) -> Path:
        return self.paths.of_all_copies("copies.csv")

    def path_of(self, copy: Copy) -> Path:
        """Name a copy's file."""
        number = f"{copy.number:0{self.figures}}"
        return self.paths.copy(number, self.row_books.edition_of(copy).label, self.name_of(copy))

    def name_of(self, copy: Copy) -> str:
        """Say who a copy is for, if that was asked for."""
        return (
            copy.config.placeholders.get(placeholder_name(self.wanted.names), "")
            if self.wanted.names
            else ""
        )

    def make_setter(self, copies: Sequence[Copy]) -> CopySetter:
        """Prepare to set some of the copies."""
        from booklet.merge.dispatch_copies import CopySetter

        return CopySetter(
            self.row_books,
            tuple(copies),
            self.build_context,
            has_page_lists=self.wanted.epub,
            is_strict=self.wanted.strict,
        )

    def record(
        self, copy: Copy, finished: FinishedCopy, path: Path, joined_pages: tuple[int, int]
    ) -> CopyRecord:
        """Say of a copy what the list of copies has; `joined_pages` are its first and last."""
        from booklet.merge.joined import CopyRecord

        return CopyRecord(
            line=copy.place.line,
            file=path.name,
            edition=copy.edition,
            page_count=finished.page_count,
            sheet_count=self.row_books.edition_of(copy).count_sheets(finished.page_count),
            first_page=joined_pages[0],
            last_page=joined_pages[1],
            name=self.name_of(copy),
        )

    def make_ebook(self, copy: Copy, page_map: PageMap) -> tuple[bytes, tuple[Finding, ...]]:
        """Make a copy's e-book, with what there is to say of it."""
        from booklet.epub import finish_content, lay_out_documents, make_epub

        book, layouts = self.row_books.book_of(copy), self.row_books.layouts
        content, told = finish_content(lay_out_documents(book, layouts, page_map=page_map))
        return make_epub(content, self.ebook_covers), told

    def write(self, copy: Copy, finished: FinishedCopy, ebook: bytes) -> Path:
        """Write a copy's files, its e-book where there is one, and return the path of its pages."""
        from booklet.finished_files import write_epub, write_pdf

        path = self.path_of(copy)
        write_pdf(path, finished.pdf, is_checked=True)
        if ebook:
            write_epub(path.with_suffix(".epub"), ebook)
        return path
