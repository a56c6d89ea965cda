"""Which files are chapters, and in which order: as people count, or as booklet.toml says."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.common.files import composed, readable_name
from booklet.common.spelling import did_you_mean
from booklet.config import place_of_setting
from booklet.manuscript.ignored_files import (
    SUFFIXES,
    find_copies,
    has_chapter_name,
    report_ignored_files,
    why_no_chapter,
)
from booklet.manuscript.slugs import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from booklet.config import Config
    from booklet.config.toml_lines import Key

FOLDER = "chapters"

_NAMED_IN_ORDER = 12
"""Chapters that are named when their order is told; of more, the last is."""

_NO_SUBFOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules"})


@dataclass(frozen=True, slots=True)
class Listing:
    """The chapters' files in reading order.

    Attributes:
        parts: pairs of a part's title, "" for chapters that stand for themselves, and the names of
            its files in the folder of chapters.
        findings: what does not fit.
    """

    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    findings: tuple[Finding, ...] = ()


def list_chapters(project: Path, config: Config) -> Listing:
    """List the chapters of a project.

    Args:
        project: its folder, links resolved.
        config: may name the chapters.
    """
    folder = project / FOLDER
    try:
        if not folder.exists():
            return _nothing("M101", f"there is no folder '{FOLDER}'", _where_to_build(project))
        if not folder.is_dir():
            hint = "Rename this file, and make a folder of that name for your chapters."
            return _nothing("M101", "this is not a folder", hint)
        if not folder.resolve().is_relative_to(project):
            problem = "this leads out of the project's folder"
            return _nothing("M103", problem, "Move the chapters into the project itself.")
        found = sorted(path.name for path in folder.iterdir())
        files = [name for name in found if not (folder / name).is_dir()]
        inside = tuple(_in_subfolders(folder))
    except OSError as error:
        problem = f"this folder cannot be read: {error.strerror}"
        return _nothing("M104", problem, "Look at whether you may open it.")
    copies = find_copies(folder, files)
    names = sorted(
        (name for name in found if has_chapter_name(name) and name not in copies),
        key=_reading_order,
    )
    wanted = _wanted(config)
    if wanted:
        everything = sorted((*found, *inside), key=_reading_order)
        listing = _as_configured(project, wanted, everything, {*names, *inside})
        beside = report_ignored_files(FOLDER, files, (), copies)
    elif names:
        listing = Listing((("", tuple(names)),))
        beside = report_ignored_files(FOLDER, files, inside, copies)
    else:
        return _nothing("M111", "there is no chapter in it", why_no_chapter(files, inside))
    used = {f"{FOLDER}/{name}" for _, part in listing.parts for name in part}
    left_out = (one for one in beside if one.place is None or one.place.path not in used)
    return Listing(listing.parts, (*listing.findings, *left_out))


def _reading_order(path: str) -> NaturalKey:
    return natural_key(str(PurePosixPath(path).with_suffix("")))


_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_LONGEST_NUMBER = 18
"""Figures that are read of a number; Python refuses to read some thousands."""

NaturalKey = tuple[tuple[tuple[int, tuple[int, ...], str], ...], str]


def natural_key(name: str) -> NaturalKey:
    """Make a sort key that compares the numbers in a name as numbers, and words without capitals.

    Punctuation and spaces only part words and numbers, so `(3) e` stands with `3-e` and `Week_2`
    with `Week 2`. A number comes before a word, and `1` before `1.1`. Names that count alike are
    told apart by their spelling, so the order never depends on the file system.
    """
    composed = unicodedata.normalize("NFC", name)
    return tuple(map(_key_of_token, _TOKEN.findall(composed.casefold()))), name


def _key_of_token(token: str) -> tuple[int, tuple[int, ...], str]:
    if not token[0].isdecimal():
        return 1, (), token
    return 0, tuple(int(part[:_LONGEST_NUMBER]) for part in token.split(".")), ""


def _nothing(code: str, problem: str, hint: str) -> Listing:
    return Listing((), (Finding(code, Severity.ERROR, problem, hint, Place(FOLDER)),))


def _where_to_build(project: Path) -> str:
    """Name a booklet nearby: in a folder inside, around or beside the one that was named."""
    beside = sorted(project.parent.iterdir()) if os.access(project.parent, os.R_OK) else []
    nearby = (*sorted(project.iterdir()), project.parent, *beside)
    found = next((path for path in nearby if path != project and _holds_chapters(path)), None)
    begin = 'To begin one here, type: python build.py new "My title"'
    if found is None:
        return f"If your booklet is in another folder, name that one with --project. {begin}"
    shown = readable_name(os.path.relpath(found, project))
    return f"There is a booklet in '{shown}': add --project \"{shown}\". {begin}"


def _holds_chapters(folder: Path) -> bool:
    try:
        inside = folder / FOLDER
        return inside.is_dir() and any(has_chapter_name(path.name) for path in inside.iterdir())
    except OSError:
        return False


def _in_subfolders(folder: Path) -> Iterator[str]:
    """List the files in the folder's own folders, by their paths in it; links are not followed."""
    for parent, inner, files in os.walk(folder):
        inner[:] = sorted(name for name in inner if name[0] != "." and name not in _NO_SUBFOLDERS)
        relative = Path(parent).relative_to(folder).as_posix()
        if relative != ".":
            yield from (f"{relative}/{name}" for name in sorted(files))


def report_order(config: Config, names: Sequence[str]) -> Iterator[Finding]:
    """Say in which order chapters stand that neither booklet.toml nor plain numbers put there.

    Args:
        config: may name the chapters.
        names: of the chapters' files, in reading order.
    """
    numbers = [number_of(name) for name in names]
    is_numbered = None not in numbers and len({*numbers}) == len(numbers)
    if len(names) == 1 or is_numbered or _wanted(config):
        return
    stems = [PurePosixPath(name).stem for name in names]
    if len(stems) > _NAMED_IN_ORDER:
        stems[_NAMED_IN_ORDER - 1 : -1] = ["…"]
    yield Finding(
        "M115",
        Severity.NOTE,
        f"the {len(names)} chapters stand in this order: {', '.join(stems)}",
        "For another order, begin the names of the files with 01, 02, 03 and so on, or list them "
        'in booklet.toml: chapters = ["first.md", "second.md"].',
        Place(FOLDER),
    )


def _wanted(config: Config) -> tuple[tuple[Key, str, tuple[str, ...]], ...]:
    """Tell what booklet.toml names: the setting, the part's title, the names as written."""
    alone: tuple[tuple[Key, str, tuple[str, ...]], ...] = (
        ((("chapters",), "", config.chapters),) if config.chapters else ()
    )
    parts = enumerate(config.parts)
    return (*alone, *((("part", n, "chapters"), part.title, part.chapters) for n, part in parts))


def _as_configured(
    project: Path,
    wanted: Iterable[tuple[Key, str, tuple[str, ...]]],
    everything: Sequence[str],
    chapters: Iterable[str],
) -> Listing:
    """Follow booklet.toml, which may also name a folder, for all the chapters in it.

    Args:
        project: its folder.
        wanted: what booklet.toml names.
        everything: the paths of all files in the folder of chapters.
        chapters: those that ought to be named.
    """
    existing = {composed(name): name for name in everything}
    findings: list[Finding] = []
    used: dict[str, None] = {}
    parts = []
    for key, title, written_names in wanted:
        chosen: list[str] = []
        for written in written_names:
            names = _find(written, existing)
            new = [name for name in names if name not in used]
            used.update(dict.fromkeys(new))
            chosen += new
            if not new:
                place = place_of_setting(project, key, written)
                findings.append(
                    _again(written, place) if names else _not_there(written, existing, place)
                )
        parts.append((title, tuple(chosen)))
    left_out = (
        _not_listed(name)
        for name in everything
        if name in chapters and has_chapter_name(PurePosixPath(name).name) and name not in used
    )
    return Listing(tuple(parts), tuple(chain(findings, left_out)))


def _path_meant(written: str) -> str:
    """Read a path as typed on any system, from the project's folder or from that of chapters."""
    path = composed(written.replace("\\", "/").removeprefix("./").removeprefix(f"{FOLDER}/"))
    return path.rstrip("/")


def _find(written: str, existing: Mapping[str, str]) -> tuple[str, ...]:
    """Find the files that a name in booklet.toml means; () when there is none."""
    path = _path_meant(written)
    if path in existing and PurePosixPath(path).suffix.lower() in SUFFIXES:
        return (existing[path],)
    return tuple(
        real
        for name, real in existing.items()
        if name.startswith(f"{path}/") and has_chapter_name(PurePosixPath(name).name)
    )


def _not_there(written: str, existing: Mapping[str, str], place: Place) -> Finding:
    chapters = [name for name in existing if has_chapter_name(PurePosixPath(name).name)]
    is_other_kind = _path_meant(written) in existing
    problem = "is no Markdown file" if is_other_kind else "does not exist"
    hint = (
        "Save it as plain text with a name that ends in .md, and write that name here."
        if is_other_kind
        else f"{did_you_mean(written, chapters)}booklet.toml names files in the folder '{FOLDER}'."
    )
    return Finding("M110", Severity.ERROR, f"the chapter '{written}' {problem}", hint, place)


def _again(written: str, place: Place) -> Finding:
    return Finding(
        "M114",
        Severity.WARNING,
        f"the chapter '{written}' is named a second time",
        "It stands where it is named first. Take the other one away.",
        place,
    )


def _not_listed(name: str) -> Finding:
    return Finding(
        "M113",
        Severity.NOTE,
        "this file is left out: booklet.toml does not name it",
        "To put it into the booklet, add its name to 'chapters = [...]'.",
        Place(f"{FOLDER}/{name}"),
    )
