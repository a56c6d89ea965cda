"""Titles and headings: from Markdown to contents."""

from __future__ import annotations

import pytest
from markup_samples import body, codes, parse

from booklet.markup.identifiers import slugify


def levels(text: str) -> list[tuple[int, str, str]]:
    return [(one.level, one.id, one.text) for one in parse(f"# Title\n\n{text}").headings]


def test_the_first_heading_is_the_title_and_leaves_the_text() -> None:
    chapter = parse("# Rules *of* thumb\n\nText.")
    assert (chapter.title, chapter.title_html) == ("Rules of thumb", "Rules <em>of</em> thumb")
    assert chapter.html == "<p>Text.</p>"


def test_a_first_heading_that_repeats_the_metadata_is_not_printed_twice() -> None:
    chapter = parse("---\ntitle: Trust\n---\n# TRUST\n\nText.")
    assert (chapter.title, chapter.html) == ("TRUST", "<p>Text.</p>")


def test_another_first_heading_stays_a_heading() -> None:
    chapter = parse("---\ntitle: Trust\n---\n# Other\n\nText.")
    assert chapter.title == "Trust"
    assert chapter.html.startswith('<h2 id="trust-other">Other</h2>')


def test_without_a_title_the_file_gives_its_name() -> None:
    chapter = parse("Text.", path="chapters/07-summer-holidays.md")
    assert chapter.title == "Summer holidays"
    assert [finding.code for finding in chapter.findings] == ["K522"]


def test_levels_start_at_two_and_never_skip() -> None:
    assert levels("# A\n\n#### B\n\n##### C\n\n## D") == [
        (2, "trust-a", "A"),
        (3, "trust-b", "B"),
        (4, "trust-c", "C"),
        (2, "trust-d", "D"),
    ]
    assert codes("# A\n\n#### B") == ["K520"]
    assert codes("## A\n\n### B\n\n## C") == []


def test_equal_headings_get_different_ids() -> None:
    assert [one[1] for one in levels("## Aims\n\n## Aims\n\n## Aims 2")] == [
        "trust-aims",
        "trust-aims-2",
        "trust-aims-2-2",
    ]


def test_an_authors_id_wins_over_a_made_one() -> None:
    assert [one[1] for one in levels("## Aims\n\n## Plan {#aims}")] == [
        "trust-aims-2",
        "trust-aims",
    ]


def test_an_id_given_twice_is_repaired() -> None:
    assert [one[1] for one in levels("## A {#x}\n\n## B {#x}")] == ["trust-x", "trust-x-2"]
    assert codes("## A {#x}\n\n## B {#x}") == ["K540"]


def test_ids_of_the_book_itself_are_never_given_away() -> None:
    ids = [one[1] for one in levels("## Answers\n\n## Reflect 1\n\n> [!reflect]\n> x")]
    assert "trust-answers" not in ids
    html = body("## Reflect 1\n\n> [!reflect]\n> x")
    assert 'id="trust-reflect-1"' in html
    assert 'id="trust-reflect-1-2"' in html or 'id="trust-reflect-2"' in html


def test_footnotes_pictures_and_code_in_headings_read_well_in_the_contents() -> None:
    text = "## The `x` ![map](m.png) rule[^1]\n\n[^1]: Note."
    assert levels(text) == [(2, "trust-the-x-map-rule", "The x map rule")]


def test_a_heading_for_facilitators_is_not_in_the_contents() -> None:
    text = "## A\n\n> [!facilitator]\n> #### Hidden\n>\n> > [!example]\n> > ## Also hidden\n\n### B"
    assert [one[2] for one in levels(text)] == ["A", "B"]
    assert codes(text) == []


def test_an_empty_heading_is_left_out_with_a_remark() -> None:
    assert levels("##\n\ntext\n\n## &nbsp;\n") == []
    assert "K521" in codes("<h2></h2>\n\ntext")


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Five rules!", "five-rules"),
        ("What’s next?", "whats-next"),
        ("Café & crème", "cafe-creme"),
        ("日本語", "日本語"),
        ("Reguły dla IT", "reguly-dla-it"),
        ("Правила IT", "pravila-it"),
        ("…", "section"),
        ("a" * 300, "a" * 80),
    ],
)
def test_ids_are_made_from_words(words: str, slug: str) -> None:
    assert slugify(words) == slug
