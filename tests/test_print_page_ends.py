"""What pages of real layouts begin and end with, whose style sheets decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from booklet.copyfit.flow import Break
from booklet.pipelines.book import find_editions, typeset_edition
from booklet.print.pages import lay_out_pages
from booklet.project import read_book
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT
from booklet.scheduling.dispatch import Dispatcher
from booklet.scheduling.trial_renders import measure_divisions
from booklet.scheduling.typeset_book import gather_render_context
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def pages_of(project: Path, edition: str) -> list[str]:
    """Set a project's pages in an edition, and give the text of each, line by line."""
    read = read_book(project)
    (found,) = find_editions(edition, read, project)
    pdf = typeset_edition(read, Layouts(project), found, DEFAULT_BUILD_CONTEXT).pdf
    return [
        page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        for page in pypdfium2.PdfDocument(pdf)
    ]


QUIZ = "# One\n\nThe DSL.\n\n> [!quiz]\n> 1. Who?\n\n> [!answers]\n> 1. The lead.\n\n"
TERM = "*[DSL]: Designated safeguarding lead\n"


def test_a_page_is_headed_by_what_it_begins_with(make_project: Callable[..., Path]) -> None:
    chapters = {"chapters/1-one.md": QUIZ + TERM, "chapters/2-two.md": "# Two\n\nText.\n"}
    pages = pages_of(make_project(chapters), "clear")
    (page,) = (page for page in pages if "Designated safeguarding lead" in page)
    assert "The lead." in page
    lines = page.split("\n")
    assert lines.count("Answers") == 2
    assert lines.count("Glossary") == 1


def test_no_page_is_empty_behind_a_page_of_notes(make_project: Callable[..., Path]) -> None:
    chapter = "# One\n\nText.\n\n> [!notes|page] My plan\n"
    pages = pages_of(make_project({"chapters/1-one.md": chapter}), "facilitator")
    at = next(number for number, page in enumerate(pages) if "My plan" in page)
    assert not any("· One" in page or "One\n" in page for page in pages[at + 1 :])


@pytest.mark.parametrize(
    "box",
    [
        "> [!ifthen]\n> Say how.\n",
        "> [!audit] How we are\n> Say how.\n>\n> - We read.\n> - We write.\n",
        "> [!discuss]\n> Say how.\n>\n> 1. **Think** – alone.\n> 2. **Talk** – in pairs.\n",
    ],
)
def test_what_introduces_a_box_stays_with_the_first_thing_to_do(
    box: str, make_project: Callable[..., Path]
) -> None:
    project = make_project({"chapters/1-one.md": f"# One\n\nText.\n\n{box}"})
    book = lay_out_pages(read_book(project), Layouts(project))
    context = gather_render_context(book)
    dispatcher = Dispatcher(context, DEFAULT_BUILD_CONTEXT)
    chapter = next(each for each in book.divisions if each.name == "one")
    flow = measure_divisions([chapter], book, dispatcher, context)["one"]
    _, introduction, first, *_ = (piece for piece in flow.pieces if piece.is_work)
    assert introduction.break_before is Break.FORBIDDEN
    assert first.break_before is Break.FORBIDDEN
