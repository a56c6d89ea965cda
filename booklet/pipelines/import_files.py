"""The stages of an import, in their order: from files of other programs to chapters.

Nothing that is there is ever written over, but for a chapter that nobody has changed since it was
imported, and that only when it is asked for.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, ManuscriptError, Place, UsageError
from booklet.common.files import ReadFailure, read_inside
from booklet.common.outputs import folder_inside, write_output

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from booklet.config import Config
    from booklet.importers.document import Blog, Document
    from booklet.importers.files import ImportedFile
    from booklet.importers.losses import LeftOut
    from booklet.importers.pictures import PictureFile
    from booklet.importers.read import Reading
    from booklet.importers.report import Entry, Outcome
    from booklet.importers.rules import FoundRules
    from booklet.importers.select import Choice
    from booklet.importers.understand import Understood
    from booklet.scheduling.build_context import Progress

_LARGEST_CHAPTER = 20_000_000


@dataclass(frozen=True, slots=True)
class ImportedChapter:
    """A chapter that an import has made or found again.

    Attributes:
        path: its file.
        outcome: what became of it.
        difference: between the file that was there and the import, as a unified diff; or "".
    """

    path: Path
    outcome: Outcome
    difference: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import has done.

    Attributes:
        chapters: in order.
        others: other files that were written: pictures, settings.
        report: the report's file.
        words_in: words of all texts that became chapters.
        words_listed: those of them that are listed in the report.
        findings: what the author should know.
    """

    chapters: tuple[ImportedChapter, ...]
    others: tuple[Path, ...]
    report: Path
    words_in: int
    words_listed: int
    findings: tuple[Finding, ...]


def import_files(
    files: Sequence[ImportedFile],
    project: Path,
    choice: Choice,
    *,
    author: str = "",
    pictures: Path | None = None,
    is_update: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import files as chapters.

    Args:
        files: their content, read already.
        project: the folder of the booklet; it is made if there is none.
        choice: which texts are wanted, and in which order.
        author: of a new booklet; else what the files say.
        pictures: a folder with the pictures of a blog, or None.
        is_update: whether chapters that were imported before are brought up to date.
        progress: is called after each text that was read, and after each that was written.

    Raises:
        ManuscriptError: when a file cannot be read, or has no text that is wanted.
        ConfigError: when the booklet's own settings cannot be read.
        OutputError: when something cannot be written.
    """
    from booklet.importers.export_xml import findings_of_damages
    from booklet.importers.links import bare_address
    from booklet.importers.read import read_file
    from booklet.importers.report import findings_of, findings_of_left_out
    from booklet.importers.select import choose

    def say(doing: str, title: str, done: int, total: int) -> None:
        if progress is not None:
            progress(f"{doing} {title}", done, total)

    readings = [reading for file in files for reading in read_file(file, partial(say, "Reading"))]
    understood = _understand_all(readings, choice)
    documents = (known.document for known, _ in understood.values())
    chosen, left_out = choose((one for one in documents if one.words or one.blocks), choice)
    left_out = (*left_out, *(one for reading in readings for one in reading.left_out))
    if not chosen:
        raise _nothing_to_import(files, left_out)
    target = _Target(project, [reading.blog for reading in readings], author, files)
    plans = target.plan(chosen)
    links = {
        bare_address(plan.document.address): plan.path.name
        for plan in plans
        if plan.document.address
    }
    entries: list[Entry] = []
    chapters: list[ImportedChapter] = []
    findings: list[Finding] = []
    for reading in readings:
        findings += findings_of_damages(reading.damages, reading.file.path)
    for number, plan in enumerate(plans, 1):
        known, reading = understood[plan.document.identity]
        entry, chapter = target.write(
            plan, reading, known.rules, links, pictures=pictures, is_update=is_update
        )
        entries.append(entry)
        chapters.append(chapter)
        findings += findings_of(entry)
        say("Writing", plan.document.title, number, len(plans))
    findings += findings_of_left_out(left_out, files[0].path)
    report = target.write_report(entries, left_out)
    return ImportResult(
        tuple(chapters),
        tuple(target.written),
        report,
        sum(entry.ledger.words_in for entry in entries),
        sum(entry.ledger.words_listed for entry in entries),
        tuple(findings),
    )


def _understand_all(
    readings: Sequence[Reading], choice: Choice
) -> dict[str, tuple[Understood, Reading]]:
    """Make chapters' texts of those that were read, in order; each gets an identity of its own.

    Returns:
        Each text and the reading that it is from, by its identity.
    """
    from booklet.importers.chapter_file import clean_identity
    from booklet.importers.select import Include
    from booklet.importers.understand import understand

    has_comments = Include.COMMENTS in choice.include
    understood: dict[str, tuple[Understood, Reading]] = {}
    for reading in readings:
        for document in reading.documents:
            known = understand(document, is_blog=reading.is_blog, has_comments=has_comments)
            identity = _free(clean_identity(known.document), understood.keys())
            named = replace(known, document=replace(known.document, identity=identity))
            understood[identity] = (named, reading)
    return understood


@dataclass(frozen=True, slots=True)
class _Plan:
    """A text, and the file that it goes to; `before` is what that file holds already, or None."""

    document: Document
    path: Path
    before: str | None


class _Target:
    """The project that is written to."""

    def __init__(
        self, project: Path, blogs: Sequence[Blog], author: str, files: Sequence[ImportedFile]
    ) -> None:
        self.project = project
        self.blogs = blogs
        self.author = author
        self.files = files
        self.folder = folder_inside(project, "chapters")
        self.images = folder_inside(project, "chapters/images")
        self.config: Config | None = None
        self.written: list[Path] = []
        self.pictures: dict[str, bytes] = {}

    def plan(self, documents: Sequence[Document]) -> list[_Plan]:
        """Name the files: a text that was imported before keeps its own, others are numbered."""
        from booklet.importers.chapter_file import origin_of
        from booklet.scaffold import next_number

        before: dict[str, tuple[Path, str]] = {}
        first = "01"
        if self.folder.is_dir():
            first = next_number(self.folder)
            for path in sorted(self.folder.rglob("*.md")):
                content = read_inside(self.project.resolve(), path, largest=_LARGEST_CHAPTER)
                text = (
                    "" if isinstance(content, ReadFailure) else content.decode("utf-8", "replace")
                )
                origin = origin_of(text.replace("\r\n", "\n"))
                if origin is not None:
                    before.setdefault(origin.identity, (path, text.replace("\r\n", "\n")))
        new = [one for one in documents if one.identity not in before]
        number = int(first)
        width = max(len(first), len(str(number + len(new) - 1)))
        plans = []
        for document in documents:
            if document.identity in before:
                plans.append(_Plan(document, *before[document.identity]))
            else:
                name = f"{number:0{width}}-{_chapter_name(document)}.md"
                plans.append(_Plan(document, self.folder / name, None))
                number += 1
        self._start(plans)
        return plans

    def _start(self, plans: Sequence[_Plan]) -> None:
        """Start the booklet where there is none, and read its settings."""
        from booklet.common.errors import OutputError
        from booklet.config import load_config
        from booklet.scaffold import start_booklet

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (self.project / "booklet.toml").exists():
                title, author, known = self._settings(plans)
                self.written += start_booklet(self.project, title, author, known)
        except OSError as error:
            raise OutputError(
                f"the booklet cannot be started in '{self.project}': {error.strerror or error}",
                hint="Choose a folder where you may write, with --project.",
            ) from error
        self.config = load_config(self.project)

    def _settings(self, plans: Sequence[_Plan]) -> tuple[str, str, dict[str, str]]:
        """Take title, author and other settings of a new booklet from what is imported."""
        blog = next((one for one in self.blogs if _is_usable("title", one.title)), None)
        authors = Counter(plan.document.author for plan in plans if plan.document.author)
        author = self.author or (blog.author if blog else "")
        names = (name for name, _ in authors.most_common() if _is_usable("author", name))
        author = author or next(names, "")
        if blog is not None:
            known = {"address": blog.address, "description": blog.description}
            usable = {name: value for name, value in known.items() if _is_usable(name, value)}
            return blog.title, author, usable
        if len(plans) == 1 and _is_usable("title", plans[0].document.title):
            return plans[0].document.title, author, {}
        stem = PurePosixPath(self.files[0].path.replace("\\", "/")).stem
        words = re.sub(r"[\W_]+", " ", stem).strip()
        return words[:1].upper() + words[1:] or "A new booklet", author, {}

    def write(
        self,
        plan: _Plan,
        reading: Reading,
        rules: tuple[FoundRules, ...],
        links: Mapping[str, str],
        *,
        pictures: Path | None,
        is_update: bool,
    ) -> tuple[Entry, ImportedChapter]:
        """Write a chapter with its pictures, if that may be."""
        from booklet.importers.chapter_file import origin_of, without_origin, write_chapter_file
        from booklet.importers.ledger import balance
        from booklet.importers.links import resolve_links
        from booklet.importers.pictures import place_pictures
        from booklet.importers.report import Entry, Outcome
        from booklet.importers.sources import PictureFinder

        finder = PictureFinder(reading.file, pictures)
        document, files = place_pictures(plan.document, finder.find, self._pictures_there())
        document = resolve_links(document, links, plan.path.name)
        author = self.config.author if self.config else ""
        language = self.config.language if self.config else ""
        text = write_chapter_file(document, author=author, language=language)
        ledger = balance(document, text)
        outcome, difference = Outcome.NEW, ""
        if plan.before is not None:
            name = f"chapters/{plan.path.name}"
            before, after = (
                without_origin(one).splitlines(keepends=True) for one in (plan.before, text)
            )
            difference = "".join(
                difflib.unified_diff(before, after, name, f"{name} (imported)", n=1)
            )
            origin = origin_of(plan.before)
            is_ours = origin is not None and origin.is_as_imported
            if not difference:
                outcome = Outcome.UNCHANGED
            elif not is_ours:
                outcome = Outcome.EDITED
            else:
                outcome = Outcome.UPDATED if is_update else Outcome.CHANGED
        if outcome in {Outcome.NEW, Outcome.UPDATED}:
            self._write_pictures(files)
            write_output(plan.path, text.encode())
        relative = plan.path.relative_to(self.project).as_posix()
        entry = Entry(document, relative, outcome, ledger, rules)
        return entry, ImportedChapter(plan.path, outcome, difference)

    def _pictures_there(self) -> Mapping[str, bytes]:
        if not self.pictures and self.images.is_dir():
            for path in sorted(self.images.iterdir()):
                content = read_inside(self.project.resolve(), path, largest=_LARGEST_CHAPTER)
                self.pictures[path.name] = b"" if isinstance(content, ReadFailure) else content
        return self.pictures

    def _write_pictures(self, files: Iterable[PictureFile]) -> None:
        for file in files:
            if self.pictures.get(file.name) != file.content:
                write_output(self.images / file.name, file.content)
                self.pictures[file.name] = file.content
                self.written.append(self.images / file.name)

    def write_report(self, entries: Sequence[Entry], left_out: Sequence[LeftOut]) -> Path:
        """Write the report; a file of this name that is none of ours stays."""
        from booklet.importers.report import HEAD, REPORT, write_report

        path, number = self.project / REPORT, 1
        while path.exists():
            there = read_inside(self.project.resolve(), path, largest=_LARGEST_CHAPTER)
            if not isinstance(there, ReadFailure) and there.startswith(HEAD.encode()):
                break
            number += 1
            path = self.project / REPORT.replace(".", f"-{number}.")
        write_output(path, write_report(entries, left_out).encode())
        return path


def _is_usable(name: str, value: str) -> bool:
    """Tell whether a setting may have a value: a copy of a blog has addresses of one computer."""
    from pydantic import ValidationError

    from booklet.config import Config

    try:
        Config.model_validate({name: value})
    except ValidationError:
        return False
    return bool(value)


def _chapter_name(document: Document) -> str:
    from booklet.scaffold import chapter_name

    try:
        return chapter_name(document.title)
    except UsageError:
        address = document.address.rstrip("/").rpartition("/")[2]
        stem = PurePosixPath(address or document.path.replace("\\", "/")).stem
        return chapter_name(stem) if re.search(r"\w", stem) else "imported"


def _free(identity: str, taken: Collection[str]) -> str:
    unique, number = identity, 1
    while unique in taken:
        number += 1
        unique = f"{identity} ({number})"
    return unique


def _nothing_to_import(
    files: Sequence[ImportedFile], left_out: Sequence[LeftOut]
) -> ManuscriptError:
    names = "; ".join(one.what + (f" [{one.hint}]" if one.hint else "") for one in left_out[:5])
    return ManuscriptError(
        "there is no text to import" if not left_out else f"everything is left out: {names}",
        hint="The command 'import' chooses with --only, --tag, --since, --until and --include."
        if left_out
        else "Look at whether the file is the one you meant.",
        place=Place(files[0].path),
    )
