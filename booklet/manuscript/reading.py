"""Find the chapters and read them, whatever computer they come from.

Every file that cannot be a chapter is reported, all at once; nothing outside the project's folder
is read, and nothing that could keep a reader waiting for ever (a pipe, a device) is opened.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.errors import Finding, ManuscriptError, Place, Severity
from booklet.manuscript.metadata import read_metadata
from booklet.manuscript.source import Source
from booklet.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from booklet.config import Config

FOLDER = "chapters"
LARGEST_FILE = 5_000_000
"""Bytes in a chapter; a long novel has about a million."""

_SUFFIXES = {".md", ".markdown"}
_NUMBER = re.compile(r"(\d+)[-_. ]*")
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class ManuscriptPart:
    """A run of chapters under one heading.

    Attributes:
        title: "" when the chapters stand for themselves.
        sources: in reading order.
    """

    title: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything an author wrote, read.

    Attributes:
        folder_name: of the project, for a book without a title.
        parts: the chapters, grouped as booklet.toml says.
        findings: what the author should know, in reading order.
    """

    folder_name: str
    parts: tuple[ManuscriptPart, ...]
    findings: tuple[Finding, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """All chapters in reading order."""
        return tuple(source for part in self.parts for source in part.sources)


def read_manuscript(project: Path, config: Config) -> Manuscript:
    """Read the chapters of a project.

    Args:
        project: its folder.
        config: names the chapters and their parts, or leaves their order to their numbers.

    Raises:
        ManuscriptError: when there is no chapter at all.
    """
    folder = project / FOLDER
    names = _list_chapters(folder)
    findings: list[Finding] = []
    slugs: dict[str, str] = {}
    parts = []
    for title, wanted in _group(names, config):
        sources = []
        for name in wanted:
            if name not in names:
                findings.append(_not_there(name, names))
                continue
            source, found = _read_chapter(project, name, slugs)
            findings += found
            if source is not None:
                sources.append(source)
        parts.append(ManuscriptPart(title, tuple(sources)))
    if not any(part.sources for part in parts) and not findings:
        raise _no_chapters("every chapter is marked as a draft", "Take out 'draft: true'.")
    name = project.resolve().name
    return Manuscript(name, tuple(part for part in parts if part.sources), tuple(findings))


def _list_chapters(folder: Path) -> list[str]:
    """List the names that look like chapters, by number and then by name."""
    try:
        if not folder.is_dir():
            raise _no_chapters(
                f"there is no folder '{FOLDER}'",
                'Make one beside booklet.toml, or type: python build.py new "My title"',
            )
        names = [path.name for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES]
    except OSError as error:
        raise _no_chapters(
            f"the folder cannot be read: {error.strerror}", "Look at who may open it."
        ) from error
    chapters = [name for name in names if not name.startswith((".", "_", "~"))]
    if not chapters:
        raise _no_chapters(
            "there is no chapter in it",
            'A chapter is a file whose name ends in .md. Type: python build.py new "My title"',
        )
    return sorted(chapters, key=_order)


def _no_chapters(problem: str, hint: str) -> ManuscriptError:
    return ManuscriptError(problem, hint=hint, place=Place(FOLDER))


def _order(name: str) -> tuple[float, str]:
    number = _NUMBER.match(name)
    return (int(number[1]) if number else float("inf"), unicodedata.normalize("NFC", name))


def _group(names: Sequence[str], config: Config) -> Iterable[tuple[str, Sequence[str]]]:
    """Pair the titles of parts with the names of their chapters."""
    if config.parts:
        if config.chapters:
            yield "", config.chapters
        yield from ((part.title, part.chapters) for part in config.parts)
    else:
        yield "", config.chapters or names


def _not_there(name: str, names: Iterable[str]) -> Finding:
    return Finding(
        "M110",
        Severity.ERROR,
        f"the chapter '{name}' does not exist",
        f"{did_you_mean(name, names)}booklet.toml names files in the folder '{FOLDER}'.",
        Place("booklet.toml"),
    )


def _read_chapter(
    project: Path, name: str, slugs: dict[str, str]
) -> tuple[Source | None, list[Finding]]:
    """Read one file; no source when it cannot be a chapter or is a draft."""
    shown = f"{FOLDER}/{name}"
    raw = read_inside(project, project / FOLDER / name, shown, LARGEST_FILE)
    if isinstance(raw, Finding):
        return None, [raw]
    text, findings = _decode(raw, shown)
    if text is None:
        return None, findings
    slug = _slug(name)
    source = Source(shown, slug, text)
    metadata, body, _, problems = read_metadata(source)
    if not body.strip():
        findings += problems
        findings.append(_empty(shown))
        return None, findings
    if metadata.draft:
        return None, []
    if slug in slugs:
        slug = next(free for n in range(2, 10_000) if (free := f"{slug}-{n}") not in slugs)
        findings.append(_same_name(shown, slugs[_slug(name)]))
    slugs[slug] = shown
    return Source(shown, slug, text), findings


def read_inside(project: Path, path: Path, shown: str, largest: int) -> bytes | Finding:
    """Read a file that must lie inside the project.

    Args:
        project: the folder that nothing may leave.
        path: the file.
        shown: how messages name it.
        largest: bytes it may have.

    Returns:
        Its content, or why it cannot be had.
    """
    place = Place(shown)
    try:
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(project.resolve()):
            return Finding(
                "M103",
                Severity.ERROR,
                "this leads out of the project's folder",
                "Copy the file itself into the folder instead of a link to it.",
                place,
            )
        status = resolved.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
            return Finding(
                "M102",
                Severity.ERROR,
                f"this is {kind}",
                "Rename it or move it away, and put a file in its place.",
                place,
            )
        if status.st_size > largest:
            return Finding(
                "M105",
                Severity.ERROR,
                f"this file is too large: {status.st_size / 1e6:.1f} MB",
                f"At most {largest / 1e6:.0f} MB; make it smaller or part it.",
                place,
            )
        return resolved.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "links lead round in a circle"
        return Finding(
            "M104",
            Severity.ERROR,
            f"this file cannot be read: {reason}",
            "Close it in other programs, and look at whether you may open it.",
            place,
        )


def _decode(raw: bytes, shown: str) -> tuple[str | None, list[Finding]]:
    """Turn bytes into text with single line ends, whatever program wrote them."""
    findings: list[Finding] = []
    encoding = _UTF_16.get(raw[:2], "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        text = raw.decode("cp1252", errors="replace")
        if encoding != "utf-8" or "\ufffd" in text or "\x00" in text:
            return None, [_not_text(Place(shown, line))]
        findings.append(
            Finding(
                "M107",
                Severity.WARNING,
                "this is not UTF-8; it was read as Windows-1252",
                "Look at its accents and quotation marks, then save it again as UTF-8.",
                Place(shown, line),
            )
        )
    if "\x00" in text:
        return None, [_not_text(Place(shown, text.count("\n", 0, text.index("\x00")) + 1))]
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text, findings


def _not_text(place: Place) -> Finding:
    return Finding(
        "M106",
        Severity.ERROR,
        "this is not a text file",
        "A chapter is plain text. From a word processor: save as 'Plain text' or 'Markdown'.",
        place,
    )


def _empty(shown: str) -> Finding:
    return Finding(
        "M108",
        Severity.ERROR,
        "this chapter is empty",
        "Write something in it, add 'draft: true' at the top, or move it away.",
        Place(shown),
    )


def _same_name(shown: str, other: str) -> Finding:
    return Finding(
        "M109",
        Severity.WARNING,
        f"but for its number this file is called like '{other}'",
        "Give one of them another name, so that links and bookmarks to it stay right.",
        Place(shown),
    )


def _slug(name: str) -> str:
    """Make a chapter's name in links out of its file name: no number, no accents, no spaces."""
    stem = name.rpartition(".")[0]
    without_number = _NUMBER.sub("", stem, count=1) if _NUMBER.match(stem) else stem
    plain = unicodedata.normalize("NFKD", without_number or stem)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    slug = re.sub(r"[^\w]+", "-", letters.replace("_", "-")).strip("-")
    ascii_slug = slug.encode("ascii", "ignore").decode().strip("-")
    slug = ascii_slug or slug or "chapter"
    return slug if slug[0].isalpha() else f"chapter-{slug}"
