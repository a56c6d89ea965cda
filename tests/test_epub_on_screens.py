"""The e-book's styles on small screens by night: nothing runs out, no white strip is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import browsing
from conftest import ROOT
from PIL import Image

from booklet.epub.accent import write_accent
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser import Browser, Tab

pytestmark = pytest.mark.slow

STYLES = ("ebook/text.css", "ebook/matter.css", "ebook/components.css")
MARKER = '<span role="doc-pagebreak" aria-label="6" id="page-6"></span>'


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium) as browser:
        yield browser


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Callable[[str, int], Tab]:
    def show(body: str, width: int) -> Tab:
        styles = write_accent(Layouts(ROOT).css(*STYLES), "#0f5257")
        page = tmp_path / "page.xhtml"
        page.write_text(
            f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title><style>{styles}'
            f"</style></head><body>{body}</body></html>",
            "utf-8",
        )
        tab = browser.open(page.as_uri(), width, 800)
        tab.prefer("dark")
        return tab

    return show


def photograph(folder: Path, width: int, height: int) -> str:
    Image.new("RGB", (width, height), "teal").save(folder / "hall.jpg")
    return f'<img src="hall.jpg" alt="The hall" width="{width}" height="{height}"/>'


@pytest.mark.parametrize("is_link", [False, True])
def test_a_caption_beside_a_picture_is_on_the_screen_where_a_printed_page_starts(
    show: Callable[[str, int], Tab], tmp_path: Path, *, is_link: bool
) -> None:
    picture = photograph(tmp_path, 1600, 700)
    picture = f'<a href="hall.jpg">{picture}</a>' if is_link else picture
    caption = "<figcaption>The whole length of it, on the Monday</figcaption>"
    tab = show(f'<figure class="picture-beside">{MARKER}{picture}{caption}</figure>', 600)
    edges = tab.run(
        "['figure', 'img', 'figcaption'].map((one) => document.querySelector(one)"
        ".getBoundingClientRect()).flatMap((box) => [box.left, box.right].map(Math.round))"
    )
    left, right, of_picture, middle, of_caption, of_words = edges
    assert (of_picture, middle) == (left, (left + right) // 2)
    assert middle + 8 < of_caption < of_words <= right


def test_no_white_strip_stands_beside_a_tall_photograph(
    show: Callable[[str, int], Tab], tmp_path: Path
) -> None:
    tab = show(f"<figure>{photograph(tmp_path, 800, 1300)}</figure>", 600)
    ground = "getComputedStyle(document.querySelector('img')).backgroundColor"
    assert tab.run(ground) == "rgba(0, 0, 0, 0)"


def test_cards_of_a_wide_table_have_names_and_numbers_at_the_start(
    show: Callable[[str, int], Tab],
) -> None:
    cells = "".join(
        f'<td data-label="{name}" style="text-align: right"><b>{name}</b></td>' for name in "ABCD"
    )
    tab = show(f'<table class="wide-table"><tbody><tr>{cells}</tr></tbody></table>', 360)
    starts = tab.run(
        "[...document.querySelectorAll('b')].map((one) => one.getBoundingClientRect().left)"
    )
    assert len(set(starts)) == 1
    assert starts[0] < 180
