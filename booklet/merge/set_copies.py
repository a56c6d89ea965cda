"""Set copies, in whichever process this is called: only what differs between them is set again.

A copy is set by what sets every booklet (`typeset`), with all that was set for others at hand: that
is why it has the bytes that building it alone would give. What the copies have in common is sent to
each worker once, as with single divisions (`booklet/scheduling/worker_task.py`).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from booklet.common.errors import BookletError, BugError
from booklet.common.finding_codes import UNREADABLE
from booklet.common.memory_cache import MemoryCache
from booklet.finished_files import check_pdf
from booklet.linker.link import link
from booklet.linker.untagged_pages import UntaggedPages, remove_tags
from booklet.merge.copy_jobs import CopyJob, FinishedBatch, FinishedCopy, apply_changes
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.typeset_book import find_pages, typeset
from booklet.scheduling.worker_task import require_renderer
from booklet.weasy.known_divisions import forget_known

if TYPE_CHECKING:
    from booklet.linker.fragment import PageSection
    from booklet.linker.section import Section
    from booklet.merge.copy_jobs import MergeContext
    from booklet.print.division import PrintBook
    from booklet.scheduling.typeset_book import TypesetBook

MOST_ENTRIES = 600
"""Values that a process holds while it sets copies."""

_MOST_CONTEXTS = 2
_MOST_SEEN = 64


@dataclass(slots=True)
class _WorkerState:
    """What a process keeps for one merge."""

    context: MergeContext
    cache: MemoryCache
    seen: dict[int, tuple[PageSection, UntaggedPages]] = field(default_factory=dict)
    font_digests: dict[int, tuple[Section, str]] = field(default_factory=dict)

    def inspect(self, made: TypesetBook) -> list[UntaggedPages]:
        """Take a last look at pages, and take them out of their structure.

        Pages that copies share are the same object, and are done once; what is new is looked at in
        a file of its own, as any finished file is.
        """
        new = [one for one in made.fragments if id(one.content) not in self.seen]
        if new and made.properties is not None:
            check_pdf("a copy", link(new, made.fonts, (), made.properties))
        for fragment in new:
            self.seen[id(fragment.content)] = fragment.content, remove_tags(fragment.content)
        found = [self.seen[id(fragment.content)][1] for fragment in made.fragments]
        for surplus in list(self.seen)[:-_MOST_SEEN]:
            del self.seen[surplus]
        return found

    def digest_of(self, font: Section) -> str:
        if id(font) not in self.font_digests:
            if len(self.font_digests) > MOST_ENTRIES:
                del self.font_digests[next(iter(self.font_digests))]
            digest = sha256(repr(font).encode()).hexdigest()
            self.font_digests[id(font)] = font, digest
        return self.font_digests[id(font)][1]


_states: dict[str, _WorkerState] = {}


def set_batch(
    jobs: tuple[CopyJob, ...], version: str, key: str, context: MergeContext | None = None
) -> FinishedBatch | None:
    """Set some copies.

    Args:
        jobs: of the copies.
        version: of the renderer that is wanted.
        key: of the context.
        context: itself, for a worker that does not have it.

    Returns:
        The copies, or None when the worker asks for the context.

    Raises:
        BugError: when something unexpected goes wrong.
        SetupError: when this machine cannot set pages, or would set them otherwise.
        TypesetError: when pages cannot be set.
    """
    require_renderer(version)
    if context is not None:
        _states[key] = _WorkerState(context, MemoryCache(MOST_ENTRIES, OrderedDict(context.known)))
        for surplus in list(_states)[:-_MOST_CONTEXTS]:
            _states.pop(surplus, None)
    state = _states.get(key)
    if state is None:
        return None
    divisions: dict[str, UntaggedPages] = {}
    fonts: dict[str, Section] = {}
    copies = []
    for job in jobs:
        book = apply_changes(state.context.book, job.changes)
        try:
            copies.append(_set_copy(job, book, state, divisions, fonts))
        except BookletError:
            raise
        except Exception as error:  # noqa: BLE001 - no report of a fault may quote somebody's words
            raise _without_words(error, book) from None
    return FinishedBatch(tuple(copies), divisions, fonts)


def forget(key: str) -> None:
    """Forget what this process keeps for a merge."""
    _states.pop(key, None)
    forget_known()


def _without_words(error: Exception, book: PrintBook) -> BugError:
    """Make a report of a fault without what only this copy says."""
    bug = error if isinstance(error, BugError) else BugError.during("setting a copy", error)
    report = bug.traceback
    for division in filter(None, (*book.divisions, book.short_front_matter)):
        for words in division.own_words:
            report = report.replace(words, "…")
    return BugError(bug.activity, report)


def _set_copy(
    job: CopyJob,
    book: PrintBook,
    state: _WorkerState,
    divisions: dict[str, UntaggedPages],
    fonts: dict[str, Section],
) -> FinishedCopy:
    build_context = BuildContext(cache=state.cache, for_copies=True)
    made = typeset(book, build_context)
    page_map = made.page_map
    if job.for_page_list is not None:
        listed = apply_changes(state.context.book, job.for_page_list)
        page_map = find_pages(listed, build_context)
    faults = (one for one in made.faults if state.context.is_strict or one.code in UNREADABLE)
    untagged = state.inspect(made)
    named = [(state.digest_of(font), font) for font in made.fonts]
    divisions.update((one.digest, one) for one in untagged)
    fonts.update(named)
    return FinishedCopy(
        number=job.number,
        pdf=made.pdf,
        page_count=made.page_count,
        page_map=page_map,
        findings=(*made.findings, *faults),
        divisions=tuple(one.digest for one in untagged),
        fonts=tuple(digest for digest, _ in named),
    )
