"""Several things are made at a time, each whole by one worker: in order, and the same as by one."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING

import pytest

from booklet.common.cache import FolderCache
from booklet.common.errors import BugError, LayoutError, Place
from booklet.pipelines.book import build_edition
from booklet.pipelines.check import check_project
from booklet.pipelines.handouts import build_handouts
from booklet.scheduling import workers as local_workers
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.side_by_side import Series, make_side_by_side
from booklet.scheduling.workers import LocalWorkers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import MakeProject

    from booklet.check.report import CheckReport

CHAPTER = """# {title}

A few words about {title}, with an example and a question.

1. **Begin** – with what is there.
2. **End** – when it is time.

> [!reflect|lines-3]
> What would you do?
"""


def tell_process(factor: int, number: int, _: BuildContext) -> tuple[int, int]:
    """Multiply, and say where; zero is an error, a negative number a fault."""
    if number == 0:
        raise LayoutError("zero", hint="Take another.", place=Place("numbers.txt", 3))
    if number < 0:
        raise KeyError(number)
    return number * factor, os.getpid()


def keep(_: str, number: int, build_context: BuildContext) -> bool:
    """Say whether a number was kept before, and keep it."""
    assert build_context.cache is not None
    known = build_context.cache.get("number", int)
    build_context.cache.put("number", number)
    return known is not None


TENS = Series("numbers", tell_process, 10)


def test_the_results_come_in_order_from_workers() -> None:
    with LocalWorkers(2, enough_work=0) as workers:
        found = list(make_side_by_side(TENS, range(1, 9), BuildContext(workers=workers)))
    assert [product for product, _ in found] == [10, 20, 30, 40, 50, 60, 70, 80]
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize("count", [1, 2])
def test_little_work_is_done_in_this_process(count: int) -> None:
    with LocalWorkers(count) as workers:
        found = list(make_side_by_side(TENS, range(1, 9), BuildContext(workers=workers)))
        assert not multiprocessing.active_children()
    assert {process for _, process in found} == {os.getpid()}


def test_the_rest_goes_to_workers_when_the_first_has_taken_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(0, 1000, 5))
    monkeypatch.setattr("time.perf_counter", lambda: next(clock))
    with LocalWorkers(2) as workers:
        found = list(make_side_by_side(TENS, range(1, 5), BuildContext(workers=workers)))
    assert [product for product, _ in found] == [10, 20, 30, 40]
    assert [process == os.getpid() for _, process in found] == [True, False, False, False]


def test_where_no_process_can_be_started_this_one_does_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_count: int) -> None:
        raise OSError("no semaphores")

    monkeypatch.setattr(local_workers, "_open_pool", refuse)
    with LocalWorkers(2, enough_work=0) as workers:
        found = list(make_side_by_side(TENS, range(1, 4), BuildContext(workers=workers)))
    assert found == [(10, os.getpid()), (20, os.getpid()), (30, os.getpid())]


def test_an_error_comes_after_what_was_made_before_it() -> None:
    with LocalWorkers(2, enough_work=0) as workers:
        made = make_side_by_side(TENS, [1, 2, 0, 4], BuildContext(workers=workers))
        assert [next(made)[0], next(made)[0]] == [10, 20]
        with pytest.raises(LayoutError) as caught:
            next(made)
    assert (caught.value.place, caught.value.hint) == (Place("numbers.txt", 3), "Take another.")


def test_a_fault_says_what_was_made() -> None:
    with LocalWorkers(2, enough_work=0) as workers, pytest.raises(BugError, match="numbers"):
        list(make_side_by_side(TENS, [1, -1, 2], BuildContext(workers=workers)))


def test_workers_share_the_cache_of_the_build(tmp_path: Path) -> None:
    cache = FolderCache(tmp_path, "tools", largest=0)
    with LocalWorkers(2, enough_work=0) as workers:
        context = BuildContext(cache=cache, workers=workers)
        list(make_side_by_side(Series("numbers", keep, ""), [7, 8], context))
    assert FolderCache(tmp_path, "tools").get("number", int) in {7, 8}
    cache.evict()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "build",
    [
        lambda project, out, context: build_edition(project, out, "all", build_context=context),
        lambda project, out, context: build_handouts(project, out, build_context=context),
    ],
    ids=["editions", "handouts"],
)
def test_workers_make_the_same_files(
    build: Callable[[Path, Path, BuildContext], object],
    make_project: MakeProject,
    tmp_path: Path,
) -> None:
    project = make_project(
        {
            f"chapters/{number}.md": CHAPTER.format(title=title)
            for number, title in enumerate(("Doors", "Lists", "Halls", "Bells", "Books"), 1)
        }
    )
    build(project, tmp_path / "one", BuildContext())
    with LocalWorkers(2, enough_work=0) as workers:
        build(project, tmp_path / "two", BuildContext(workers=workers))
        assert multiprocessing.active_children()
    one, two = (
        {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        for out in (tmp_path / "one", tmp_path / "two")
    )
    assert len(one) > 5
    assert one == two


@pytest.mark.slow
def test_workers_find_the_same_in_a_check(make_project: MakeProject) -> None:
    project = make_project({"chapters/1.md": CHAPTER.format(title="The XYZ of  the the door")})

    def check(context: BuildContext) -> CheckReport:
        return check_project(project, every_product=True, build_context=context)

    with LocalWorkers(2, enough_work=0) as workers:
        report = check(BuildContext(workers=workers))
        assert multiprocessing.active_children()
    assert report.findings
    assert report == check(BuildContext())
