"""What every part of a session's folder is made from, and what it makes.

A part is a function from a `SessionBuild` to its files; `PARTS` in `booklet/pipelines/session.py`
lists them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from booklet.book import Book
    from booklet.common.outputs import Product
    from booklet.common.product_paths import ProductPaths
    from booklet.markup.chapter import Chapter
    from booklet.print.division import PrintBook
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.session.people import Person
    from booklet.session.plan import SessionPlan
    from booklet.session.ticket import PrintOrder
    from booklet.theme.templates import Layouts

    Part: TypeAlias = Callable[["SessionBuild"], Iterator["SessionFile"]]


class Audience(StrEnum):
    """Whom a file is for, as the list of files says it, in the list's order."""

    OFFICE = "For the office"
    LEADER = "For whoever leads the session"
    TABLE = "For the table"
    PHONES = "For phones and e-readers"
    CALENDARS = "For calendars"
    WALL = "For the wall"


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A file of a session's folder.

    Attributes:
        product: the file, as it was written.
        audience: whom it is for.
        purpose: what they do with it, in a sentence or two of plain words.
        order: how the office prints it; None for what it does not print.
    """

    product: Product
    audience: Audience
    purpose: str
    order: PrintOrder | None = None


@dataclass(frozen=True, slots=True)
class SessionBuild:
    """What the parts of a session are made from.

    Attributes:
        project: the folder of the booklet.
        book: all of it.
        layouts: where templates and style sheets come from.
        chapter: what the session is about.
        plan: the session from its first minute to its last.
        people: who comes; () when that is not known.
        copies: how many of each edition, by its name; empty when that is not known.
        paths: of the session's folder; `paths.file("slides.pptx")` names a file in it.
        print_book: the standard edition, laid out.
        booklet: the same, typeset.
        build_context: how pages are set; without progress.
        strict: whether warnings stop the build.
    """

    project: Path
    book: Book
    layouts: Layouts
    chapter: Chapter
    plan: SessionPlan
    people: tuple[Person, ...]
    copies: Mapping[str, int]
    paths: ProductPaths
    print_book: PrintBook
    booklet: TypesetBook
    build_context: BuildContext
    strict: bool
