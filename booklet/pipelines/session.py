"""The stages of a session in their order: from a project's folder to a folder for one afternoon."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from booklet.common.errors import UsageError
from booklet.common.extras import require_extra
from booklet.common.outputs import Product, folder_inside, write_output
from booklet.common.product_paths import ProductPaths
from booklet.common.spelling import did_you_mean
from booklet.common.wording import pluralise
from booklet.pipelines.build import build_if_changed, raise_for
from booklet.pipelines.session_editions import booklet_pages, ebook, editions
from booklet.pipelines.session_part import Audience, SessionBuild, SessionFile
from booklet.pipelines.session_people import count_copies, find_people
from booklet.pipelines.session_screens import phone_page, slides
from booklet.pipelines.session_sheets import (
    calendar,
    handouts,
    job_ticket,
    posters,
    run_sheet,
    table_groups,
)
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.pipelines.session_part import Part
    from booklet.scheduling.build_context import BuildContext
    from booklet.theme.templates import Layouts

READ_ME = "00-read-me.html"

_LISTED = re.compile(r'<li><a href="([^"/]+)">')


def build_session(
    project: Path,
    out: Path,
    *,
    chapter: str = "",
    start: dt.time | None = None,
    minutes: int | None = None,
    people: Path | None = None,
    strict: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> tuple[Product, ...]:
    """Build everything for a session about one chapter, in a folder of its own.

    Args:
        project: the folder with `chapters/` and, if the author wants settings, `booklet.toml`.
        out: the folder for finished files, in which the session's folder is made.
        chapter: its number, the name of its file, or its title; "" takes the first.
        start: when it begins; None takes the settings', or the usual time.
        minutes: how long it may take; None takes the settings'.
        people: a list of those who come; None when there is none.
        strict: whether warnings stop the build.
        build_context: how pages are set; its progress hears of each part of the folder, too.

    Returns:
        The list of files first, which says what each is for.

    Raises:
        UsageError: when there is no such chapter, or the list cannot be used.
        BookletError: whatever else is wrong, by family.
    """
    from booklet.manuscript.spreadsheet import read_spreadsheet
    from booklet.print.pages import lay_out_pages
    from booklet.scheduling.typeset_book import typeset
    from booklet.session.findings import about_choice, about_numbers, about_plan
    from booklet.session.plan import plan_session

    require_extra("session", "icalendar", "tzdata")
    listed = read_spreadsheet(people) if people else None

    def build(book: Book, layouts: Layouts) -> Iterator[Product]:
        about = find_chapter(book, chapter)
        plan = plan_session(book, about, start=start, minutes=minutes)
        staff = find_people(listed, book, project)
        copies = count_copies(staff, book, project)
        address = book.config.page_address
        findings = (
            *book.findings,
            *(listed.findings if listed else ()),
            *(() if chapter else about_choice(about, book.chapters)),
            *about_plan(plan, about),
            *about_numbers(has_numbers=bool(copies), address=address),
        )
        raise_for(findings, strict=strict)
        paths = choose_folder(ProductPaths(out, book.slug), book, about)
        folder_inside(out, paths.out.name)
        print_book = lay_out_pages(book, layouts)
        session = SessionBuild(
            project=project,
            book=book,
            layouts=layouts,
            chapter=about,
            plan=plan,
            people=staff,
            copies=copies,
            paths=paths,
            print_book=print_book,
            booklet=typeset(print_book, build_context),
            build_context=replace(build_context, progress=None),
            strict=strict,
        )
        files: list[SessionFile] = []
        for done, part in enumerate(PARTS, 1):
            files += part(session)
            if build_context.progress is not None:
                build_context.progress(part.__name__.replace("_", " "), done, len(PARTS))
        files = [*job_ticket(session, files), *files]
        read_me = paths.file(READ_ME)
        _remove_stale(read_me, {file.product.path.name for file in files})
        write_output(read_me, _write_read_me(session, files).encode())
        yield Product(read_me, pluralise(len(files), "file"), findings)
        yield from (file.product for file in files)

    recipe = "session", chapter, start, minutes, people, listed
    return build_if_changed(project, out, recipe, build, strict=strict, build_context=build_context)


def find_chapter(book: Book, name: str) -> Chapter:
    """Find a chapter as its author would name it; "" finds the first.

    Args:
        book: that it is in.
        name: its number, the name of its file, or its title.

    Raises:
        UsageError: when there is none, and none that could be meant.
    """
    known: dict[str, Chapter] = {}
    for number, chapter in enumerate(book.chapters, 1):
        file = chapter.path.rpartition("/")[2]
        for one in (chapter.slug, str(number), file, file.rpartition(".")[0], chapter.title):
            known.setdefault(one.casefold(), chapter)
    found = known.get(name.casefold()) if name else book.chapters[0]
    if found is None:
        names = [chapter.slug for chapter in book.chapters]
        raise UsageError(
            f"there is no chapter '{name}'",
            hint=f"{did_you_mean(name, names)}The chapters here are: {', '.join(names)}.",
        )
    return found


def choose_folder(paths: ProductPaths, book: Book, about: Chapter) -> ProductPaths:
    """Choose the folder of a session: its day names it, and no other chapter of that day has it.

    Args:
        paths: of the book.
        book: all of it.
        about: the chapter that the session is about.
    """

    def day_of(chapter: Chapter) -> dt.date | None:
        return chapter.metadata.session or book.config.session.date

    own = paths.session(day_of(about), about.slug)
    number = book.chapters.index(about)
    taken = {paths.session(day_of(one), one.slug).out for one in book.chapters[:number]}
    if own.out not in taken:
        return own
    return paths.session(day_of(about), about.slug, number + 1)


PARTS: tuple[Part, ...] = (
    editions,
    run_sheet,
    slides,
    handouts,
    table_groups,
    phone_page,
    booklet_pages,
    ebook,
    calendar,
    posters,
)
"""Every part of the folder; a new one is a function that writes files, and a line here."""


def _remove_stale(read_me: Path, built: set[str]) -> None:
    """Remove what the folder's last list of files has and this one has not.

    A list of people's groups, say, must not stay when the list of people is gone.

    Args:
        read_me: the last list, if there is one.
        built: the names of the files that are there now.
    """
    try:
        last = read_me.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return
    named = (unquote(name) for name in _LISTED.findall(last))
    for name in named:
        path = read_me.with_name(name) if PurePath(name).name == name else read_me
        if name not in built and path != read_me:
            with contextlib.suppress(OSError):
                path.unlink()


def _write_read_me(session: SessionBuild, files: list[SessionFile]) -> str:
    """Write the page that says what each file is for."""
    from booklet.theme.book_strings import book_strings_of

    groups = [
        (audience.value, [file for file in files if file.audience is audience])
        for audience in Audience
    ]
    language = session.book.config.book_language
    plan = session.plan
    return session.layouts.render(
        "session/read-me.html",
        matter=book_strings_of(session.book.publication),
        plan=plan,
        date_line=language.long_date(plan.date, weekday=True) if plan.date else "",
        groups=[(title, those) for title, those in groups if those],
    )
