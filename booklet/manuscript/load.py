"""Find the chapters and read them, whatever computer they come from.

Everything that is wrong is reported at once, as findings: a file that cannot be a chapter is left
out and an error says so. Whoever knows the order of the stages decides when errors end the build.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Fix, Place, Severity
from booklet.common.files import FailureKind, ReadFailure, read_inside, readable_name
from booklet.manuscript.decoding import NotTextError, decode
from booklet.manuscript.invisible_characters import make_visible, report_invisible_characters
from booklet.manuscript.listing import FOLDER, list_chapters, report_order
from booklet.manuscript.size_limits import find_oversized_block
from booklet.manuscript.slugs import free_slug, plain_slug
from booklet.manuscript.source import read_source
from booklet.manuscript.starter_texts import report_placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from booklet.config import Config
    from booklet.manuscript.decoding import Decoded
    from booklet.manuscript.size_limits import OversizedBlock
    from booklet.manuscript.source import Source

LARGEST_FILE = 5_000_000
"""Bytes in a chapter; a long novel has about a million."""

_CODES = {
    FailureKind.MISSING: "M110",
    FailureKind.NOT_A_FILE: "M102",
    FailureKind.OUTSIDE: "M103",
    FailureKind.UNREADABLE: "M104",
    FailureKind.TOO_LARGE: "M105",
}
_HINTS = {
    FailureKind.MISSING: "Look at its name, and save it again.",
    FailureKind.NOT_A_FILE: "Rename it or move it away, and put a file in its place.",
    FailureKind.OUTSIDE: "Copy the file itself into the folder instead of a link to it.",
    FailureKind.UNREADABLE: "Close it in other programs, and look at whether you may open it.",
    FailureKind.TOO_LARGE: f"At most {LARGEST_FILE // 1_000_000} MB; part it into several "
    "chapters.",
}


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
        parts: the chapters, grouped as booklet.toml says; a part without chapters is left out.
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

    Returns:
        What could be read. Findings of severity `ERROR` say what could not, and when there is no
        chapter at all; they never raise, so that later stages can add theirs.
    """
    project = project.resolve()
    listing = list_chapters(project, config)
    findings = list(listing.findings)
    paths: dict[str, str] = {}
    parts = []
    for title, names in listing.parts:
        sources = []
        for name in names:
            source, found = _read_chapter(project, f"{FOLDER}/{name}", paths)
            findings += found
            if source is not None:
                sources.append(source)
        if sources:
            parts.append(ManuscriptPart(title, tuple(sources)))
    in_order = [source.path.rpartition("/")[2] for part in parts for source in part.sources]
    findings += report_order(config, in_order)
    if not parts and not any(one.severity is Severity.ERROR for one in findings):
        findings.append(_only_drafts())
    return Manuscript(readable_name(project.name), tuple(parts), tuple(findings))


def _read_chapter(
    project: Path, shown: str, paths: dict[str, str]
) -> tuple[Source | None, list[Finding]]:
    """Read one file; no source when it cannot be a chapter or is a draft.

    Args:
        project: the folder that nothing may leave.
        shown: the file's path in the project.
        paths: of the chapters so far, by their slugs; this one is added.
    """
    content = read_inside(project, project / shown, largest=LARGEST_FILE)
    shown = readable_name(shown)
    if isinstance(content, ReadFailure):
        return None, [_refused(content, shown)]
    try:
        decoded = decode(content)
    except NotTextError as error:
        return None, [_not_text(Place(shown, error.line))]
    plain = plain_slug(shown.rpartition("/")[2])
    visible = make_visible(decoded.text)
    source = read_source(shown, free_slug(plain, paths), visible.text, visible.breaks)
    if source.metadata.draft:
        return None, [_draft(shown)]
    excess = find_oversized_block(source.text)
    if excess is not None:
        return None, [*source.findings, _too_long(source, excess)]
    if not source.body.strip():
        return None, [*source.findings, _empty(shown)]
    findings = [
        *_foreign(shown, decoded),
        *report_invisible_characters(source, visible, decoded.text),
        *report_placeholders(source),
    ]
    if source.slug != plain:
        findings.append(_same_name(shown, paths[plain], source.slug))
    paths[source.slug] = shown
    return source, findings


def _refused(refused: ReadFailure, shown: str) -> Finding:
    return Finding(
        _CODES[refused.kind],
        Severity.ERROR,
        f"this {refused.reason}",
        _HINTS[refused.kind],
        Place(shown),
    )


def _not_text(place: Place) -> Finding:
    return Finding(
        "M106",
        Severity.ERROR,
        "this is not a text file",
        "A chapter is plain text. From a word processor: save as 'Plain text' or 'Markdown'.",
        place,
    )


def _foreign(shown: str, decoded: Decoded) -> Iterator[Finding]:
    """Say what is not UTF-8: the file, or single characters on some of its lines."""
    if decoded.is_foreign:
        yield Finding(
            "M107",
            Severity.WARNING,
            "this is not UTF-8; it was read as Windows-1252",
            "Look at its accents and quotation marks, then save it again as UTF-8.",
            Place(shown, decoded.foreign[0][0]),
            Fix(Place(shown, decoded.foreign[0][0]), "", ""),
        )
        return
    by_line: dict[int, list[str]] = {}
    for line, character in decoded.foreign:
        by_line.setdefault(line, []).append(character)
    for line, characters in by_line.items():
        said = ", ".join(f"'{character}'" for character in dict.fromkeys(characters))
        yield Finding(
            "M107",
            Severity.WARNING,
            f"not all of this line is UTF-8; what is not was read as Windows-1252: {said}",
            "Look at what it says here, type it again, and save the file as UTF-8.",
            Place(shown, line),
            Fix(Place(shown, line), "", ""),
        )


def _too_long(source: Source, excess: OversizedBlock) -> Finding:
    return Finding(
        "M122",
        Severity.ERROR,
        f"there is {excess.what}, which would take too long to set",
        f"At most {excess.most}; keep what readers need, and say where they find the rest.",
        source.place(excess.line),
    )


def _empty(shown: str) -> Finding:
    return Finding(
        "M108",
        Severity.ERROR,
        "this chapter is empty",
        "Write something in it, add 'draft: true' at the top, or move it away.",
        Place(shown),
    )


def _same_name(shown: str, other: str, slug: str) -> Finding:
    return Finding(
        "M109",
        Severity.WARNING,
        f"but for its number this file is called like '{other}'",
        f"It is '{slug}' in links for now. Give one of them another name, so that links and "
        "bookmarks stay right when the order changes.",
        Place(shown),
    )


def _draft(shown: str) -> Finding:
    return Finding(
        "M112",
        Severity.NOTE,
        "this chapter is a draft and is left out",
        "When it is ready, take out the line 'draft: true'.",
        Place(shown),
    )


def _only_drafts() -> Finding:
    return Finding(
        "M111",
        Severity.ERROR,
        "there is no chapter that is not a draft",
        "Take out the line 'draft: true' at the top of one.",
        Place(FOLDER),
    )
