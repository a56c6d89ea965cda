"""Nothing on any page stands on anything else or too near an edge, in any edition and handout.

Our own booklet and two books of other shapes are looked at in PDFium, which Chrome and Edge paint
with; the books of other shapes have no fault of typography either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from page_boxes import (
    find_ink_at_edges,
    find_ink_under_letters,
    find_overlaps,
    find_short_pages,
)
from render_samples import copy_of, division
from sample_books import BOOKS, read_sample_book

from booklet.pipelines.book import find_editions, typeset_edition
from booklet.pipelines.handouts import build_handouts
from booklet.pipelines.rules_poster import build_rules_posters
from booklet.project import read_book
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT
from booklet.scheduling.typeset_book import typeset
from booklet.theme.editions import EDITIONS
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS = "ours"


def project_of(book: str, make_project: Callable[..., Path]) -> Path:
    return ROOT if book == OURS else make_project(read_sample_book(book))


WIDE_MARGINS = "@page { margin: 25mm }"


def faults_of_boxes(pdf: bytes) -> list[str]:
    return [*find_overlaps(pdf), *find_ink_under_letters(pdf), *find_ink_at_edges(pdf)]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<p>One line.</p><p style="margin-top: -17pt">Another.</p>', "'A' on 'O'"),
        ('<p style="margin-left: -20mm">Out.</p>', "ink in"),
        ('<p style="background: linear-gradient(#222, #222)">Dark.</p>', "a drawing under"),
    ],
)
def test_what_stands_on_something_or_at_an_edge_is_found(body: str, fault: str) -> None:
    book = copy_of(division("a", body), stylesheet=WIDE_MARGINS)
    assert any(fault in one for one in faults_of_boxes(typeset(book).pdf))


def test_what_stands_where_it_should_is_not_found() -> None:
    body = "<p>Te Va fj ffi <i>of it</i> AVATAR.</p>" * 5
    book = copy_of(division("a", body), stylesheet=WIDE_MARGINS)
    assert faults_of_boxes(typeset(book).pdf) == []


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("book", [OURS, *BOOKS])
def test_no_page_of_any_edition_has_a_fault(
    book: str, edition: str, make_project: Callable[..., Path]
) -> None:
    project = project_of(book, make_project)
    read = read_book(project)
    (found,) = find_editions(edition, read, project)
    made = typeset_edition(read, Layouts(project), found, DEFAULT_BUILD_CONTEXT)
    assert faults_of_boxes(made.pdf) == []
    assert list(find_short_pages(made.pdf)) == []
    if book != OURS:
        assert [str(one) for one in (*made.findings, *made.faults)] == []


WIDE_TABLES = (
    """# Wide tables

| Area | Autumn one | Autumn two | Spring one | Spring two | Summer one | Summer two | Reviewed by |
|---|---|---|---|---|---|---|---|
| Safeguarding | Training | Audit | Filtering | Thresholds | Return | Policy | Headteacher |

| Time | Monday | Tuesday | Wednesday | Thursday | Friday |
|---|---|---|---|---|---|
"""
    + "| 9:00 | Mathematics | Registration | Science | Physical education | Computing |\n" * 6
)


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["standard", "large-print", "facilitator"])
def test_tables_of_many_columns_stay_on_the_page(
    edition: str, make_project: Callable[..., Path]
) -> None:
    project = make_project({"chapters/01-wide.md": WIDE_TABLES})
    read = read_book(project)
    (found,) = find_editions(edition, read, project)
    made = typeset_edition(read, Layouts(project), found, DEFAULT_BUILD_CONTEXT)
    assert faults_of_boxes(made.pdf) == []
    assert {one.code for one in made.faults}.isdisjoint({"T654", "T656"})


@pytest.mark.slow
def test_many_rules_in_large_print_stand_on_no_mark(make_project: Callable[..., Path]) -> None:
    rules = "\n".join(
        f"{n}. **Rule number {n} has a long lead.** – It has a text." for n in range(1, 8)
    )
    chapters = {f"chapters/0{n}.md": f"# Chapter {n}\n\n{rules}\n" for n in range(1, 6)}
    project = make_project(chapters)
    read = read_book(project)
    (found,) = find_editions("large-print", read, project)
    made = typeset_edition(read, Layouts(project), found, DEFAULT_BUILD_CONTEXT)
    assert faults_of_boxes(made.pdf) == []


@pytest.mark.slow
@pytest.mark.parametrize("book", [OURS, *BOOKS])
def test_no_handout_or_poster_has_a_fault(
    book: str, make_project: Callable[..., Path], tmp_path: Path
) -> None:
    project = project_of(book, make_project)
    products = build_handouts(project, tmp_path / "handouts")
    if any(chapter.rules for chapter in read_book(project).chapters):
        products = (*products, *build_rules_posters(project, tmp_path / "posters"))
    for product in products:
        pdf, name = product.path.read_bytes(), product.path.name
        # The marks where a pocket guide is folded stand at the paper's edge.
        faults = faults_of_boxes(pdf)
        if "pocket" in name:
            faults = [*find_overlaps(pdf), *find_ink_under_letters(pdf)]
        assert faults == [], name
