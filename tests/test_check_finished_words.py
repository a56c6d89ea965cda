"""Words are read from finished pages as whoever listens to them gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.check.finished_words import words_on_pages
from booklet.pipelines.book import typeset_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHART = """# Dots

> [!chart|dots] Places
>
> | Term | Boys | Girls | Staff |
> |---|---|---|---|
> | Autumn | 12 | 14 | 3 |
> | Winter | 9 | 9 | 9 |
"""


def test_every_number_of_a_chart_is_found(make_project: Callable[..., Path]) -> None:
    book = typeset_pages(make_project({"chapters/a.md": CHART}))
    words = words_on_pages(book.pdf, book.page_map)["a"]
    assert words.count("9") >= 3
    assert {"12", "14", "3"} <= set(words)
