"""One living preview: texts come in, pages and findings come out, for any number of windows.

Two threads work beside whoever calls. One sets the chapter that is being written, at once, with
what was decided before; the other sets the whole book as `pdf` does, when typing rests, and is
given up when somebody types on. Both leave the rendering to processes of their own. When a text
cannot be set, the pages of before stay.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from threading import Condition, Thread
from typing import TYPE_CHECKING, Self

from booklet.common.cache import LayeredCache
from booklet.common.errors import BookletError, BugError
from booklet.common.memoize import forget_unused
from booklet.common.memory_cache import MemoryCache
from booklet.common.stray_settings import FILE_NAME
from booklet.pipelines.preview import PRODUCTS, PreviewPipeline
from booklet.preview.building import Building
from booklet.preview.chapters import ChapterList
from booklet.preview.edition import (
    ShownEdition,
    finding_of,
    finding_of_bug,
    finding_of_unwritten,
)
from booklet.preview.renderers import Renderers, SupersededError
from booklet.preview.snapshot import Snapshot, find_blocks
from booklet.preview.texts import Text, Texts
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.workers import core_count
from booklet.theme.templates import LivingLayouts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from booklet.common.cache import Cache
    from booklet.common.errors import Finding
    from booklet.preview.chapters import ListedChapter
    from booklet.preview.snapshot import BlockPlace

REST = 0.7
"""Seconds without a change after which the book is settled and files are written."""

LONGEST_UNSAVED = 3.0
"""Seconds after which files are written even while somebody types."""

_MOST_TYPED = 100
"""Values that are held of what somebody types on the way to a sentence."""

_PATIENCE = 5.0
"""Seconds after which a chapter that is being set is given up, if somebody has typed on. Each time
that it comes to this they are doubled: the computer may be slow, or the chapter long."""

_MOST_PATIENCE = 80.0
"""Seconds to which they are doubled at most."""


class LivePreview:
    """A project that is being written; use it as a context.

    Attributes:
        run: tells this preview from others, for windows that outlive it.
        texts: of the project.
        project: its folder.
        building: what is being built.
        build_context: for builds from what is set already.
    """

    def __init__(self, project: Path, *, cache: Cache | None = None) -> None:
        """Prepare to show a project; nothing is read or started yet.

        Args:
            project: its folder.
            cache: what earlier builds have kept, and where settled pages are kept.
        """
        self.run = secrets.token_hex(8)
        self.texts = Texts(project)
        self.project = project
        self._held = MemoryCache()
        settled = LayeredCache(self._held, cache, keeps=True)
        typed = LayeredCache(MemoryCache(_MOST_TYPED), settled, keeps=False)
        self._for_typing = Renderers(1, self._is_typing_wanted)
        self._for_the_rest = Renderers(max(1, core_count() - 1), self._is_settling_wanted)
        self._typing = BuildContext(None, typed, self._for_typing)
        self._settling = BuildContext(None, settled, self._for_the_rest)
        self.build_context = BuildContext(None, settled)
        self.building = Building(self._tell)
        self._changed = Condition()
        self._version = self._files_version = 0
        self._typing_version = self._settling_version = 0
        self._typing_since = 0.0
        self._patience = _PATIENCE
        self._is_typing = False
        self._changed_at = self._shown_at = 0.0
        self._unsaved_since: float | None = None
        self._edited = ""
        self._layouts = LivingLayouts(project)
        self._chapter_list = ChapterList(project, self.texts)
        self._editions: dict[str, ShownEdition] = {}
        self._viewers: Counter[str] = Counter()
        self._listeners: set[Callable[[], object]] = set()
        self._is_open = False
        self._threads: list[Thread] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start to work."""
        self._stack.enter_context(self._for_typing)
        self._stack.enter_context(self._for_the_rest)
        self._is_open = True
        for work in (self._type_on, self._settle_when_at_rest):
            thread = Thread(target=work, name=work.__name__, daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is unsaved, and end everything."""
        with self._changed:
            self._is_open = False
            self._changed.notify_all()
        self._for_typing.call_off()
        self._for_the_rest.call_off()
        for thread in self._threads:
            thread.join()
        self.texts.save()
        self._stack.close()

    # What windows ask for.

    def look_at(self, edition: str, path: str = "") -> None:
        """Begin to show an edition, and one of its chapters first, in one more window."""
        with self._changed:
            self._edited = path or self._edited
            self._viewers[edition] += 1
            shown = self._editions.setdefault(edition, ShownEdition(edition))
            if edition in PRODUCTS:  # it may be of another chapter now
                shown.tried_version = -1
            self._changed.notify_all()

    def look_away(self, edition: str) -> None:
        """End to show an edition in one of the windows."""
        with self._changed:
            self._viewers[edition] -= 1

    def listen(self, listener: Callable[[], object]) -> Callable[[], object]:
        """Let a function be called, from any thread, whenever there is something new.

        Returns:
            A function that ends it.
        """
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def chapters(self) -> tuple[ListedChapter, ...]:
        """List the chapters as they are; files are looked at when something has changed."""
        with self._changed:
            version, files_version = self._version, self._files_version
        return self._chapter_list.at(version, files_version)

    def snapshot(self, edition: str) -> Snapshot:
        """Return what is known of an edition."""
        with self._changed:
            one = self._editions.get(edition)
            if one is None:
                return Snapshot()
            is_current = one.settled_version == self._version
            return replace(one.snapshot, is_settled=one.snapshot.is_settled and is_current)

    def blocks(self, edition: str, path: str) -> tuple[BlockPlace, ...]:
        """Find where the blocks of a chapter stand on the pages of a snapshot."""
        with self._changed:
            one = self._editions.get(edition)
            shown, listed = (one.shown, one.snapshot.pages) if one else ((), ())
        found = (find_blocks(pages, path, listed) for pages in shown)
        return next(filter(None, found), ())

    def picture(self, edition: str, digest: str, scale: float) -> bytes | None:
        """Draw a page as PNG; None when it is not there any more."""
        one = self._editions.get(edition)
        return one.pictures.get(digest, scale) if one else None

    def words_at(self, edition: str, digest: str, x: float, y: float) -> str:
        """Read the words around a point of a page, given in points from its upper left."""
        one = self._editions.get(edition)
        return one.pictures.read_at(digest, x, y) if one else ""

    def pdf(self, edition: str) -> bytes | None:
        """Return an edition as a PDF once it is settled; None while it is not."""
        with self._changed:
            one = self._editions.get(edition)
            if one is None or one.settled is None or one.settled_version != self._version:
                return None
            return one.settled.pdf

    def edit(self, path: str, text: str, revision: int) -> Text:
        """Change a text; pages, findings and the file follow.

        Raises:
            StaleEditError: when another window has changed it meanwhile.
            UsageError: when it cannot be opened.
        """
        before = self.texts.open(path)
        after = self.texts.edit(path, text, revision)
        if after is not before:
            with self._changed:
                self._edited = path
                self._unsaved_since = self._unsaved_since or time.monotonic()
            self.touch(is_of_files=path == FILE_NAME)
        return after

    def touch(self, *, is_of_files: bool = True) -> None:
        """Take notice that something of the project has changed; perhaps only an open text."""
        with self._changed:
            self._version += 1
            self._files_version += is_of_files
            self._changed_at = time.monotonic()
            is_stuck = self._changed_at > self._typing_since + self._patience
            is_stuck = is_stuck and self._is_typing
            self._changed.notify_all()
        if is_stuck:
            self._for_typing.call_off()
        self._tell()

    def notice_files(self, paths: Collection[str] | None = None) -> None:
        """Take notice that files of the project may have changed.

        Args:
            paths: in the project, of those that have; None when that is not known. What only this
                preview has written is no news.
        """
        noticed = self.texts.notice()
        if noticed or paths is None or not all(map(self.texts.is_saved, paths)):
            self.touch()

    # What the two threads do.

    def _type_on(self) -> None:
        """Set what is being written, at once."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._is_open or self._next_to_update())
                edition = self._next_to_update()
                if not self._is_open or edition is None:
                    return
                self._typing_version, self._typing_since = self._version, time.monotonic()
                self._is_typing = True
                before, last, edited = edition.settled, edition.last, self._edited
                layouts = self._layouts.at(self._files_version)
            pipeline = PreviewPipeline(self.project, edition.name, self._typing, layouts)
            set_pages = (
                partial(pipeline.set_chapter, edited, self.texts.unsaved)
                if before is None or last is None
                else partial(pipeline.update, before, last, edited, self.texts.unsaved)
            )
            make = edition.prepare(pipeline, set_pages)
            has_ended = self._attempt(edition, self._typing_version, make)
            with self._changed:
                self._is_typing = False
                if not has_ended:
                    self._patience = min(2 * self._patience, _MOST_PATIENCE)
                edition.updated_version = max(edition.updated_version, self._typing_version)
                self._shown_at = time.monotonic()
                self._changed.notify_all()

    def _is_typing_wanted(self) -> bool:
        """Say whether the chapter that is being set is wanted; for a moment it is in any case."""
        is_latest = self._typing_version == self._version
        return self._is_open and (
            is_latest or time.monotonic() < self._typing_since + self._patience
        )

    def _next_to_update(self) -> ShownEdition | None:
        editions = (one for one in self._viewed() if one.name not in PRODUCTS)
        known = ((one, max(one.updated_version, one.tried_version)) for one in editions)
        return next((one for one, version in known if version < self._version), None)

    def _settle_when_at_rest(self) -> None:
        """Write files and set whole books, whenever nothing has changed for a moment."""
        while True:
            with self._changed:
                if not self._is_open:
                    return
                now = time.monotonic()
                until_saved, edition, rest = None, self._next_to_settle(), self._rest(now)
                if self._unsaved_since is not None:
                    since_change = self._changed_at + REST - now
                    until_saved = min(since_change, self._unsaved_since + LONGEST_UNSAVED - now)
                dues = [until_saved, rest if edition else None]
                due = min((one for one in dues if one is not None), default=None)
                if due is None or due > 0:
                    self._changed.wait(due)
                    continue
                version = self._version
                if until_saved is not None and until_saved <= 0:
                    self._unsaved_since = None
            if until_saved is not None and until_saved <= 0:
                self._save()
            if edition is not None and rest is not None and rest <= 0:
                self._settle(edition, version)

    def _rest(self, now: float) -> float | None:
        """Return the seconds until everything is settled; None while a text is being set.

        The first pages of an edition do not wait: there is nothing else to be looked at.
        """
        is_updating = self._is_typing or self._next_to_update() is not None
        if is_updating and all(one.settled for one in self._viewed()):
            return None
        return max(self._changed_at, self._shown_at) + REST - now

    def _next_to_settle(self) -> ShownEdition | None:
        waiting = (one for one in self._viewed() if one.tried_version < self._version)
        return next(waiting, None)

    def _viewed(self) -> Iterator[ShownEdition]:
        return (one for one in self._editions.values() if self._viewers[one.name] > 0)

    def _save(self) -> None:
        try:
            self.texts.save()
        except OSError as error:
            finding = finding_of_unwritten(error)
            with self._changed:
                self._unsaved_since = time.monotonic()
                for one in self._editions.values():
                    others = (each for each in one.snapshot.findings if each != finding)
                    one.renew(findings=(finding, *others))
        self._tell()

    def _settle(self, edition: ShownEdition, version: int) -> None:
        self._settling_version = version

        def report(title: str, done: int, total: int) -> None:
            del title
            with self._changed:
                if not edition.snapshot.is_whole:
                    edition.renew(done=done, total=total)
            self._tell()

        context = replace(self._settling, progress=report)
        layouts = self._layouts.at(self._files_version)
        pipeline = PreviewPipeline(self.project, edition.name, context, layouts)
        if edition.name in PRODUCTS:
            path, unsaved = self._edited, self.texts.unsaved

            def make() -> Callable[[int], None]:
                file = pipeline.make_product(path, unsaved)
                return lambda version: edition.show_file(version, file)

        else:
            make = edition.prepare(pipeline, partial(pipeline.settle, self.texts.unsaved))
        self._attempt(edition, version, make)
        with self._changed:
            if self._version == version:
                edition.tried_version = version
        forget_unused()
        self._held.forget_unused()

    def _is_settling_wanted(self) -> bool:
        return self._is_open and self._settling_version == self._version

    def _attempt(
        self, edition: ShownEdition, version: int, make: Callable[[], Callable[[int], None]]
    ) -> bool:
        """Set pages and show them, or show why that is impossible.

        Returns:
            Whether it has come to one of the two: else it was given up.
        """
        try:
            show = make()
            with self._changed:
                show(version)
        except SupersededError:
            return False
        except BookletError as error:
            self._refuse(edition, version, (*error.findings, finding_of(error)))
        except Exception as error:  # noqa: BLE001 - a bug must not end the preview; it is shown
            bug = error if isinstance(error, BugError) else BugError.during("the preview", error)
            self._refuse(edition, version, (finding_of_bug(bug),))
        self._tell()
        return True

    def _refuse(self, edition: ShownEdition, version: int, findings: tuple[Finding, ...]) -> None:
        with self._changed:
            edition.refuse(version, findings)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
