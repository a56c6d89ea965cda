"""The chapters of a project as a list that can be added to, renamed and put into another order.

All of it are plain changes of files that anybody could make by hand: the order is the numbers that
file names begin with, or the list in booklet.toml where there is one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from booklet.common.errors import BookletError, UsageError
from booklet.common.memoize import memoize
from booklet.common.stray_settings import FILE_NAME
from booklet.config import Config, load_config
from booklet.manuscript.listing import FOLDER, list_chapters
from booklet.manuscript.source import read_source
from booklet.scaffold import chapter_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from booklet.preview.texts import Texts

_HEADING = re.compile(r"(?m)^#[ \t]+(.+?)[ \t#]*$")
_TITLE_LINE = re.compile(r"(?m)^title[ \t]*:.*$")
_NUMBER = re.compile(r"[0-9]+[-_. ]*")
_ORDER = re.compile(r"(?ms)^chapters\s*=\s*\[.*?\]")


@dataclass(frozen=True, slots=True)
class ListedChapter:
    """A chapter in the list.

    Attributes:
        path: in the project.
        title: as its text says, or its file's name.
        is_draft: whether it is left out for now.
    """

    path: str
    title: str
    is_draft: bool


def list_files(project: Path, texts: Texts) -> tuple[ListedChapter, ...]:
    """List the chapters in reading order, as far as that can be told."""
    try:
        config = load_config(project)
    except BookletError:
        config = Config()
    listing = list_chapters(project.resolve(), config)
    names = [name for _, part in listing.parts for name in part]
    paths = [f"{FOLDER}/{name}" for name in names]
    return tuple(_listed(path, _looked(texts, path)) for path in paths)


class ChapterList:
    """The chapters of a project, listed again when something has changed; for any thread."""

    def __init__(self, project: Path, texts: Texts) -> None:
        """List nothing yet."""
        self._project, self._texts = project, texts
        self._known: tuple[int, int, tuple[ListedChapter, ...]] = (-1, -1, ())

    def at(self, version: int, files_version: int) -> tuple[ListedChapter, ...]:
        """List the chapters in reading order.

        Args:
            version: of all texts.
            files_version: of all files; while it stays, only texts that are open are looked at.
        """
        known, files_known, listed = self._known
        if known == version:
            return listed
        if files_known == files_version:
            listed = tuple(map(self._look_again, listed))
        else:
            listed = list_files(self._project, self._texts)
        self._known = version, files_version, listed
        return listed

    def _look_again(self, one: ListedChapter) -> ListedChapter:
        is_open = self._texts.is_open(one.path)
        return _listed(one.path, self._texts.look(one.path)) if is_open else one


def _looked(texts: Texts, path: str) -> str | None:
    try:
        return texts.look(path)
    except BookletError:
        return None


@memoize
def _listed(path: str, text: str | None) -> ListedChapter:
    name = PurePosixPath(path).stem
    fallback = _NUMBER.sub("", name, count=1).replace("-", " ").replace("_", " ").strip() or name
    try:
        source = read_source(path, "chapter", text) if text is not None else None
    except BookletError:
        source = None
    if source is None:
        return ListedChapter(path, fallback, is_draft=False)
    heading = _HEADING.search(source.body)
    title = source.metadata.title or (heading[1] if heading else "") or fallback.capitalize()
    return ListedChapter(path, title, source.metadata.draft)


def rename(project: Path, texts: Texts, path: str, title: str) -> str:
    """Give a chapter another title, and its file a name after it.

    Args:
        project: its folder.
        texts: of the project.
        path: of the chapter.
        title: the new one.

    Returns:
        The path of the file now.

    Raises:
        UsageError: when the title holds no letter or figure.
        OSError: when the file cannot be renamed.
    """
    words = " ".join(title.split())
    name = chapter_name(words)
    before = texts.open(path)
    texts.edit(path, _retitled(before.text, path, words), before.revision)
    texts.save()
    old = PurePosixPath(path)
    number = _NUMBER.match(old.name)
    start = number[0] if number else ""
    new = _free(project, old.with_name(f"{start}{name}{old.suffix}"), path)
    _move(project, texts, {path: new})
    return new


def _retitled(text: str, path: str, title: str) -> str:
    """Write another title where the text has its title, or as its first heading."""
    source = read_source(path, "chapter", text)
    head, body = text[: source.body_start], source.body
    if source.metadata.title and _TITLE_LINE.search(head):
        line = f"title: {json.dumps(title, ensure_ascii=False)}"
        return _TITLE_LINE.sub(lambda _: line, head, count=1) + body
    if _HEADING.search(body):
        return head + _HEADING.sub(lambda _: f"# {title}", body, count=1)
    return f"{head}# {title}\n\n{body.lstrip()}"


def reorder(project: Path, texts: Texts, paths: Sequence[str]) -> Mapping[str, str]:
    """Put the chapters into another order.

    Args:
        project: its folder.
        texts: of the project.
        paths: of all chapters, in the order that is wanted.

    Returns:
        The new path of each chapter, by its old one.

    Raises:
        UsageError: when these are not the chapters there are, or when they stand in parts.
        OSError: when a file cannot be renamed.
    """
    listed = [one.path for one in list_files(project, texts)]
    if sorted(listed) != sorted(paths):
        raise UsageError(
            "the chapters have changed meanwhile", hint="Look at the list, and try again."
        )
    texts.save()
    config = load_config(project)
    if config.parts:
        raise UsageError("the chapters stand in parts", hint="Change their order in booklet.toml.")
    if config.chapters:
        names = [path.removeprefix(f"{FOLDER}/") for path in paths]
        _write_order(texts, names)
        return dict(zip(paths, paths, strict=True))
    width = max(2, len(str(len(paths))))
    moves = {}
    for number, path in enumerate(paths, 1):
        old = PurePosixPath(path)
        rest = _NUMBER.sub("", old.name, count=1)
        rest = rest if PurePosixPath(rest).suffix else f"chapter{old.suffix}"
        moves[path] = str(old.with_name(f"{number:0{width}}-{rest}"))
    _move(project, texts, moves)
    return moves


def _write_order(texts: Texts, names: Sequence[str]) -> None:
    settings = texts.open(FILE_NAME)
    written = ", ".join(json.dumps(name, ensure_ascii=False) for name in names)
    text = _ORDER.sub(lambda _: f"chapters = [{written}]", settings.text, count=1)
    texts.edit(FILE_NAME, text, settings.revision)
    texts.save()


def _free(project: Path, wanted: PurePosixPath, own: str) -> str:
    """Find a name that no other file has."""
    path, number = wanted, 1
    while str(path) != own and (project / path).exists():
        number += 1
        path = wanted.with_stem(f"{wanted.stem}-{number}")
    return str(path)


def _move(project: Path, texts: Texts, moves: Mapping[str, str]) -> None:
    """Rename files, also in a circle: first all of them out of the way."""
    moves = {old: new for old, new in moves.items() if old != new}
    waiting = {
        old: f"{PurePosixPath(old).parent}/.{PurePosixPath(old).name}.moving" for old in moves
    }
    for old, between in waiting.items():
        (project / old).rename(project / between)
    for old, new in moves.items():
        (project / waiting[old]).rename(project / new)
    texts.follow(moves)
