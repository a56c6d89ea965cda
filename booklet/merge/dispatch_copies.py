"""Have copies set, by workers or in this process, and gather what is found on their pages.

A finding that is true of all copies is told once, others at the row of each copy that has it.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.common.cache import LayeredCache
from booklet.common.errors import BookletError, Finding, Severity
from booklet.common.memoize import forget_unused
from booklet.common.memory_cache import MemoryCache
from booklet.common.product_paths import STANDARD
from booklet.common.toolchain import renderer_version
from booklet.merge.copy_jobs import CopyJob, MergeContext, changes_of
from booklet.merge.set_copies import MOST_ENTRIES, forget, set_batch
from booklet.scheduling.batches import BatchRunner
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.typeset_book import typeset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.merge.copy_jobs import FinishedBatch, FinishedCopy
    from booklet.merge.plan import Copy
    from booklet.merge.row_books import RowBooks
    from booklet.print.division import PrintBook

COPIES_IN_A_BATCH = 8
_BATCHES_FOR_A_WORKER = 4
"""At least, so that all end at about the same time."""


@dataclass(slots=True)
class CopySetter:
    """Sets copies in their order.

    Attributes:
        row_books: makes books and pages as rows want them.
        copies: to be set.
        build_context: how pages are set; its cache is only read.
        has_page_lists: whether each copy's e-book wants the pages of the standard edition.
        is_strict: whether faults of typography count.
        findings: rows that could not be laid out.
    """

    row_books: RowBooks
    copies: tuple[Copy, ...]
    build_context: BuildContext
    has_page_lists: bool = False
    is_strict: bool = False
    findings: list[Finding] = field(default_factory=list)

    def set_all(
        self, *, in_this_process: bool = False
    ) -> Iterator[tuple[Copy, FinishedCopy, FinishedBatch]]:
        """Set the copies in their order; rows that cannot be laid out become findings."""
        laid_out = self._lay_out_all()
        begun = next(laid_out, None)
        if begun is None:
            return
        first, book = begun
        context = self._set_samples(book)
        by_number = {copy.number: copy for copy in self.copies}
        batches = self._make_batches(first, laid_out, context)
        workers = None if in_this_process else self.build_context.workers
        if workers is not None and workers.count > 1 and len(self.copies) > COPIES_IN_A_BATCH:
            finished = workers.run_batches(set_batch, batches, context)
        else:
            # one at a time, so that progress is seen
            singly = ((job,) for batch in batches for job in batch)
            finished = BatchRunner(set_batch, singly, context, 1).run_here()
        done = 0
        try:
            for batch in finished:
                for one in batch.copies:
                    done += 1
                    if self.build_context.progress is not None:
                        title = f"copy {one.number}"
                        self.build_context.progress(title, done, len(self.copies))
                    yield by_number[one.number], one, batch
        finally:
            forget(context.key)

    def _set_samples(self, first: PrintBook) -> MergeContext:
        """Set some copies, with all workers; the others begin with what was made for these.

        Two colours of each edition show what pages of all others look like.
        """
        memory = MemoryCache(MOST_ENTRIES)
        cache = LayeredCache(memory, self.build_context.cache, keeps=False)
        build_context = BuildContext(None, cache, self.build_context.workers, for_copies=True)
        typeset(first, build_context)
        for copy in self.row_books.find_samples(self.copies)[1:]:
            with suppress(BookletError):  # told when the row's turn comes
                typeset(self.row_books.lay_out(copy), build_context)
        key = f"{id(self)} {time.time_ns()} {renderer_version()}"
        return MergeContext(key, first, memory.entries, self.is_strict)

    def _lay_out_all(self) -> Iterator[tuple[Copy, PrintBook]]:
        """Lay out the copies, one when it is asked for."""
        for copy in self.copies:
            forget_unused()  # what was made of the words of copies before
            try:
                yield copy, self.row_books.lay_out(copy)
            except BookletError as error:
                problem = f"{error.problem}; this copy is left out"
                found = Finding("L901", Severity.WARNING, problem, error.hint, copy.place)
                self.findings.append(found)

    def _make_batches(
        self, first: Copy, laid_out: Iterator[tuple[Copy, PrintBook]], context: MergeContext
    ) -> Iterator[tuple[CopyJob, ...]]:
        def job(copy: Copy, book: PrintBook) -> CopyJob:
            listed = None
            if self.has_page_lists and copy.edition != STANDARD:
                listed = changes_of(self.row_books.lay_out(copy, STANDARD), context.book)
            return CopyJob(copy.number, changes_of(book, context.book), listed)

        workers = self.build_context.workers.count if self.build_context.workers else 1
        size = len(self.copies) // (workers * _BATCHES_FOR_A_WORKER)
        batch = [job(first, context.book)]
        for copy, book in laid_out:
            if len(batch) >= min(max(1, size), COPIES_IN_A_BATCH):
                yield tuple(batch)
                batch = []
            batch.append(job(copy, book))
        yield tuple(batch)


class CopyFindings:
    """Collects the findings of copies."""

    def __init__(self, *, is_strict: bool) -> None:
        """Begin; a strict merge leaves out copies with faults."""
        self._is_strict = is_strict
        self._found: dict[Finding, list[Copy]] = {}
        self._count = 0

    def note(self, copy: Copy, findings: Sequence[Finding]) -> bool:
        """Note a copy's findings; return whether it is left out for them."""
        self._count += 1
        for finding in dict.fromkeys(findings):
            self._found.setdefault(finding, []).append(copy)
        is_faulty = any(one.severity is not Severity.NOTE for one in findings)
        return self._is_strict and is_faulty

    def findings(self) -> Iterator[Finding]:
        """Give what all copies have as it is, and what some have once for each of them."""
        for finding, copies in self._found.items():
            if len(copies) == self._count and self._count > 1:
                yield finding
            else:
                yield from (_of_one(finding, copy) for copy in copies)


def _of_one(finding: Finding, copy: Copy) -> Finding:
    """Tell a finding at the line of its row, without the words of the copy."""
    problem = finding.problem
    for name, words in sorted(copy.config.placeholders.items(), key=lambda one: -len(one[1])):
        problem = problem.replace(words, f"{{{{{name}}}}}") if words else problem
    where = f" ({finding.place})" if finding.place else ""
    return Finding(
        "L908", Severity.WARNING, f"in this copy, {problem}{where}", finding.hint, copy.place
    )
