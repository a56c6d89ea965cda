"""The cache of fragments: no division is rendered twice.

The key of a fragment is everything that its pages depend on but the page numbers it prints; those
are exchanged when it is used again. Where they cannot be exchanged, they are part of the key. What
only one copy of a book says is forgotten when the copy is made.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from booklet.common.memoize import memoize
from booklet.copyfit.flow import NATURAL
from booklet.linker.fragment import Fragment, PageNumbers
from booklet.linker.relocate import number_widths, relocate

if TYPE_CHECKING:
    from booklet.common.cache import Cache
    from booklet.weasy.render_job import RenderContext, RenderJob


class FragmentCache:
    """Keeps fragments that were rendered in the same context."""

    def __init__(self, render_context: RenderContext, cache: Cache | None = None) -> None:
        """Keep fragments for this build or, with a cache, from one build to the next."""
        self._context_key = render_context.key
        self._cache = cache
        self._entries: dict[str, tuple[PageNumbers, Fragment] | None] = {}

    def get(self, job: RenderJob) -> Fragment | None:
        """Return what rendering the job would give; None when it has to be rendered."""
        for key in self._keys(job):
            if entry := self._look_up(key, job):
                numbers, fragment = entry
                if relocated := relocate(fragment, numbers, job.numbers):
                    return relocated
        return None

    def put(self, job: RenderJob, fragment: Fragment) -> None:
        """Keep the fragment of a job; font files are kept once for all fragments."""
        by_widths, by_numbers = self._keys(job)
        key = by_numbers if self._look_up(by_widths, job) else by_widths
        self._entries[key] = job.numbers, fragment
        if self._cache is not None and not job.own_words:
            for name, content in fragment.font_files.items():
                if self._cache.get(_font_key(name), bytes) is None:
                    self._cache.put(_font_key(name), content)
            bare = replace(fragment, font_files=dict.fromkeys(fragment.font_files, b""))
            self._cache.put(key, (job.numbers, bare))

    def _look_up(self, key: str, job: RenderJob) -> tuple[PageNumbers, Fragment] | None:
        if key not in self._entries and not job.own_words:
            self._entries[key] = self._look_up_in_cache(key)
        return self._entries.get(key)

    def _look_up_in_cache(self, key: str) -> tuple[PageNumbers, Fragment] | None:
        if self._cache is None:
            return None
        match self._cache.get(key, tuple):
            case (PageNumbers() as numbers, Fragment() as bare):
                files = {name: self._cache.get(_font_key(name), bytes) for name in bare.font_files}
                whole = {name: content for name, content in files.items() if content is not None}
                if len(whole) == len(files):
                    return numbers, replace(bare, font_files=whole)
        return None

    def _keys(self, job: RenderJob) -> tuple[str, str]:
        """Make the keys of a job, without and with the numbers it prints."""
        division = _digest_of(
            job.name, job.title, job.partition, job.html, job.style, *job.own_words
        )
        setting = f"{job.purpose} {job.fitting}" if job.fitting != NATURAL else job.purpose
        if job.decided_for:
            setting = f"{setting} {_digest_of(job.decided_for)}"
        digest = sha256(
            f"{self._context_key} {division} {setting} {number_widths(job.numbers)}".encode()
        )
        for address, content in sorted(job.resources.items()):
            digest.update(f"\n{address} {len(content)} ".encode() + content)
        by_widths = f"fragment-{digest.hexdigest()}"
        digest.update(f"\n{job.numbers}".encode())
        return by_widths, f"fragment-{digest.hexdigest()}"


@memoize
def _digest_of(*division: str) -> str:
    return sha256(repr(division).encode()).hexdigest()


def _font_key(digest: str) -> str:
    return f"font-file-{digest}"
