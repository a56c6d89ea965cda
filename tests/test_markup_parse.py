"""A chapter comes out whole: every word, in order, well-formed, the same each time."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markup_samples import ENGLISH, codes, parse, rendered

from booklet.common import xhtml
from booklet.common.errors import BookletError
from booklet.common.xhtml import serialise_content
from booklet.components import ComponentContext, Medium, count_words

WORD = st.text("abcdefghijklmnopqrstuvwxyzéüß", min_size=3, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
SPAN = st.sampled_from(["{}", "**{}**", "*{}*", "`{}`", "[{}](https://example.org)", "==={}==="])
TEXT = st.tuples(SPAN, WORDS).map(lambda pair: pair[0].format(pair[1]))
BLOCK = st.one_of(
    TEXT,
    TEXT.map("## {}".format),
    st.lists(TEXT, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {i}" for i in items)),
    st.lists(TEXT, min_size=1, max_size=4).map(lambda items: "\n\n".join(f"1. {i}" for i in items)),
    st.tuples(TEXT, TEXT).map(lambda two: f"1. {two[0]}\n\n   {two[1]}"),
    TEXT.map("> {}".format),
    st.tuples(TEXT, TEXT).map(lambda two: f"> [!reflect|lines-2] {two[0]}\n> {two[1]}"),
    TEXT.map("> [!nonsense]\n> {}".format),
    WORDS.map("```python\n{}\n```".format),
    WORDS.map("    {}".format),
    st.tuples(WORDS, TEXT).map(lambda two: f"{two[0]}\n:   {two[1]}"),
    st.tuples(WORDS, WORDS).map(lambda two: f"| {two[0]} | b |\n|---|---|\n| {two[1]} | c |"),
    TEXT.map("<div>{}</div>".format),
    TEXT.map("<b>{}".format),
    TEXT.map("<section><p>{}".format),
)


def plain(html: str) -> str:
    return " ".join(xhtml.parse(html).itertext())


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCK, max_size=8))
@example(["<section><p>aaa", "<section><p>aaa"])
def test_no_word_is_lost_and_none_changes_its_place(blocks: list[str]) -> None:
    typed = "\n\n".join(blocks)
    typed_words = re.findall(r"[a-zéüß]{3,}", re.sub(r"</?\w+>|\(https.*?\)|```python", " ", typed))
    expected = [word for word in typed_words if word not in {"reflect", "lines", "nonsense"}]
    words = iter(re.findall(r"[a-zéüß]+", plain(parse(f"# T\n\n{typed}").html)))
    assert all(word in words for word in expected)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("<p>one\n\n<p>two\n\nthree", "<p>one</p><p>two</p><p>three</p>"),
        ("<section><p>one\n\n<section><p>two", "<p>one</p>\n<p>two</p>"),
        ("<div>one\n\n<div>two", "one\ntwo"),
        ("<td>one\n\n<td>two", "one\ntwo"),
        ("one <b>two\n\nthree", "<p>one two</p>\n<p>three</p>"),
    ],
)
def test_text_in_blocks_that_are_never_closed_stays_apart(typed: str, html: str) -> None:
    assert parse(f"# T\n\n{typed}").html.strip() == html


MARKS = st.sampled_from(
    [
        "#",
        "##",
        ">",
        "-",
        "*",
        "_",
        "**",
        "`",
        "```",
        "~~~",
        "[",
        "]",
        "(",
        ")",
        "!",
        "|",
        "<",
        ">",
        "</",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "&",
        "&amp;",
        "\\",
        '"',
        "'",
        "...",
        "{",
        "}",
        "{#a}",
        "{:",
        "[^a]",
        "[^a]:",
        "*[A]:",
        "A",
        "[!reflect]",
        "[!quiz]",
        "[!answers]",
        "[!facilitator]",
        "1.",
        "=",
        ":",
        "Table:",
        "word",
        "Ünï",
        "<svg>",
        "<b>",
        "![a](b.png)",
        "[x](#y)",
        "\x00",
        "\x02",
        "\ue000",
        "\u2028",
    ]
)
SPACE = st.sampled_from(["", " ", "\n", "\n\n", "    ", "\n> ", "\n- ", "\n    "])


@settings(max_examples=250, deadline=None)
@example("[^a]:[^a]")
@example("[^a]:\n# [^a]\n- ")
@given(st.lists(st.tuples(MARKS, SPACE), max_size=30).map(lambda two: "".join(map("".join, two))))
def test_any_text_makes_a_well_formed_chapter_or_a_clear_error(text: str) -> None:
    try:
        chapter = parse(text)
    except BookletError as error:
        assert error.hint  # noqa: PT017 - both ways out are right
        return
    for medium in Medium:
        seen = xhtml.parse(rendered(chapter.html, medium, ComponentContext("trust", ENGLISH)))
        ids = [item.get("id") for item in seen.iter() if item.get("id")]
        assert len(ids) == len(set(ids))
        assert all(str(one).startswith("trust-") for one in ids)
        keys = {key for item in seen.iter() for key in item.attrib if key.startswith("data-")}
        assert keys <= {"data-bookmark"}  # of a heading that calls a note, for `print/text.css`
        assert {heading.id for heading in chapter.headings} <= set(ids) or medium is Medium.EBOOK


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_reading_is_pure(text: str) -> None:
    once, again = parse(text), parse(text)
    assert (once.html, serialise_content(once.answers)) == (
        again.html,
        serialise_content(again.answers),
    )
    assert (once.link_targets, once.findings) == (again.link_targets, again.findings)


def test_an_empty_chapter_is_an_empty_chapter() -> None:
    chapter = parse("")
    assert (chapter.html, chapter.title) == ("", "Trust")


def test_metadata_come_first_and_lines_count_from_the_top_of_the_file() -> None:
    chapter = parse("---\ntitle: Trust\naims:\n  - Listen\n---\n\nSee [x](javascript:y).\n")
    assert (chapter.title, chapter.metadata.aims) == ("Trust", ("Listen",))
    assert [str(finding.place) for finding in chapter.findings] == ["chapters/01-trust.md:7:8"]


def test_words_are_counted_as_readers_see_them() -> None:
    text = "# T\n\nOne two.\n\n> [!reflect]\n> three\n\n> [!facilitator]\n> four five"
    assert count_words(parse(text).body) == 3


def test_terms_are_gathered_in_order_and_marked() -> None:
    chapter = parse("# T\n\nMAT and CPD.\n\n*[MAT]: multi-academy trust\n*[CPD]: development\n")
    assert chapter.terms == (("MAT", "multi-academy trust"), ("CPD", "development"))
    assert '<abbr title="multi-academy trust">MAT</abbr>' in chapter.html


def test_findings_stand_in_reading_order() -> None:
    chapter = parse(
        "# T\n\n> [!nope]\n> x\n\n[a](ftp://x)\n\n> [!nape]\n> y\n\n<script></script>\n"
    )
    lines = [finding.place.line for finding in chapter.findings if finding.place]
    assert lines == sorted(lines) == [3, 6, 8, 11]


def test_code_is_not_looked_at() -> None:
    text = "```\n<script>x</script> [^n] [!nope] # x\n```\n\n`<div>` and `[^n]` and `<script>`"
    assert codes(text) == []
