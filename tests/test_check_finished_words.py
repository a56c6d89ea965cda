"""Words are read from finished pages as whoever listens to them gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.check.finished_words import words_on_pages
from booklet.common.memory_cache import MemoryCache
from booklet.pipelines.book import typeset_pages
from booklet.pipelines.check import check_project
from booklet.scheduling.build_context import BuildContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pytest

    from booklet.common.page_map import PageMap

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
    words = words_on_pages(book)["a"]
    assert words.count("9") >= 3
    assert {"12", "14", "3"} <= set(words)


def test_only_pages_that_have_changed_are_read_again(
    make_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[frozenset[str]] = []
    read_pages = words_on_pages.__globals__["_read_pages"]

    def note(pdf: bytes, page_map: PageMap, divisions: frozenset[str]) -> Mapping[str, object]:
        read.append(frozenset(divisions))
        return read_pages(pdf, page_map, divisions)

    monkeypatch.setitem(words_on_pages.__globals__, "_read_pages", note)
    cache = MemoryCache()
    context = BuildContext(cache=cache)
    files = {"chapters/a.md": "# One\n\nBread.", "chapters/b.md": "# Two\n\nButter."}
    first = words_on_pages(typeset_pages(make_project(files), context), cache)
    assert words_on_pages(typeset_pages(make_project({}), context), cache) == first
    changed = typeset_pages(make_project({"chapters/b.md": "# Two\n\nQuick jam."}), context)
    words = words_on_pages(changed, cache)
    assert {"a", "b"} < read[0]
    assert read[1:] == [{"b"}]
    assert {"quick", "jam"} < {*words["b"]}
    assert words == words_on_pages(changed)


def test_a_word_that_goes_on_overleaf_is_not_joined_with_the_running_head(
    make_project: Callable[..., Path],
) -> None:
    words = ("extraordinary", "misunderstandings", "of", "interpretation", "a", "conversation")
    text = " ".join(words[at * at * 31 % 103 % 6] for at in range(2500))
    project = make_project({"chapters/a.md": f"# Difficult Pencils\n\n{text}"})
    pages = words_on_pages(typeset_pages(project))["a"]
    assert pages.count("interpretation") == text.split().count("interpretation")
    assert not [one for one in check_project(project).findings if one.code == "V901"]
