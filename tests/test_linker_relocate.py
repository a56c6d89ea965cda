"""Page numbers are exchanged, and the pages are what setting them anew would have made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from render_samples import SENTENCE, copy_of, division, job_of, link_alone, pages
from structure_verifier import Tagged

from booklet.linker.fragment import PageNumbers
from booklet.linker.relocate import relocate
from booklet.scheduling.typeset_book import gather_render_context
from booklet.scheduling.worker_task import render_division
from booklet.weasy.html_links import find_links

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment
    from booklet.weasy.render_job import RenderJob

SEE = (
    f'<p id="a">{SENTENCE}<a class="see" href="#b">See</a>, <b><a class="see" href="#c">c</a></b>.'
)
CONTENTS = '<nav><a href="#b">One</a><a href="#c">Two</a></nav>'


def numbered_job(body: str, first: int, *folios: str) -> RenderJob:
    chapter = division("chapter", body)
    return job_of(chapter, first, zip(find_links(chapter.html).targets, folios, strict=False))


def render(job: RenderJob, stylesheet: str = "") -> Fragment:
    copy = copy_of(stylesheet=stylesheet)
    return render_division(job, gather_render_context(copy))


def moved(was: RenderJob, now: RenderJob, stylesheet: str = "") -> Fragment | None:
    return relocate(render(was, stylesheet), was.numbers, now.numbers)


@pytest.mark.parametrize("body", [SEE, CONTENTS, pages(3), SEE + pages(2), CONTENTS + SEE])
def test_it_is_as_if_set_anew(body: str) -> None:
    was, now = numbered_job(body, 11, "12", "34"), numbered_job(body, 75, "98", "34")
    anew = render(now)
    assert moved(was, now) == anew
    assert anew != render(was)


def test_every_number_is_the_new_one() -> None:
    body = CONTENTS + SEE
    fragment = moved(numbered_job(body, 11, "12", "12"), numbered_job(body, 13, "98", "76"))
    assert fragment is not None
    assert [(each.target, each.number) for each in fragment.content.numbers] == [
        ("", 13), ("b", 98), ("c", 76), ("b", 98), ("c", 76),
    ]  # fmt: skip


def test_there_and_back_again() -> None:
    was, now = numbered_job(SEE, 11, "12", "34"), numbered_job(SEE, 15, "20", "41")
    fragment = render(was)
    there = relocate(fragment, was.numbers, now.numbers)
    assert there is not None
    assert relocate(there, now.numbers, was.numbers) == fragment


@pytest.mark.parametrize(
    ("first", "folios"),
    [
        (12, ("12", "34")),  # the other side of the leaf
        (111, ("12", "34")),  # a figure more below the page
        (11, ("2", "34")),
        (11, ("112", "34")),
        (11, ("xii", "34")),
        (11, ("\u00a0\u00a02", "34")),
        (11, ("12",)),
    ],
)
def test_what_takes_other_room_is_set_anew(first: int, folios: tuple[str, ...]) -> None:
    assert moved(numbered_job(SEE, 11, "12", "34"), numbered_job(SEE, first, *folios)) is None


def test_a_padded_number_keeps_its_padding() -> None:
    was, now = (
        numbered_job(SEE, 11, "\u00a0\u00a02", "34"),
        numbered_job(SEE, 11, "\u00a0\u00a07", "34"),
    )
    assert moved(was, now) == render(now)


@pytest.mark.parametrize(
    "css",
    [
        "p::before { content: counter(page) }",
        "p::before { content: COUNTER(page) }",
        '@page { @top-left { content: "{" } } p::before { content: counter(page) }',
        "/* @page { */ p::before { content: counter(page) }",
        'p::before { content: target-counter("#a", page) }',
        "@page :right { @bottom-right { content: counter(page, lower-roman) } }",
        '@page :right { @bottom-right { content: "11/" counter(page) } }',
        '@page :right { @top-left { content: "1" counter(page) } }',
        '@page { font-feature-settings: "pnum"; @bottom-right { letter-spacing: 1px } }',
        "@page { @bottom-right { letter-spacing: 1px } }",
    ],
)
def test_own_numbers_that_are_not_clear_are_fixed(css: str) -> None:
    was, now = numbered_job("<p id='a'>x</p>", 11), numbered_job("<p id='a'>x</p>", 13)
    assert "" in render(was, css).content.fixed_numbers
    assert moved(was, now, css) is None
    assert moved(was, was, css) == render(was, css)


@pytest.mark.parametrize(
    "css",
    [
        'a.see::after { content: "12 " target-counter(attr(href), page) }',
        "a.see::after { letter-spacing: 1px }",
        'a.see[data-folio="12"] { font-weight: bold }',
        "a.see { string-set: x target-counter(attr(href), page) }",
        'a.see::after { font-feature-settings: "tnum" 0 }',
        "a.see::after { text-transform: uppercase; font-variant-numeric: ordinal; font-size: 0 }",
    ],
)
def test_references_that_are_not_clear_are_fixed(css: str) -> None:
    was, now = numbered_job(SEE, 11, "12", "34"), numbered_job(SEE, 11, "13", "34")
    fragment = render(was, css)
    assert "b" in fragment.content.fixed_numbers
    assert relocate(fragment, was.numbers, now.numbers) is None


def test_a_link_that_prints_no_number_may_change() -> None:
    body = '<p><a href="#b">x</a></p>'
    was = numbered_job(body, 11, "12")
    fragment = render(was)
    assert fragment.content.numbers != ()
    assert relocate(fragment, was.numbers, PageNumbers(11, (("b", "13"),))) == fragment


def test_the_new_number_can_be_read() -> None:
    fragment = moved(numbered_job(SEE, 11, "12", "34"), numbered_job(SEE, 57, "68", "90"))
    assert fragment is not None
    speech = Tagged(link_alone(fragment)).speak()
    assert "(page 68)" in speech
    assert "(page 90)" in speech
