"""What our own program would set: the copy of a book, and its style sheet for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.yardsticks import STYLE_SHEET
from booklet.print.pages import lay_out_pages
from booklet.project import read_book
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.print.division import PrintBook

_SCHEME = "booklet:"


def print_copy(project: Path) -> PrintBook:
    """Read a book and lay out its standard edition, ready for typesetting."""
    return lay_out_pages(read_book(project), Layouts(project))


def write_style_sheet(project: Path) -> None:
    """Write our style sheet, with its fonts and drawings beside it, for the plain build.

    Both builds then break every line in the same place, so that one can compare what they say.
    """
    copy = print_copy(project)
    style_sheet = project / STYLE_SHEET
    css = copy.stylesheet
    for address, content in copy.resources.items():
        name = address.removeprefix(_SCHEME)
        path = style_sheet.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        css = css.replace(address, name)
    style_sheet.write_text(css, encoding="utf-8")
