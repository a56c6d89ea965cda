"""Page numbers are resolved, with divisions that are set by arithmetic instead of WeasyPrint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_samples import copy_of, division, lengthened

from booklet.common.errors import Finding, Severity, TypesetError
from booklet.linker.fragment import Bookmark, Destination, Fragment, PageSection
from booklet.linker.section import ByteTemplate, Section
from booklet.print.division import Division, Partition, PrintBook
from booklet.scheduling import dispatch as dispatcher_module
from booklet.scheduling import worker_task as job_module
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.dispatch import ExecutorWorkers
from booklet.scheduling.resolve_page_numbers import ResolvedPages, resolve_page_numbers
from booklet.scheduling.typeset_book import gather_render_context

if TYPE_CHECKING:
    from booklet.weasy.render_job import RenderContext, RenderJob

NOTHING = PageSection(
    Section(size=0, objects=ByteTemplate(b"", ()), indexes=(), streams=(), exports={}),
    shared=(),
    pages=(),
    page_tree=0,
    elements=(),
    owners=0,
    output_intent=0,
)

# How many pages a division fills and where its ids stand, given the folios it prints.
Setting = Callable[[dict[str, str]], tuple[int, dict[str, int]]]


class Compositor:
    """Sets divisions as told, and remembers what it has set; no number can be exchanged."""

    def __init__(self, settings: dict[str, Setting]) -> None:
        self.settings = settings
        self.jobs: list[RenderJob] = []

    def __call__(self, job: RenderJob, _render_context: RenderContext) -> Fragment:
        """Stand in for `render_division`."""
        self.jobs.append(job)
        setting = self.settings.get(job.name, lambda _folios: (1, {}))
        page_count, anchors = setting(dict(job.numbers.folios))
        destinations = {name: Destination(index, 0, 0) for name, index in anchors.items()}
        fixed = replace(
            NOTHING, fixed_numbers=frozenset(target for target, _ in job.numbers.folios)
        )
        said = tuple(
            Bookmark(1, " ".join(each), Destination(0, 0, 0), is_open=True)
            for each in job.numbers.folios
        )
        return Fragment(job.name, fixed, page_count, destinations, said, ())

    def times(self) -> Counter[str]:
        """Count how often each division was set."""
        return Counter(job.name for job in self.jobs)

    def printed(self, name: str) -> dict[str, str]:
        """Say what a division printed the last time, without padding."""
        last = [job for job in self.jobs if job.name == name][-1]
        return {target: folio.strip("\u00a0") for target, folio in last.numbers.folios}


def printed_in(fragment: Fragment) -> dict[str, str]:
    """Say what a fragment prints, without padding; one that is recalled was not set the last."""
    said = (bookmark.label.split(" ") for bookmark in fragment.bookmarks)
    return {target: folio.strip("\u00a0") for target, folio in said}


@pytest.fixture
def compositor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Compositor]]:
    def put(**settings: Setting) -> Compositor:
        compositor = Compositor(settings)
        for module in (dispatcher_module, job_module):
            monkeypatch.setattr(module, "render_division", compositor)
        return compositor

    return put


def book(*divisions: Division) -> PrintBook:
    return copy_of(*divisions)


def run(copy: PrintBook, **build_context: object) -> ResolvedPages:
    return resolve_page_numbers(copy, gather_render_context(copy), BuildContext(**build_context))  # type: ignore[arg-type]


def chapter(name: str, *targets: str, ids: tuple[str, ...] = ()) -> Division:
    links = "".join(f'<a href="#{target}">x</a>' for target in targets)
    return division(name, links + "".join(f'<i id="{each}"></i>' for each in (name, *ids)))


def test_a_book_without_references_is_set_once(
    compositor: Callable[..., Compositor],
) -> None:
    prepared = compositor(a=lambda _: (3, {}), b=lambda _: (2, {}))
    resolved = run(book(chapter("a"), chapter("b")))
    assert set(prepared.times().values()) == {1}
    assert [each.first_page_number for each in resolved.placements] == [1, 4, 5, 7, 8]


def test_contents_are_set_after_what_they_list(compositor: Callable[..., Compositor]) -> None:
    prepared = compositor(a=lambda _: (2, {"a": 0}), b=lambda _: (2, {"b": 0}))
    front = division("front", '<a href="#a">x</a><a href="#b">x</a>', Partition.FRONT_MATTER)
    run(book(front, chapter("a"), chapter("b")))
    assert prepared.times()["front"] == 1
    assert prepared.printed("front") == {"a": "1", "b": "3"}


def test_a_reference_forward_prints_where_the_place_came_to_stand(
    compositor: Callable[..., Compositor],
) -> None:
    prepared = compositor(a=lambda _: (5, {"a": 0}), b=lambda _: (9, {"b": 0, "end": 8}))
    run(book(chapter("a", "end"), chapter("b", "a", ids=("end",))))
    assert prepared.printed("a") == {"end": "15"}
    assert prepared.printed("b") == {"a": "1"}
    assert prepared.times()["b"] == 1


def test_roman_folios_are_referred_to_in_roman(compositor: Callable[..., Compositor]) -> None:
    prepared = compositor(front=lambda _: (4, {"how": 3}))
    front = division("front", '<i id="how"></i>', Partition.FRONT_MATTER)
    run(book(front, chapter("a", "how")))
    assert prepared.printed("a") == {"how": "iv"}


def test_front_matter_is_drawn_when_its_own_folios_are_right(
    compositor: Callable[..., Compositor],
) -> None:
    prepared = compositor(front=lambda _: (4, {"preface": 3}), a=lambda _: (1, {"a": 0}))
    own = chapter("front", "preface", "a", ids=("preface",))
    front = replace(own, partition=Partition.FRONT_MATTER)
    run(book(front, chapter("a")))
    guessed, found = [job for job in prepared.jobs if job.name == "front"]
    assert [name for name, _ in guessed.foreseen] == ["preface"]
    assert dict(found.numbers.folios) == {"preface": "iv", "a": "1"}
    assert found.foreseen == ()
    assert not any(job.foreseen for job in prepared.jobs if job.name != "front")


def test_a_folio_that_moves_its_own_place_settles(compositor: Callable[..., Compositor]) -> None:
    """Two figures push the place to page 10, one figure pulls it back to 9: the room is kept."""

    def set_a(folios: dict[str, str]) -> tuple[int, dict[str, int]]:
        room = sum(1 if figure.isdigit() else 0.5 for figure in folios["end"])
        return (10, {"end": 9 if room >= 2 else 8})

    prepared = compositor(a=set_a)
    resolved = run(book(chapter("a", "end", ids=("end",))))
    stands = next(each for each in resolved.fragments if each.name == "a").anchors["end"].page_index
    assert prepared.printed("a") == {"end": str(stands + 1)}
    assert not resolved.findings


def test_a_folio_that_never_settles_is_reported(compositor: Callable[..., Compositor]) -> None:
    def set_a(folios: dict[str, str]) -> tuple[int, dict[str, int]]:
        return (10, {"end": 8 if folios["end"].strip() == "10" else 9})

    prepared = compositor(a=set_a)
    resolved = run(book(chapter("a", "end", ids=("end",))))
    assert [each.code for each in resolved.findings] == ["T610"]
    assert prepared.times()["a"] == 3, "1, 10, and 9 in the room of 10; then they come again"


@settings(deadline=None)
@given(st.data(), st.booleans())
def test_what_is_printed_is_where_it_stands(data: st.DataObject, is_long: bool) -> None:  # noqa: FBT001
    """Chapters grow with the width of the folios they print; in the end all are right."""
    names = ["a", "b", "c"]
    sizes = {name: data.draw(st.integers(1, 12)) for name in names}
    targets = {name: data.draw(st.lists(st.sampled_from(names), max_size=4)) for name in names}

    def setting(name: str) -> Setting:
        def set_it(folios: dict[str, str]) -> tuple[int, dict[str, int]]:
            figures = sum(len(each.strip("\u00a0")) for each in folios.values())
            count = sizes[name] + figures // 3
            return count, {name: count - 1}

        return set_it

    prepared = Compositor({name: setting(name) for name in names})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatcher_module, "render_division", prepared)
        copy = book(*(chapter(name, *targets[name]) for name in names))
        resolved = run(lengthened(copy) if is_long else copy)
    stands = {
        anchor: placement.folio(destination.page_index)
        for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True)
        for anchor, destination in fragment.anchors.items()
    }
    printed = {each.name: printed_in(each) for each in resolved.fragments}
    wrong = {
        name
        for name in names
        if printed[name] != {target: stands[target] for target in targets[name]}
    }
    assert {finding.code for finding in resolved.findings} <= {"T610"}
    told = {
        name for name in names if any(f"'{name.upper()}'" in f.problem for f in resolved.findings)
    }
    assert wrong <= told
    assert max(prepared.times().values()) <= 6


def test_an_executor_gives_the_same_book(compositor: Callable[..., Compositor]) -> None:
    compositor(a=lambda _: (5, {"a": 4}), b=lambda _: (7, {"b": 6}))
    copy = lengthened(
        book(chapter("a", "b"), *(chapter(f"c{n}", "a") for n in range(20)), chapter("b", "a"))
    )
    with ThreadPoolExecutor(2) as executor:
        assert run(copy, workers=ExecutorWorkers(executor)) == run(copy)


def test_a_page_of_notes_that_overflows_is_an_error(
    compositor: Callable[..., Compositor],
) -> None:
    compositor(**{"back-cover": lambda _: (2, {})})
    with pytest.raises(TypesetError, match="'Back cover' fills 2 pages"):
        run(book(chapter("a")))


def test_findings_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding("T603", Severity.WARNING, "x", "y")

    def compile_it(job: RenderJob, _render_context: RenderContext) -> Fragment:
        return Fragment(job.name, NOTHING, 1, {}, (), (finding,))

    monkeypatch.setattr(dispatcher_module, "render_division", compile_it)
    assert run(book(chapter("a"), chapter("b"))).findings == (finding,)


def test_progress_is_told_after_each_division(compositor: Callable[..., Compositor]) -> None:
    told: list[tuple[str, int, int]] = []
    compositor()
    run(book(chapter("a"), chapter("b")), progress=lambda *each: told.append(each))
    assert told == [("A", 1, 2), ("B", 2, 2)]


def test_a_number_that_has_come_right_gets_no_room_for_a_wider_one(
    compositor: Callable[..., Compositor],
) -> None:
    """The guess for b has two figures; what it was set with counts, not how often."""
    long = division("c", "x" * 30_000)
    prepared = compositor(a=lambda _: (2, {}), b=lambda _: (2, {"b": 0}), c=lambda _: (3, {}))
    run(book(chapter("a", "b"), long, chapter("b")))
    [*_, last] = [job for job in prepared.jobs if job.name == "a"]
    assert dict(last.numbers.folios) == {"b": "7"}
    assert prepared.times()["a"] == 2
