"""One chapter's way: a dozen files, none of them twice, and no longer among other chapters."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.trace_chapter import BUILDS, HandOver, Trace, trace

MOST_FILES = 12

traced = cache(trace)


@pytest.mark.parametrize("medium", BUILDS)
def test_a_chapter_passes_a_dozen_files_and_comes_back_to_none(medium: str) -> None:
    way = traced(BUILDS[medium], 0).way
    assert len(way) <= MOST_FILES, way
    assert len(set(way)) == len(way), way


@pytest.mark.parametrize(("medium", "neighbours"), [("pdf", 4), ("epub", 20)])
def test_neighbours_make_a_chapters_way_no_longer(medium: str, neighbours: int) -> None:
    alone, among = (traced(BUILDS[medium], count) for count in (0, neighbours))
    assert among.way == alone.way
    assert sorted(map(str, among.hand_overs)) == sorted(map(str, alone.hand_overs))


@pytest.mark.parametrize("medium", BUILDS)
def test_a_chapters_html_is_never_read_and_written_once(medium: str) -> None:
    xhtml = "common/xhtml.py"
    alone = traced(BUILDS[medium], 0)
    assert alone.count(xhtml, "parse") == 0, "its tree is made of Markdown"
    assert alone.count(xhtml, "serialise", "serialise_content") == 1


def test_a_file_that_another_room_asks_again_is_a_return() -> None:
    def way(*steps: tuple[str, str]) -> Trace:
        return Trace(tuple(HandOver(caller, file, "f") for caller, file in steps))

    once = way(("markup/a.py", "print/a.py"), ("markup/b.py", "print/a.py"))
    again = way(("markup/a.py", "print/a.py"), ("epub/a.py", "print/a.py"))
    inside = way(("print/b.py", "print/a.py"), ("print/b.py", "common/a.py"))
    assert (once.way, once.returns) == (("print/a.py",), 0)
    assert (again.way, again.returns) == (("print/a.py", "print/a.py"), 1)
    assert inside.way == ()
