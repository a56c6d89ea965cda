"""The cache of fragments: no division is rendered twice.

The key of a fragment is everything that its pages depend on but the page numbers it prints; those
are exchanged when it is used again. Where they cannot be exchanged, they are part of the key. What
only one copy of a book says is forgotten when the copy is made.

Divisions that differ in nothing but their names, such as the pages between chapters, are rendered
once. Copies in many colours are rendered in two of them: where the two fragments differ in nothing
but that, those in all other colours are made from them.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from booklet.common.memoize import memoize
from booklet.copyfit.flow import NATURAL
from booklet.linker.fragment import Fragment, PageNumbers
from booklet.linker.recolour import recolour
from booklet.linker.relocate import number_widths, relocate
from booklet.linker.rename import rename

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.common.cache import Cache
    from booklet.weasy.render_job import RenderContext, RenderJob

Text = TypeVar("Text", str, bytes)

_ANY_COLOUR = "#colour"
_ENOUGH_COLOURS = 2


def colourless(text: Text, colour: str) -> Text:
    """Leave out a colour, so that texts are equal which differ in nothing else; "" for none.

    Of files only drawings name colours.
    """
    if not colour:
        return text
    if isinstance(text, str):
        return text.replace(colour, _ANY_COLOUR)
    is_drawing = text.lstrip().startswith(b"<")
    return text.replace(colour.encode(), _ANY_COLOUR.encode()) if is_drawing else text


@memoize
def context_key(
    stylesheet: str, resources: tuple[tuple[str, bytes], ...], language: str, left_out: str
) -> str:
    """Make a key of what divisions share, whatever the colour is that is left out."""
    digest = sha256(colourless(stylesheet, left_out).encode())
    for address, content in resources:
        own = colourless(content, left_out)
        digest.update(f"\n{address} {len(own)} ".encode() + own)
    digest.update(f"\n{language}".encode())
    return digest.hexdigest()


class FragmentCache:
    """Keeps fragments that were rendered in the same context."""

    def __init__(
        self, render_context: RenderContext, cache: Cache | None = None, *, recolours: bool = False
    ) -> None:
        """Keep fragments for this build or, with a cache, from one build to the next.

        Args:
            render_context: of all of them.
            cache: of other builds.
            recolours: whether pages are taken from those of other colours, too.
        """
        self._context = render_context
        self._cache = cache
        self._colours = cache if recolours and render_context.accent else None
        self._entries: dict[str, tuple[PageNumbers, Fragment] | None] = {}
        self._twins: dict[str, str] = {}

    def get(self, job: RenderJob) -> Fragment | None:
        """Return what rendering the job would give; None when it has to be rendered."""
        nameless = self._nameless_key(job)
        if renamed := self._rename(nameless, job):
            return renamed
        for key in _keys(nameless, job):
            if found := self._relocated(key, job):
                self._note(nameless, job, key)
                return found
        return self._recolour(job)

    def put(self, job: RenderJob, fragment: Fragment) -> None:
        """Keep the fragment of a job; font files are kept once for all fragments."""
        nameless = self._nameless_key(job)
        self._note(nameless, job, self._put(nameless, job, fragment))

    def choose_one_of_each(self, jobs: Iterable[RenderJob]) -> list[RenderJob]:
        """Choose jobs to render, of those that differ in nothing but their names only the first.

        The others can then be got, unless the names are part of the pages; then they are chosen
        when this is asked again.
        """
        chosen: dict[str, RenderJob] = {}
        for job in jobs:
            nameless = self._nameless_key(job)
            chosen.setdefault(job.name if nameless in self._twins else nameless, job)
        return list(chosen.values())

    def _put(self, nameless: str, job: RenderJob, fragment: Fragment) -> str:
        by_widths, by_numbers = _keys(nameless, job)
        key = by_numbers if self._look_up(by_widths, job) else by_widths
        self._entries[key] = job.numbers, fragment
        if self._cache is not None and not job.own_words:
            for name, content in fragment.font_files.items():
                if self._cache.get(_font_key(name), bytes) is None:
                    self._cache.put(_font_key(name), content)
            bare = replace(fragment, font_files=dict.fromkeys(fragment.font_files, b""))
            self._cache.put(key, (job.numbers, bare))
        return key

    def _relocated(self, key: str, job: RenderJob) -> Fragment | None:
        """Look up a fragment and give it the page numbers of a job, if it can print them."""
        entry = self._look_up(key, job)
        return relocate(entry[1], entry[0], job.numbers) if entry else None

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

    def _rename(self, nameless: str, job: RenderJob) -> Fragment | None:
        """Make a fragment from that of a job that differs in nothing but its name, if there is."""
        key = self._twins.get(nameless)
        entry = self._look_up(key, job) if key else None
        renamed = rename(entry[1], job.name) if entry else None
        return relocate(renamed, entry[0], job.numbers) if entry and renamed else None

    def _note(self, nameless: str, job: RenderJob, key: str) -> None:
        """Note under which key a job was rendered, for others that are nearly the same."""
        self._twins.setdefault(nameless, key)
        self._note_colour(job, key)

    def _note_colour(self, job: RenderJob, key: str) -> None:
        """Note under which key a job was rendered in this colour, until two colours are known."""
        if self._colours is None or job.own_words:
            return
        colours = self._colours.get(self._colourless_key(job), dict) or {}
        if len(colours) < _ENOUGH_COLOURS and self._context.accent not in colours:
            noted = {**colours, self._context.accent: key}
            self._colours.put(self._colourless_key(job), noted)

    def _recolour(self, job: RenderJob) -> Fragment | None:
        """Make a fragment from those of two other colours, if they show that this can be done.

        What is rendered depends on the colour only in that it is painted, unless two colours are
        the same. So when exchanging one colour for the other gives all of the other fragment, an
        exchange gives what rendering would. Layout does not begin there again.
        """
        if self._colours is None or job.own_words:
            return None
        colours = self._colours.get(self._colourless_key(job), dict) or {}
        if len(colours) < _ENOUGH_COLOURS:
            return None
        one, other = colours
        found, compared = (self._relocated(key, job) for key in colours.values())
        if found is None or compared is None or recolour(found, one, other) != compared:
            return None
        made = recolour(replace(found, layout=None), one, self._context.accent)
        if made is not None:
            self._put(self._nameless_key(job), job, made)
        return made

    def _nameless_key(self, job: RenderJob) -> str:
        return _digest_job(job, self._context.key, "")

    def _colourless_key(self, job: RenderJob) -> str:
        digest = _digest_job(job, self._context.colourless_key, self._context.accent)
        return f"colours-{job.name}-{digest}"


def _keys(nameless: str, job: RenderJob) -> Iterator[str]:
    """Make the keys of a job, without and with the numbers it prints."""
    by_widths = sha256(f"{nameless}\n{job.name}".encode()).hexdigest()
    yield f"fragment-{by_widths}"
    by_numbers = sha256(f"{by_widths}\n{job.numbers}".encode()).hexdigest()
    yield f"fragment-{by_numbers}"


def _digest_job(job: RenderJob, context_key: str, left_out: str) -> str:
    """Digest all that the pages of a job depend on but its numbers, its name and a colour."""
    division = _digest_of(left_out, job.title, job.partition, job.html, job.style, *job.own_words)
    setting = f"{job.purpose} {job.fitting}" if job.fitting != NATURAL else job.purpose
    if job.decided_for:
        setting = f"{setting} {_digest_of(left_out, job.decided_for)}"
    if job.foreseen:
        setting = f"{setting} {job.foreseen}"
    if job.most_pages:
        setting = f"{setting} {job.most_pages}"
    digest = sha256(f"{context_key} {division} {setting} {number_widths(job.numbers)}".encode())
    for address, content in sorted(job.resources.items()):
        own = colourless(content, left_out)
        digest.update(f"\n{address} {len(own)} ".encode() + own)
    return digest.hexdigest()


@memoize
def _digest_of(left_out: str, *division: str) -> str:
    return sha256(colourless(repr(division), left_out).encode()).hexdigest()


def _font_key(digest: str) -> str:
    return f"font-file-{digest}"
