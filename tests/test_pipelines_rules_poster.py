"""All the rules on one page: at the back of a booklet, and on posters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pytest

from booklet.common.errors import ManuscriptError
from booklet.pipelines.rules_poster import build_rules_posters
from booklet.print.pages import lay_out_pages
from booklet.print.rules_list import lay_out_rules_poster
from booklet.project import read_book
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULES = "".join(f"{number}. **Lead {number}** – text.\n" for number in range(1, 13))
TWO = {
    "chapters/a.md": f"# Twelve\n\n{RULES}",
    "chapters/b.md": "# Two more\n\n4. **Fourth** – text.\n5. **Fifth** – text.\n",
}


@pytest.mark.slow
def test_a_poster_fills_one_side_of_its_paper(make_project: Callable[..., Path]) -> None:
    project = make_project(TWO)
    products = build_rules_posters(project, project / "out")
    for product, size in zip(products, ((595, 842), (842, 1191)), strict=True):
        with pikepdf.open(product.path) as pdf:
            (page,) = pdf.pages
            assert [round(float(side)) for side in page.mediabox[2:]] == list(size)
    assert all(
        product.path.name.endswith(f"-{paper}-rules-poster.pdf")
        for product, paper in zip(products, ("A4", "A3"), strict=True)
    )


@pytest.mark.slow
def test_a_poster_that_takes_more_than_a_side_says_so(make_project: Callable[..., Path]) -> None:
    rules = "".join(f"{number}. **Lead {number}** – text.\n" for number in range(1, 81))
    project = make_project({"chapters/a.md": f"# Eighty\n\n{rules}"})
    small, _ = build_rules_posters(project, project / "out")
    with pikepdf.open(small.path) as pdf:
        assert len(pdf.pages) > 1
        assert small.measure == f"A4, {len(pdf.pages)} sides"


def test_without_rules_there_is_no_poster(make_project: Callable[..., Path]) -> None:
    project = make_project({"chapters/a.md": "# A\n\nText."})
    with pytest.raises(ManuscriptError, match="no rules"):
        build_rules_posters(project, project / "out")


@pytest.mark.parametrize(
    ("files", "title"), [(TWO, "All the rules"), ({"chapters/a.md": TWO["chapters/a.md"]}, "Rules")]
)
def test_a_poster_of_one_chapter_does_not_claim_to_have_all(
    files: dict[str, str], title: str, make_project: Callable[..., Path]
) -> None:
    book = read_book(make_project(files))
    (division,) = lay_out_rules_poster(book, Layouts(), "A4", 20).divisions
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", division.html) == [title]


def back_matter(project: Path) -> str:
    book = read_book(project)
    pages = lay_out_pages(book, Layouts(project))
    return "".join(one.html for one in pages.divisions if one.name == "back-matter")


def test_the_back_has_all_the_rules_with_their_numbers(make_project: Callable[..., Path]) -> None:
    html = back_matter(make_project(TWO))
    assert html.index("All the rules") < html.index("Twelve") < html.index("Two more")
    assert re.findall(r'<li value="(\d+)">', html) == [*map(str, range(1, 13)), "4", "5"]
    assert '<a class="cross-reference" href="#a">Twelve</a>' in html


@pytest.mark.parametrize(
    "files", [{"booklet.toml": "rules_page = false\n"}, {"chapters/b.md": "# B\n\nText."}]
)
def test_a_page_of_rules_is_left_out_on_request_or_for_one_chapter(
    files: dict[str, str], make_project: Callable[..., Path]
) -> None:
    assert "all-rules" not in back_matter(make_project(TWO | files))
