"""Which files are chapters, and in which order: by their numbers, or as booklet.toml says."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.common.spelling import did_you_mean
from booklet.config import place_of_setting
from booklet.manuscript.slugs import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from booklet.config import Config
    from booklet.config.toml_lines import Key

FOLDER = "chapters"
SUFFIXES = frozenset({".md", ".markdown"})

_WRITTEN = frozenset({".txt", ".mdown", ".mkd", ".docx", ".odt", ".rtf", ".doc", ".pages"})
_BEGIN = 'A chapter is a file whose name ends in .md. Type: python build.py new "My title"'


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
        if not folder.is_dir():
            problem = (
                "this is not a folder" if folder.exists() else f"there is no folder '{FOLDER}'"
            )
            hint = 'Make the folder beside booklet.toml, or type: python build.py new "My title"'
            return _nothing("M101", problem, hint)
        if not folder.resolve().is_relative_to(project):
            problem = "this leads out of the project's folder"
            return _nothing("M103", problem, "Move the chapters into the project itself.")
        found = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        problem = f"this folder cannot be read: {error.strerror}"
        return _nothing("M104", problem, "Look at whether you may open it.")
    names = sorted((name for name in found if _is_chapter(name)), key=_order)
    if not names:
        return _nothing("M111", "there is no chapter in it", _why_none(found))
    return _as_configured(project, config, names) or Listing((("", tuple(names)),))


def _nothing(code: str, problem: str, hint: str) -> Listing:
    return Listing((), (Finding(code, Severity.ERROR, problem, hint, Place(FOLDER)),))


def _is_chapter(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES and not name.startswith((".", "_", "~"))


def _order(name: str) -> tuple[float, str, str]:
    number = number_of(name)
    return (float("inf") if number is None else number, _composed(name).casefold(), name)


def _composed(name: str) -> str:
    """Write accents the way keyboards do; macOS takes them apart in file names."""
    return unicodedata.normalize("NFC", name)


def _why_none(found: Iterable[str]) -> str:
    other = next((name for name in found if PurePosixPath(name).suffix.lower() in _WRITTEN), "")
    if PurePosixPath(other).suffix == ".txt":
        return f"Rename '{other}' so that it ends in .md."
    return f"Save '{other}' as plain text, with a name that ends in .md." if other else _BEGIN


def _as_configured(project: Path, config: Config, names: Iterable[str]) -> Listing | None:
    """Follow booklet.toml; None when it names no chapters."""
    wanted: list[tuple[Key, str, tuple[str, ...]]] = [
        (("part", number, "chapters"), part.title, part.chapters)
        for number, part in enumerate(config.parts)
    ]
    if config.chapters:
        wanted.insert(0, (("chapters",), "", config.chapters))
    if not wanted:
        return None
    existing = {_composed(name): name for name in names}
    findings: list[Finding] = []
    used: dict[str, None] = {}
    parts = []
    for key, title, written_names in wanted:
        chosen = []
        for written in written_names:
            name = _find(project, written, existing)
            if name and name not in used:
                used[name] = None
                chosen.append(name)
                continue
            place = place_of_setting(project, key, written)
            findings.append(
                _again(written, place) if name else _not_there(written, existing, place)
            )
        parts.append((title, tuple(chosen)))
    left_out = (_not_listed(name) for name in names if name not in used)
    return Listing(tuple(parts), tuple(chain(findings, left_out)))


def _find(project: Path, written: str, existing: Mapping[str, str]) -> str:
    """Find the file that a name in booklet.toml means; "" when there is none."""
    name = _composed(written.replace("\\", "/").removeprefix("./").removeprefix(f"{FOLDER}/"))
    if name in existing:
        return existing[name]
    path = PurePosixPath(name)
    is_inside = not path.is_absolute() and ".." not in path.parts and len(path.parts) > 1
    is_chapter = is_inside and _is_chapter(path.name)
    return name if is_chapter and (project / FOLDER / name).exists() else ""


def _not_there(written: str, existing: Iterable[str], place: Place) -> Finding:
    return Finding(
        "M110",
        Severity.ERROR,
        f"the chapter '{written}' does not exist",
        f"{did_you_mean(written, existing)}booklet.toml names files in the folder '{FOLDER}'.",
        place,
    )


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
