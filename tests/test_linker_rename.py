"""Pages that say the same are rendered once, and stand for several divisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from render_samples import SENTENCE, copy_of, division, job_of

from booklet.linker.rename import rename
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.dispatch import Dispatcher
from booklet.scheduling.typeset_book import gather_render_context
from booklet.scheduling.worker_task import render_division

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment
    from booklet.weasy.render_job import RenderContext, RenderJob

LINES = '<h2>Notes</h2><div class="ruled-lines"><div class="ruled-line ruled"></div></div>'
SECTION = f'<section id="notes-2">{LINES}</section>'
TABLE = "<table><tr><th>Day</th><td>Monday</td></tr></table>"
CONTEXT = gather_render_context(copy_of())


def job(name: str, body: str, first: int = 11) -> RenderJob:
    return replace(job_of(division("notes", body), first), name=name)


def render(name: str, body: str) -> Fragment:
    return render_division(job(name, body), CONTEXT)


@pytest.mark.parametrize("body", [f"<p>{SENTENCE}</p>", LINES, SECTION])
@pytest.mark.parametrize("name", ["notes-1", "notes.1"])
def test_it_is_as_if_rendered_by_the_other_name(body: str, name: str) -> None:
    assert rename(render(name, body), "notes-3") == render("notes-3", body)


def test_fields_are_named_after_the_division() -> None:
    renamed = rename(render("notes-1", LINES), "notes-3")
    assert renamed is not None
    assert [one.name for one in renamed.fields] == ["notes-3.lines-1"]


@pytest.mark.parametrize("body", [TABLE, SECTION])
def test_pages_that_may_hold_the_name_are_rendered_again(body: str) -> None:
    assert rename(render("notes-2", body), "notes-3") is None


@pytest.mark.parametrize(
    ("body", "rendered"),
    [(LINES, ["notes-1", "notes-2", "notes-4"]), (TABLE, [f"notes-{n}" for n in range(1, 7)])],
    ids=["one of each", "all"],
)
def test_of_those_that_differ_in_their_names_one_is_rendered(
    body: str, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []

    def render_and_note(one: RenderJob, render_context: RenderContext) -> Fragment:
        names.append(one.name)
        return render_division(one, render_context)

    monkeypatch.setattr("booklet.scheduling.dispatch.render_division", render_and_note)
    jobs = [job(f"notes-{n + 1}", body, first) for n, first in enumerate((11, 12, 13, 131, 15, 14))]
    told: list[str] = []
    fragments = Dispatcher(CONTEXT, BuildContext()).render(jobs, told.append)
    assert sorted(names) == rendered
    assert sorted(told) == [one.name for one in jobs]
    assert fragments == [render_division(one, CONTEXT) for one in jobs]
