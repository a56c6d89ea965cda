"""Callouts: names, titles, options, and what to say when they are wrong."""

from __future__ import annotations

import pytest
from markup_samples import body, codes, parse

from booklet.common.xhtml import serialise_content


def test_a_callout_becomes_the_neutral_form_of_its_component() -> None:
    assert "".join(body("> [!reflect|lines-4|min-5] *Why?*\n> First.").split("\n")) == (
        '<section data-component="reflect" data-options="lines-4 min-5" id="trust-reflect-1">'
        '<p data-part="title"><em>Why?</em></p><p>First.</p></section>'
    )


@pytest.mark.parametrize("name", ["reflect", "Reflect", "REFLECT"])
def test_case_does_not_matter_and_no_title_is_no_title(name: str) -> None:
    html = body(f"> [!{name}]\n> First.")
    assert 'data-component="reflect"' in html
    assert "data-part" not in html


def test_boxes_next_to_each_other_stay_apart_and_are_numbered() -> None:
    html = body("> [!reflect]\n> a\n\n> [!reflect]\n> b\n\n> [!key]\n> c")
    assert [f'id="trust-{one}"' in html for one in ("reflect-1", "reflect-2", "key-1")] == [
        True
    ] * 3


def test_an_unknown_name_stays_a_plain_box_and_is_remarked_on() -> None:
    finding = parse("# T\n\nText.\n\n> [!reflct] Think\n> First.").findings[0]
    assert str(finding).startswith(
        "chapters/01-trust.md:5:3: warning: there is no box called 'reflct' [K501]\n"
        "  hint: Did you mean 'reflect'? As it is, it becomes a plain box."
    )
    assert 'data-component="example"' in body("> [!reflct] Think\n> First.")


@pytest.mark.parametrize("name", ["rules", "checklist"])
def test_components_without_a_callout_have_none(name: str) -> None:
    assert codes(f"> [!{name}]\n> x") == ["K501"]


@pytest.mark.parametrize(
    ("options", "kept", "code"),
    [
        ("line-4", "", "K502"),
        ("page", "", "K502"),
        ("lines", "", "K503"),
        ("lines-x", "", "K503"),
        ("lines-0", "lines-0", None),
        ("lines-999", "", "K503"),
        ("lines-99999999999999999999", "", "K503"),
        ("lines-4|lines-5", "lines-4", "K502"),
        ("LINES-4 | Min-5", "lines-4 min-5", None),
        ("lines4", "lines-4", None),
    ],
)
def test_options_are_checked(options: str, kept: str, code: str | None) -> None:
    text = f"> [!reflect|{options}]\n> x"
    assert codes(text) == ([code] if code else [])
    assert (f'data-options="{kept}"' in body(text)) is bool(kept)


def test_an_option_may_be_repeated_where_that_makes_sense() -> None:
    assert 'data-options="weeks-2 weeks-6"' in body("> [!revisit|weeks-2|weeks-6]\n> x")


@pytest.mark.parametrize("opening", ["[!note: x]", "[!reflect lines-4]", "[!reflect|lines=4]"])
def test_what_looks_like_a_callout_is_remarked_on(opening: str) -> None:
    assert codes(f"> {opening}\n> text") == ["K504"]
    assert "<blockquote>" in body(f"> {opening}\n> text")


def test_an_ordinary_quotation_stays_one() -> None:
    assert codes("> Just words.") == []
    assert body("> Just words.").startswith("<blockquote>")


def test_answers_leave_the_chapter_and_the_quiz_knows_where_they_are() -> None:
    chapter = parse("# T\n\n> [!quiz]\n> 1. Why?\n\n> [!answers]\n> 1. So.[^n]\n\n[^n]: Note.\n")
    assert "So." not in chapter.html
    assert 'data-link="trust-answers"' in chapter.html
    assert "So." in serialise_content(chapter.answers)
    assert "Note." in serialise_content(chapter.answers)


def test_answers_without_a_quiz_stay_and_are_remarked_on() -> None:
    assert codes("> [!answers]\n> So.") == ["K505"]
    assert "So." in body("> [!answers]\n> So.")


def test_a_quiz_without_answers_links_nowhere() -> None:
    assert "data-link" not in body("> [!quiz]\n> Why?")


def test_boxes_stand_in_boxes() -> None:
    html = body("> [!example]\n> Outer.\n>\n> > [!reflect]\n> > Inner.")
    assert html.index("example-1") < html.index("reflect-1") < html.index("Inner.")


def test_components_cannot_be_forged_in_html_or_attributes() -> None:
    html = body(
        '<section data-component="reflect" data-private="">x</section>\n\n*y*{: data-tick=on }'
    )
    assert "data-" not in html
