"""The cache of fragments: no division is rendered twice.

A fragment is kept under everything its pages depend on but the page numbers it prints; those are
exchanged when it is recalled. One whose numbers cannot be exchanged is kept with them as well.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from booklet.common.memoize import memoize
from booklet.linker.relocate import relocate, room_of

if TYPE_CHECKING:
    from booklet.common.cache import Cache
    from booklet.linker.fragment import Fragment, PageNumbers
    from booklet.weasy.render_job import RenderContext, RenderJob


class FragmentCache:
    """Keeps fragments that were rendered in the same context."""

    def __init__(self, render_context: RenderContext, cache: Cache | None = None) -> None:
        """Keep fragments for this build or, with a cache, from one build to the next."""
        self._context_key = render_context.key
        self._cache = cache
        self._known: dict[str, tuple[PageNumbers, Fragment] | None] = {}

    def recall(self, job: RenderJob) -> Fragment | None:
        """Return what rendering the job would give; None when it has to be rendered."""
        for key in self._keys(job):
            if known := self._look_up(key):
                was, fragment = known
                if moved := relocate(fragment, was, job.numbers):
                    return moved
        return None

    def keep(self, job: RenderJob, fragment: Fragment) -> None:
        """Keep what a job gave; font files are kept once for all fragments."""
        by_room, by_numbers = self._keys(job)
        key = by_numbers if self._look_up(by_room) else by_room
        self._known[key] = job.numbers, fragment
        if self._cache is not None:
            for name, content in fragment.font_files.items():
                if self._cache.get(_font_key(name)) is None:
                    self._cache.put(_font_key(name), content)
            bare = replace(fragment, font_files=dict.fromkeys(fragment.font_files, b""))
            self._cache.put(key, (job.numbers, bare))

    def _look_up(self, key: str) -> tuple[PageNumbers, Fragment] | None:
        if key not in self._known:
            self._known[key] = self._look_up_in_cache(key)
        return self._known[key]

    def _look_up_in_cache(self, key: str) -> tuple[PageNumbers, Fragment] | None:
        kept = self._cache.get(key) if self._cache is not None else None
        if self._cache is None or kept is None:
            return None
        numbers, bare = kept
        files = {name: self._cache.get(_font_key(name)) for name in bare.font_files}
        if None in files.values():
            return None
        return numbers, replace(bare, font_files=files)

    def _keys(self, job: RenderJob) -> tuple[str, str]:
        """Make the keys of a job, without and with the numbers it prints."""
        division = _digest_of(job.name, job.title, job.partition, job.html)
        digest = sha256(f"{self._context_key} {division} {room_of(job.numbers)}".encode())
        for address, content in sorted(job.resources.items()):
            digest.update(f"\n{address} {len(content)} ".encode() + content)
        by_room = f"fragment-{digest.hexdigest()}"
        digest.update(f"\n{job.numbers}".encode())
        return by_room, f"fragment-{digest.hexdigest()}"


@memoize
def _digest_of(*division: str) -> str:
    return sha256(repr(division).encode()).hexdigest()


def _font_key(digest: str) -> str:
    return f"font-file-{digest}"
