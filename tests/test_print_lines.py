"""Lines to write on begin and end below one another, whatever stands before or above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from pypdfium2 import raw

from booklet.pipelines.book import find_editions, typeset_edition
from booklet.project import read_book
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MM = 72 / 25.4
ONE_LINE = 12 * MM  # a line to write on is drawn as the lower border of a box


def lines_beside(project: Path, edition: str, words: str) -> list[tuple[int, int]]:
    """Say where each line on the page with these words begins and ends, in points."""
    read = read_book(project)
    (found,) = find_editions(edition, read, project)
    made = typeset_edition(read, Layouts(project), found, DEFAULT_BUILD_CONTEXT)
    (page,) = (
        page
        for page in pypdfium2.PdfDocument(made.pdf)
        if words in page.get_textpage().get_text_bounded()
    )
    boxes = [one.get_bounds() for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    return [
        (round(left), round(right))
        for left, bottom, right, top in boxes
        if top - bottom < ONE_LINE and right - left > 30 * MM
    ]


@pytest.mark.parametrize(
    ("edition", "length"), [("standard", 50), ("clear", 70), ("large-print", 80)]
)
def test_lines_for_dates_begin_and_end_together(
    edition: str, length: int, make_project: Callable[..., Path]
) -> None:
    chapter = "# One\n\n> [!revisit|weeks-2|weeks-6|weeks-12]\n"
    lines = lines_beside(make_project({"chapters/1.md": chapter}), edition, "Twelve weeks on")
    dates = [one for one in lines if abs(one[1] - one[0] - length * MM) < 2]
    assert len(dates) == 3
    assert len(set(dates)) == 1


def test_lines_below_a_glossary_are_as_long_as_those_of_a_page_of_notes(
    make_project: Callable[..., Path],
) -> None:
    chapter = "# One\n\nThe DSL.\n\n*[DSL]: Designated safeguarding lead\n"
    lines = lines_beside(make_project({"chapters/1.md": chapter}), "facilitator", "Designated")
    assert {right - left for left, right in lines} == {round(170 * MM)}
