"""The texts that somebody writes in: in memory at once, on the disk when typing rests.

A text is known by its path in the project, such as `chapters/02-summer.md`. Each change gives it a
new revision, so that two windows cannot overwrite one another unseen; and the file is looked at
before it is written, so that neither can this program and another one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common.errors import UsageError
from booklet.common.stray_settings import FILE_NAME
from booklet.manuscript.chapter_files import LARGEST_FILE
from booklet.preview.project_files import ProjectFiles, decode_text, encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Text:
    r"""A text, as it is now.

    Attributes:
        path: in the project, with forward slashes.
        text: with `\n` line ends.
        revision: counts its changes, from 1.
        is_saved: whether the file says the same.
        on_disk: what another program has written meanwhile; None when nothing has.
        is_gone: whether the file has been removed.
    """

    path: str
    text: str
    revision: int
    is_saved: bool = True
    on_disk: str | None = None
    is_gone: bool = False


class StaleEditError(Exception):
    """An edit of a text that has changed meanwhile.

    Attributes:
        current: the text as it is.
    """

    def __init__(self, current: Text) -> None:
        super().__init__(current.path)
        self.current = current


class Texts:
    """All texts of a project that were opened; for any number of threads."""

    def __init__(self, project: Path) -> None:
        """Begin with no text open."""
        self._files = ProjectFiles(project)
        self._open: dict[str, Text] = {}
        self._known: dict[str, bytes | None] = {}
        self._lock = RLock()

    @property
    def unsaved(self) -> Mapping[str, bytes]:
        """What files are going to say, by their paths, where they do not say it yet."""
        with self._lock:
            return MappingProxyType(
                {
                    one.path: encode(one.text, self._known[one.path])
                    for one in self._open.values()
                    if not one.is_saved
                }
            )

    def open(self, path: str) -> Text:
        """Return a text as it is now, and read its file if nobody has before.

        Raises:
            UsageError: when there is no such file, or it is no text.
        """
        with self._lock:
            if path not in self._open:
                content = self._files.read(path)
                # Every setting has a default, and so has the file.
                if content is None and path != FILE_NAME:
                    raise UsageError(
                        f"'{path}' cannot be opened",
                        hint="Look at whether it is still there and whether you may read it.",
                    )
                self._known[path] = content
                self._open[path] = Text(path, decode_text(path, content or b""), 1)
            return self._open[path]

    def edit(self, path: str, text: str, revision: int) -> Text:
        """Change a text; its file follows with `save`.

        Args:
            path: of a text that is open.
            text: all of it.
            revision: that was edited.

        Raises:
            StaleEditError: when that is not the latest one and the latest says something else.
            UsageError: when it cannot be opened, or is too long.
        """
        if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
            raise UsageError(
                "this text is too long for one chapter",
                hint=f"At most {LARGEST_FILE // 1_000_000} MB; part it into several chapters.",
            )
        with self._lock:
            before = self.open(path)
            if text == before.text:
                return before
            if revision != before.revision:
                raise StaleEditError(before)
            after = Text(
                path,
                text,
                before.revision + 1,
                is_saved=False,
                on_disk=before.on_disk,
                is_gone=before.is_gone,
            )
            self._open[path] = after
            return after

    def save(self) -> tuple[Text, ...]:
        """Write the files of all texts that have changed, but none that is newer on the disk.

        Returns:
            The texts of which something is new: saved, or not, because another program was quicker.

        Raises:
            OSError: when a file cannot be written; its text stays unsaved.
        """
        with self._lock:
            changed = []
            for one in [one for one in self._open.values() if not one.is_saved]:
                if one.on_disk is not None or one.is_gone:
                    continue
                noticed = self._notice(one)
                if noticed is one:
                    self._write(one)
                changed.append(self._open[one.path])
            return tuple(changed)

    def notice(self) -> tuple[Text, ...]:
        """Look at the files of all open texts, and return those that have changed.

        A text that is saved follows its file; else `Text.on_disk` says what the file says.
        """
        with self._lock:
            return tuple(
                noticed
                for one in list(self._open.values())
                if (noticed := self._notice(one)) is not one
            )

    def keep_mine(self, path: str) -> Text:
        """Let the file of a text say what the text says, whatever it says now.

        Raises:
            OSError: when it cannot be written.
        """
        with self._lock:
            self._known[path] = self._files.read(path)
            return self._write(self.open(path))

    def take_theirs(self, path: str) -> Text:
        """Let a text say what its file says."""
        with self._lock:
            one = self.open(path)
            if one.on_disk is None:
                return one
            self._known[path] = self._files.read(path)
            self._open[path] = Text(path, one.on_disk, one.revision + 1)
            return self._open[path]

    def look(self, path: str) -> str:
        """Return what a text says, whether it is open or not; it is not opened.

        Raises:
            UsageError: when there is no such file, or it is no text.
        """
        with self._lock:
            if path in self._open:
                return self._open[path].text
            return decode_text(path, self._files.read(path) or b"")

    def is_open(self, path: str) -> bool:
        """Tell whether a text has been opened, even if its file has gone since."""
        with self._lock:
            return path in self._open

    def is_saved(self, path: str) -> bool:
        """Tell whether a text is open and its file says the same."""
        with self._lock:
            return path in self._open and self._open[path].is_saved

    def follow(self, moves: Mapping[str, str]) -> None:
        """Go on with texts whose files have other names now.

        Args:
            moves: new paths by old ones.
        """
        with self._lock:
            moved = {moves.get(path, path): one for path, one in self._open.items()}
            self._known = {moves.get(path, path): one for path, one in self._known.items()}
            self._open = {path: replace(one, path=path) for path, one in moved.items()}

    def _notice(self, one: Text) -> Text:
        """Compare a text with its file."""
        content = self._files.read(one.path)
        if content == self._known[one.path]:
            return one
        self._known[one.path] = content
        if content is None:
            after = Text(one.path, one.text, one.revision, is_saved=False, is_gone=True)
        else:
            theirs = decode_text(one.path, content)
            if theirs == one.text:
                after = Text(one.path, one.text, one.revision)
            elif one.is_saved or one.is_gone:
                after = Text(one.path, theirs, one.revision + 1)
            else:
                after = Text(one.path, one.text, one.revision, is_saved=False, on_disk=theirs)
        self._open[one.path] = after
        return after

    def _write(self, one: Text) -> Text:
        content = encode(one.text, self._known[one.path])
        self._files.write(one.path, content)
        self._known[one.path] = content
        self._open[one.path] = Text(one.path, one.text, one.revision)
        return self._open[one.path]
