"""What pages of real layouts begin and end with, whose style sheets decide it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

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

    from booklet.copyfit.flow import Flow


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


def test_no_page_before_a_right_hand_opening_is_white(make_project: Callable[..., Path]) -> None:
    chapters = {
        "chapters/1-one.md": "# One\n\nA beginning.\n",
        "chapters/2-two.md": "# Two\n\nAn end.\n",
    }
    pages = pages_of(make_project(chapters), "standard")
    first, second = (
        next(number for number, page in enumerate(pages) if words in page)
        for words in ("A beginning.", "An end.")
    )
    (between,) = pages[first + 1 : second]
    assert between.split("\n") == ["A rule of our own", "My next step"]


@pytest.mark.parametrize(
    ("edition", "lines", "is_shared"),
    [
        ("standard", 2, True),
        ("standard", 24, False),
        ("large-print", 2, True),
        ("large-print", 14, False),
    ],
)
def test_a_page_of_notes_begins_with_a_few_lines_that_would_stand_alone(
    edition: str, lines: int, *, is_shared: bool, make_project: Callable[..., Path]
) -> None:
    overleaf = '<div style="break-before: page"></div>\n\n'
    text = "A line of text.\n\n"
    chapter = f"# One\n\n{text * 20}{overleaf}{text * lines}> [!notes|page] My plan\n"
    pages = pages_of(make_project({"chapters/1-one.md": chapter}), edition)
    (page,) = (page for page in pages if "My plan" in page)
    assert page.count("A line of text.") == lines * is_shared


def test_a_name_and_its_date_stay_together(make_project: Callable[..., Path]) -> None:
    project = make_project({"chapters/1-one.md": "# One\n\nText.\n\n> [!partner]\n"})
    signed = [piece for piece in flow_of(project, "large-print").pieces if piece.is_work]
    assert len(signed) > 4
    assert {piece.break_before for piece in signed[1:]} == {Break.FORBIDDEN}


def test_a_list_below_a_box_may_begin_a_page(make_project: Callable[..., Path]) -> None:
    rules = "1. **Lead** – a rule.\n2. **Second** – one.\n"
    for above, kind in (("> [!key]\n> A quote.", Break.FREE), ("Our rules:", Break.FORBIDDEN)):
        chapter = f"# One\n\nText.\n\n{above}\n\n{rules}"
        flow = flow_of(make_project({"chapters/1-one.md": chapter}))
        assert [piece.break_before for piece in flow.pieces][-2:] == [kind, Break.FREE]


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
    flow = flow_of(make_project({"chapters/1-one.md": f"# One\n\nText.\n\n{box}"}))
    _, introduction, first, *_ = (piece for piece in flow.pieces if piece.is_work)
    assert introduction.break_before is Break.FORBIDDEN
    assert first.break_before is Break.FORBIDDEN


def test_a_question_stays_with_lines_to_write_on(make_project: Callable[..., Path]) -> None:
    box = "> [!reflect|lines-6]\n" + "".join(
        f"> - {word}?\n" for word in ("Why", "Who", "How", "When")
    )
    flow = flow_of(make_project({"chapters/1-one.md": f"# One\n\nText.\n\n{box}"}))
    _, *questions = (piece.break_before for piece in flow.pieces if piece.is_work)
    questions, lines = questions[:4], questions[4:]
    assert questions[1:] == [Break.FORBIDDEN, Break.KEPT, Break.FORBIDDEN]  # two on each page
    assert lines == [*[Break.FORBIDDEN] * 3, Break.KEPT, *[Break.FORBIDDEN] * 2]


def test_the_code_of_a_link_stays_with_the_words_that_it_is_for(
    make_project: Callable[..., Path],
) -> None:
    box = "> [!reading]\n> [A report](https://example.org/report), and why.\n"
    flow = flow_of(make_project({"chapters/1-one.md": f"# One\n\nText.\n\n{box}"}))
    *_, code = flow.pieces
    assert flow.closing > 50  # the code hangs below the first line of the address
    assert code.break_before is Break.FORBIDDEN


def test_white_between_blocks_is_measured_from_edge_to_edge(
    make_project: Callable[..., Path],
) -> None:
    boxes = "> [!try]\n> Do it.\n\n> [!try]\n> And again.\n\nText behind.\n"
    flow = flow_of(make_project({"chapters/1-one.md": f"# One\n\nText.\n\nMore.\n\n{boxes}"}))
    *_, second_paragraph, first_box, _, second_box, _, behind = flow.pieces
    assert second_paragraph.space == 0
    line = pytest.approx(flow.line_height, abs=0.05)
    assert [one.space for one in (first_box, second_box, behind)] == [line] * 3


@pytest.mark.parametrize(("rows", "is_kept"), [(8, True), (9, False)])
def test_a_table_of_a_few_rows_is_better_kept_whole(
    rows: int, *, is_kept: bool, make_project: Callable[..., Path]
) -> None:
    table = "| One | Two |\n|---|---|\n" + "| a | b |\n" * rows
    flow = flow_of(make_project({"chapters/1-one.md": f"# One\n\nText.\n\n{table}\n"}))
    third = flow.pieces[-rows + 2]
    assert third.break_before is (Break.ROW if is_kept else Break.FREE)


@pytest.mark.parametrize(("edition", "columns"), [("standard", True), ("large-print", False)])
def test_the_list_of_rules_has_columns_where_they_are_wide_enough(
    edition: str, *, columns: bool, make_project: Callable[..., Path]
) -> None:
    (found,) = find_editions(edition, read_book(project := make_project(RULES)), project)
    book = lay_out_pages(read_book(project), Layouts(project), found)
    (back,) = (one for one in book.divisions if one.name == "back-matter")
    assert any("two-columns" in html for html in back.closer) is columns
    assert bool(back.together) is columns


RULES = {f"chapters/{n}.md": f"# Title {n}\n\n1. **Do** it.\n2. **Stop** it.\n" for n in (1, 2)}


def flow_of(project: Path, edition: str = "standard") -> Flow:
    """Measure the chapter that is called One."""
    read = read_book(project)
    (found,) = find_editions(edition, read, project)
    book = lay_out_pages(read, Layouts(project), found)
    context = gather_render_context(book)
    dispatcher = Dispatcher(context, DEFAULT_BUILD_CONTEXT)
    chapter = next(each for each in book.divisions if each.name == "one")
    return measure_divisions([chapter], book, dispatcher, context)["one"]


def taller_than_a_page(kind: str) -> str:
    rows = "\n".join(f"> - Statement number {number} of many" for number in range(14))
    return {
        "picture": '![A corridor](p.png "Seen from the door")',
        "lines": "> [!reflect|lines-17]\n> What would you keep?",
        "audit": f"> [!audit]\n> From 1 to 5.\n>\n{rows}",
        "row": f"| One | Two |\n|---|---|\n| {'word ' * 400}| b |",
    }[kind]


@pytest.mark.parametrize("kind", ["picture", "lines", "audit", "row"])
@pytest.mark.parametrize("copyfit", ["true", "false"])
def test_a_title_stays_with_what_its_chapter_begins_with(
    kind: str, copyfit: str, make_project: Callable[..., Path]
) -> None:
    """The mark is alone on no page, and contents and bookmark lead to the title."""
    output = io.BytesIO()
    Image.new("L", (900, 1200), 128).save(output, "PNG")
    project = make_project(
        {
            "booklet.toml": f"copyfit = {copyfit}\n",
            "chapters/p.png": output.getvalue(),
            "chapters/1.md": f"# Short title\n\n{taller_than_a_page(kind)}\n",
        }
    )
    read = read_book(project)
    (found,) = find_editions("standard", read, project)
    made = typeset_edition(read, Layouts(project), found, DEFAULT_BUILD_CONTEXT)
    document = pypdfium2.PdfDocument(made.pdf)
    (bookmark,) = (one for one in document.get_toc() if one.get_title() == "Short title")
    page = document[bookmark.get_dest().get_index()]
    text = page.get_textpage().get_text_bounded()
    assert document.get_page_label(bookmark.get_dest().get_index()) == "1"
    assert "Short title" in text
    has_picture = bool(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])))
    document.close()
    if copyfit == "true" and kind != "row":  # a picture becomes smaller, a box is broken
        assert has_picture or len(text) > len("Short title, its number")
