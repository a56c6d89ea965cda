"""The stages of a session in their order: from a project's folder to a folder for one afternoon."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common.errors import UsageError
from booklet.common.outputs import Product, folder_inside, write_output
from booklet.common.product_paths import ProductPaths
from booklet.common.spelling import did_you_mean
from booklet.pipelines.build import build_if_changed, pluralise, raise_for
from booklet.pipelines.session_part import Audience, SessionBuild, SessionFile
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


def build_session(
    project: Path,
    out: Path,
    *,
    chapter: str = "",
    start: dt.time | None = None,
    minutes: int | None = None,
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
        strict: whether warnings stop the build.
        build_context: how pages are set; it has no influence on what is built.

    Returns:
        The list of files first, which says what each is for.

    Raises:
        UsageError: when there is no such chapter.
        BookletError: whatever else is wrong, by family.
    """
    from booklet.print.pages import lay_out_pages
    from booklet.scheduling.typeset_book import typeset
    from booklet.session.findings import about_choice, about_plan
    from booklet.session.plan import plan_session

    def build(book: Book, layouts: Layouts) -> Iterator[Product]:
        about = find_chapter(book, chapter)
        plan = plan_session(book, about, start=start, minutes=minutes)
        findings = (*book.findings, *about_plan(plan, about))
        if not chapter:
            findings += tuple(about_choice(about, book.chapters))
        raise_for(findings, strict=strict)
        paths = ProductPaths(out, book.slug).session(plan.date, about.slug)
        folder_inside(out, paths.out.name)
        print_book = lay_out_pages(book, layouts)
        session = SessionBuild(
            project=project,
            book=book,
            layouts=layouts,
            chapter=about,
            plan=plan,
            paths=paths,
            print_book=print_book,
            booklet=typeset(print_book, build_context),
            build_context=replace(build_context, progress=None),
            strict=strict,
        )
        files = [file for part in PARTS for file in part(session)]
        read_me = paths.file(READ_ME)
        write_output(read_me, _write_read_me(session, files).encode())
        yield Product(read_me, pluralise(len(files), "file"), findings)
        yield from (file.product for file in files)

    recipe = "session", chapter, start, minutes
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


def _booklet_pages(session: SessionBuild) -> Iterator[SessionFile]:
    from booklet.finished_files import write_pdf

    path = session.paths.pages()
    write_pdf(path, session.booklet.pdf)
    measure = pluralise(session.booklet.page_count, "page")
    yield SessionFile(
        Product(path, measure, session.booklet.findings),
        Audience.PHONES,
        "The booklet to read on a screen; a screen reader reads it too.",
    )


PARTS: tuple[Part, ...] = (_booklet_pages,)
"""Every part of the folder; a new one is a function that writes files, and a line here."""


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
