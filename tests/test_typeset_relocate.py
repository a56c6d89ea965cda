"""Page numbers are exchanged, and the pages are what setting them anew would have made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from structure_verifier import Tagged
from typeset_samples import SENTENCE, copy_of, division, link_alone, pages

from booklet.typeset.book import gather_supplies
from booklet.typeset.compile import compile_division
from booklet.typeset.links import find_links
from booklet.typeset.relocate import relocate
from booklet.typeset.take import Take

if TYPE_CHECKING:
    from booklet.pdf.fragment import Fragment

SEE = (
    f'<p id="a">{SENTENCE}<a class="see" href="#b">See</a>, <b><a class="see" href="#c">c</a></b>.'
)
CONTENTS = '<nav><a href="#b">One</a><a href="#c">Two</a></nav>'


def take_of(body: str, first: int, *folios: str) -> Take:
    chapter = division("chapter", body)
    return Take(chapter, first, tuple(zip(find_links(chapter.html).targets, folios, strict=False)))


def set_take(take: Take, stylesheet: str = "") -> Fragment:
    copy = copy_of(take.division, stylesheet=stylesheet)
    return compile_division(take, gather_supplies(copy))


def moved(was: Take, now: Take, stylesheet: str = "") -> Fragment | None:
    return relocate(set_take(was, stylesheet), was, now)


@pytest.mark.parametrize("body", [SEE, CONTENTS, pages(3), SEE + pages(2), CONTENTS + SEE])
def test_it_is_as_if_set_anew(body: str) -> None:
    was, now = take_of(body, 11, "12", "34"), take_of(body, 75, "98", "34")
    anew = set_take(now)
    assert moved(was, now) == anew
    assert anew != set_take(was)


def test_every_number_is_the_new_one() -> None:
    body = CONTENTS + SEE
    fragment = moved(take_of(body, 11, "12", "12"), take_of(body, 13, "98", "76"))
    assert fragment is not None
    assert [(each.target, each.number) for each in fragment.content.numbers] == [
        ("", 13), ("b", 98), ("c", 76), ("b", 98), ("c", 76),
    ]  # fmt: skip


def test_there_and_back_again() -> None:
    was, now = take_of(SEE, 11, "12", "34"), take_of(SEE, 15, "20", "41")
    fragment = set_take(was)
    there = relocate(fragment, was, now)
    assert there is not None
    assert relocate(there, now, was) == fragment


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
    assert moved(take_of(SEE, 11, "12", "34"), take_of(SEE, first, *folios)) is None


def test_another_text_is_set_anew() -> None:
    was, now = take_of(SEE, 11, "12", "34"), take_of(SEE + "!", 11, "12", "34")
    assert moved(was, now) is None


def test_a_padded_number_keeps_its_padding() -> None:
    was, now = take_of(SEE, 11, "\u00a0\u00a02", "34"), take_of(SEE, 11, "\u00a0\u00a07", "34")
    assert moved(was, now) == set_take(now)


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
    was, now = take_of("<p id='a'>x</p>", 11), take_of("<p id='a'>x</p>", 13)
    assert "" in set_take(was, css).content.fixed_numbers
    assert moved(was, now, css) is None
    assert moved(was, was, css) == set_take(was, css)


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
    was, now = take_of(SEE, 11, "12", "34"), take_of(SEE, 11, "13", "34")
    fragment = set_take(was, css)
    assert "b" in fragment.content.fixed_numbers
    assert relocate(fragment, was, now) is None


def test_a_link_that_prints_no_number_may_change() -> None:
    body = '<p><a href="#b">x</a></p>'
    was, now = take_of(body, 11, "12"), take_of(body, 11, "3")
    fragment = set_take(was)
    assert fragment.content.numbers != ()
    assert relocate(fragment, was, replace(now, folios=(("b", "13"),))) == fragment


def test_the_new_number_can_be_read() -> None:
    fragment = moved(take_of(SEE, 11, "12", "34"), take_of(SEE, 57, "68", "90"))
    assert fragment is not None
    speech = Tagged(link_alone(fragment)).speak()
    assert "(page 68)" in speech
    assert "(page 90)" in speech
