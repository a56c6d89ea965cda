"""Find the chapters and read them, whatever computer they come from.

Everything that is wrong is reported at once, as findings: a file that cannot be a chapter is left
out and an error says so. Whoever knows the order of the stages decides when errors end the build.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.common.files import ReadFailure, read_inside, readable_name
from booklet.common.memoize import memoize
from booklet.manuscript.chapter_files import (
    LARGEST_FILE,
    refuse_block,
    refuse_drafts,
    refuse_empty,
    refuse_file,
    refuse_no_text,
    report_draft,
    report_encoding,
    report_same_name,
)
from booklet.manuscript.decoding import NotTextError, decode
from booklet.manuscript.invisible_characters import make_visible, report_invisible_characters
from booklet.manuscript.listing import FOLDER, list_chapters, report_order
from booklet.manuscript.size_limits import find_oversized_block
from booklet.manuscript.slugs import free_slug, plain_slug
from booklet.manuscript.source import read_source
from booklet.manuscript.starter_texts import report_placeholders

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from booklet.config import Config
    from booklet.manuscript.source import Source


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


def read_manuscript(
    project: Path, config: Config, unsaved: Mapping[str, bytes] = MappingProxyType({})
) -> Manuscript:
    """Read the chapters of a project.

    Args:
        project: its folder.
        config: names the chapters and their parts, or leaves their order to their numbers.
        unsaved: what is read instead of a file, by its path in the project.

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
            shown = f"{FOLDER}/{name}"
            source, found = _read_chapter(project, shown, paths, unsaved.get(shown))
            findings += found
            if source is not None:
                sources.append(source)
        if sources:
            parts.append(ManuscriptPart(title, tuple(sources)))
    in_order = [source.path.rpartition("/")[2] for part in parts for source in part.sources]
    findings += report_order(config, in_order)
    if not parts and not any(one.severity is Severity.ERROR for one in findings):
        findings.append(refuse_drafts())
    return Manuscript(readable_name(project.name), tuple(parts), tuple(findings))


def _read_chapter(
    project: Path, shown: str, paths: dict[str, str], content: bytes | ReadFailure | None
) -> tuple[Source | None, list[Finding]]:
    """Read one file; no source when it cannot be a chapter or is a draft.

    Args:
        project: the folder that nothing may leave.
        shown: the file's path in the project.
        paths: of the chapters so far, by their slugs; this one is added.
        content: what is read instead of the file, if anything.
    """
    read = content
    if read is None:
        read = read_inside(project, project / shown, largest=LARGEST_FILE)
    shown = readable_name(shown)
    if isinstance(read, ReadFailure):
        return None, [refuse_file(read, shown)]
    plain = plain_slug(shown.rpartition("/")[2])
    source, told = _read_text(shown, free_slug(plain, paths), read)
    findings = list(told)
    if source is not None:
        if source.slug != plain:
            findings.append(report_same_name(shown, paths[plain], source.slug))
        paths[source.slug] = shown
    return source, findings


# While one chapter is being written, the others are what they were the last time.
@memoize
def _read_text(shown: str, slug: str, content: bytes) -> tuple[Source | None, tuple[Finding, ...]]:
    """Read what a file holds; no source when it cannot be a chapter or is a draft."""
    try:
        decoded = decode(content)
    except NotTextError as error:
        return None, (refuse_no_text(Place(shown, error.line)),)
    visible = make_visible(decoded.text)
    source = read_source(shown, slug, visible.text, visible.breaks)
    if source.metadata.draft:
        return None, (report_draft(shown),)
    excess = find_oversized_block(source.text)
    if excess is not None:
        return None, (*source.findings, refuse_block(source, excess))
    if not source.body.strip():
        return None, (*source.findings, refuse_empty(shown))
    return source, (
        *report_encoding(shown, decoded),
        *report_invisible_characters(source, visible, decoded.text),
        *report_placeholders(source),
    )
