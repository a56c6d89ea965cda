"""Find what is for everybody's phone among finished files: exactly these are ever shared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from booklet.common.errors import UsageError
from booklet.common.product_paths import CALENDAR, PHONE_PAGE, STANDARD, SUBFOLDERS, ProductPaths
from booklet.theme.editions import find_edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from booklet.book import Book

_SESSIONS = "session-*"


class Kind(StrEnum):
    """What a shared file is; the value is the label on its button, by its name in `[labels]`."""

    PHONE_PAGE = "share_read"
    EPUB = "share_epub"
    PDF = "share_pdf"
    FORM = "share_fillable"
    LARGE_PRINT = "edition_large_print"
    CLEAR = "edition_clear"
    CALENDAR = "share_calendar"
    HANDOUT = "share_handout"


_EDITIONS = {Kind.CLEAR: "clear", Kind.LARGE_PRINT: "large-print"}
"""The editions that people may need for their eyes. The facilitator's is nobody else's."""

_MEDIA_TYPES = {".epub": "application/epub+zip", ".html": "text/html", ".ics": "text/calendar"}
"""By the ending of a name; whatever else is shared is a PDF."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A finished file that is shared.

    Attributes:
        kind: what it is.
        path: where it is.
        name: what it is called in the address of the page, without folders.
        title: of the chapter that it has; "" for the whole.
        size: in bytes, when it was found.
    """

    kind: Kind
    path: Path
    name: str
    title: str
    size: int

    @property
    def media_type(self) -> str:
        """As in the header `Content-Type`."""
        return _MEDIA_TYPES.get(self.path.suffix, "application/pdf")


def choose_folder(out: Path) -> Path:
    """Choose what to share: the session that was built last, or else the folder itself.

    Args:
        out: the folder for finished files.
    """
    built = [
        (path.stat().st_mtime_ns, path)
        for path in out.glob(_SESSIONS)
        if path.is_dir() and not path.is_symlink()
    ]
    return max(built)[1] if built else out


def find_files(folder: Path, book: Book) -> tuple[SharedFile, ...]:
    """List the finished files of a book that are for everybody, in the order of their buttons.

    Args:
        folder: of a session, or the one for all finished files.
        book: that they were made of.

    Raises:
        UsageError: when none of them is there.
    """
    places = (folder, *(folder / name for name in SUBFOLDERS))
    found: list[SharedFile] = []
    for kind, name, title in _wanted(ProductPaths(folder, book.slug), book):
        path = next((place / name for place in places if _is_ordinary(place / name)), None)
        if path is not None and (title or kind not in {one.kind for one in found}):
            address = "read.html" if kind is Kind.PHONE_PAGE else name
            found.append(SharedFile(kind, path, address, title, path.stat().st_size))
    if not found:
        raise UsageError(
            f"there is nothing in '{folder}' to share yet",
            hint="Build the booklet first, with the command 'all' or 'session'.",
        )
    return tuple(found)


def _wanted(paths: ProductPaths, book: Book) -> Iterator[tuple[Kind, str, str]]:
    """Name each file that may be shared; of two of a kind, the better one comes first."""
    yield Kind.PHONE_PAGE, PHONE_PAGE, ""
    yield Kind.EPUB, paths.epub.name, ""
    yield Kind.PDF, paths.pages().name, ""
    standard = find_edition(STANDARD, book.config)
    yield Kind.FORM, paths.fillable(standard.label, standard.name).name, ""
    for kind, name in _EDITIONS.items():
        label = find_edition(name, book.config).label
        yield kind, paths.screen(label, name).name, ""
        yield kind, paths.pages(label, name).name, ""
    yield Kind.CALENDAR, CALENDAR, ""
    for number, chapter in enumerate(book.chapters, 1):
        name = paths.handout(number, chapter.slug, "A4-handout").name
        yield Kind.HANDOUT, name, chapter.title


def _is_ordinary(path: Path) -> bool:
    """Tell whether a file is one that was built here: a link could lead to anything."""
    return path.is_file() and not path.is_symlink() and not path.parent.is_symlink()
