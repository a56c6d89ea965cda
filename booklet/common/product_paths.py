"""Where finished files go, and what they are called, so that nobody prints the wrong one.

out/                  the standard edition and the e-book: what most people want
out/editions/         every other edition
out/handouts/         handouts of each reflection
out/copies/           personal copies, made from a list
out/sheets/           sheets that are for the copier alone
out/collected/        what people said they would do, which is not for everybody
out/session-…/        everything for one session, side by side; each chapter's has its own
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.file_names import portable_name, to_ascii

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_LONGEST = 60
"""Characters of a name: what a list of files shows, and what a path on Windows has room for."""


_LONGEST_SLUG = 32
"""Characters of the book's part of a name: with the longest ending they come to the above, so that
all files of a book begin alike."""

PHONE_PAGE = "index.html"
CALENDAR = "session.ics"
"""What these are called in the folder of a session, and where they are shared."""

SUBFOLDERS = ("copies", "editions", "handouts", "sheets", "collected")
STANDARD = "standard"
"""The edition that people mean when they name none."""


@dataclass(frozen=True, slots=True)
class ProductPaths:
    """The paths of one book's finished files.

    Attributes:
        out: the folder for all of them.
        slug: of the book.
        is_flat: whether all files lie side by side, without folders for editions and handouts.
    """

    out: Path
    slug: str
    is_flat: bool = False

    @property
    def epub(self) -> Path:
        """The e-book."""
        return self._path(self.out, "", ".epub")

    @property
    def print_note(self) -> Path:
        """The note for whoever stands at the copier."""
        return self._path(self.out, "", "-print-me.pdf")

    def pages(self, label: str = "A5", edition: str = STANDARD) -> Path:
        """Single pages, such as `…-large-print-A4-pages.pdf`.

        Args:
            label: what tells the edition's files from others.
            edition: its name; "standard" for what lies on top.
        """
        return self._path(self._folder_of(edition), "", f"-{label}-pages.pdf")

    def screen(self, label: str, edition: str) -> Path:
        """Pages in a colour that is for screens."""
        return self._path(self._folder_of(edition), "", f"-{label}-screen.pdf")

    def fillable(self, label: str, edition: str) -> Path:
        """Pages with fields to fill in on a screen."""
        return self._path(self._folder_of(edition), "", f"-{label}-fillable.pdf")

    def sheets(self, name: str, edition: str = STANDARD) -> Path:
        """Imposed sheets: `…-A4-booklet.pdf`, `…-greyscale-A4-booklet.pdf`.

        Args:
            name: what the sheets are: "A4-booklet".
            edition: its name; "standard" for what lies on top.
        """
        label = name if edition == STANDARD else f"{edition}-{name}"
        return self._path(self._folder_of(edition), "", f"-{label}.pdf")

    def handout(self, number: int, chapter: str, name: str) -> Path:
        """One reflection's handout: `…-2-summer-holidays-A4-handout.pdf`.

        Args:
            number: of the reflection, from 1; names that had to be cut stay different by it.
            chapter: the reflection's slug.
            name: what it is: "A4-handout".
        """
        folder = self.out if self.is_flat else self.out / "handouts"
        return self._path(folder, f"{number}-{chapter}", f"-{name}.pdf")

    def session(self, date: dt.date | None, chapter: str, number: int = 0) -> ProductPaths:
        """The files for a session, in a folder of their own: `session-2026-09-02`.

        Args:
            date: of the session; None when it is not known.
            chapter: the slug of the chapter that it is about, which then names the folder.
            number: of that chapter, where the folder is that of another one's session on the same
                day: `session-2026-09-02-2-summer-holidays`; 0 where it is its own.
        """
        short = _cut(chapter, _LONGEST_SLUG)
        name = date.isoformat() if date else short
        name += (f"-{number}-{short}" if date else f"-{number}") if number else ""
        return ProductPaths(self.out / portable_name(f"session-{name}"), self.slug, is_flat=True)

    def collected(self, number: int, chapter: str, name: str) -> Path:
        """What people said about a reflection; the arguments are those of `handout`."""
        return self._path(self.out / "collected", f"{number}-{chapter}", f"-{name}.pdf")

    def file(self, name: str) -> Path:
        """A file that is called the same for every book: `job-ticket.pdf`."""
        return self.out / name

    def copy(self, number: str, label: str, name: str = "") -> Path:
        """Name a personal copy, such as `…-A5-copy-0012.pdf`.

        Args:
            number: of the row that it is for, with as many figures as all others have.
            label: what tells its edition's files from others.
            name: who it is for, when that is to be seen.
        """
        who = re.sub(r"[^a-z0-9]+", "-", to_ascii(name).lower()).strip("-")
        ending = f"-{label}-copy-{number}.pdf"
        return self._path(self.out / "copies", who, ending)

    def of_all_copies(self, ending: str) -> Path:
        """Name what there is once for all personal copies: `…-all-copies.pdf`."""
        return self._path(self.out / "copies", "", f"-{ending}")

    def _folder_of(self, edition: str) -> Path:
        is_here = self.is_flat or edition == STANDARD
        return self.out if is_here else self.out / "editions"

    def _path(self, folder: Path, chapter: str, rest: str) -> Path:
        """Put a name together; the book's slug gives way first, then the chapter's."""
        chapter = _cut(chapter, _LONGEST - len(rest) - len("-booklet"))
        room = _LONGEST - len(rest) - len(chapter) - bool(chapter)
        slug = _cut(self.slug, min(room, _LONGEST_SLUG))
        return folder / portable_name("-".join(filter(None, (slug, chapter))) + rest)


def _cut(slug: str, room: int) -> str:
    """Cut a slug between its words, so that it takes no more than some characters."""
    if len(slug) <= room:
        return slug
    return slug[: room + 1].rpartition("-")[0] or slug[: max(room, 1)]
