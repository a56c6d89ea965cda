"""Footnotes are numbered as they are called, and checked."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from markup_samples import ENGLISH, body, codes, parse, shown

from booklet.common import xhtml
from booklet.components import ComponentContext, Medium, render_components
from booklet.components.footnotes import TITLE_NOTES

TWO = (
    "One[^b] two[^a] three[^b].\n\n[^a]: Note a.\n\n[^b]: Note b.\n\n    Its *second* paragraph.\n"
)


def test_numbers_follow_the_calls_not_the_definitions() -> None:
    html = body(TWO)
    assert html.index('data-note="trust-note-1">1<') < html.index('data-note="trust-note-2">2<')
    assert html.index("Note b.") < html.index("Note a.")


def test_on_paper_a_note_stands_at_its_first_call_and_its_number_at_others() -> None:
    seen = " ".join(shown(TWO, Medium.PRINT).split())
    assert (
        'One<span class="footnote" id="trust-note-1">Note b.'
        '<span class="note-block">Its <em>second</em> paragraph.</span></span> two'
    ) in seen
    assert 'three<span class="note-again">1</span>.' in seen
    assert seen.count("Note b.") == 1


def test_in_an_ebook_calls_and_notes_are_linked_both_ways() -> None:
    seen = shown(TWO, Medium.EBOOK)
    assert (
        '<a epub:type="noteref" role="doc-noteref" class="note-reference" id="trust-note-1-call" '
        'href="#trust-note-1">1</a>'
    ) in seen
    assert 'id="trust-note-1-call-2" href="#trust-note-1">1</a>' in seen
    assert '<aside epub:type="footnote" role="doc-footnote" id="trust-note-1">' in seen
    assert '<a role="doc-backlink" href="#trust-note-1-call">1</a> Note b.' in seen


@pytest.mark.parametrize("medium", Medium)
def test_a_note_called_in_the_title_is_called_behind_it(medium: Medium) -> None:
    chapter = parse("# Open *early*[^a]\n\nOne[^b], two[^a].\n\n[^a]: Note a.\n\n[^b]: Note b.\n")
    assert (chapter.title, chapter.title_html) == ("Open early", "Open <em>early</em>")
    assert chapter.findings == ()
    root = render_components(chapter.body, medium, ComponentContext("trust", ENGLISH))
    behind, text = xhtml.take_out(root, TITLE_NOTES), xhtml.serialise_content(root)
    assert xhtml.take_out(root, TITLE_NOTES) == ""
    calls = re.findall('class="(?:footnote|note-reference)"[^>]*>([^<]*)|note-again">1<', behind)
    assert calls == ["Note a." if medium is Medium.PRINT else "1"]
    assert (behind + text).count("Note a.") == 1
    assert text.index("One") < text.index("two") < len(text)


def test_bookmarks_say_headings_without_the_numbers_of_their_notes() -> None:
    seen = shown("## A *b*[^1] c\n\n## D\n\n[^1]: Note.", Medium.PRINT)
    assert re.findall('data-bookmark="([^"]*)"', seen) == ["A b c"]


def test_blocks_of_a_note_stay_blocks_on_paper() -> None:
    text = (
        "One[^a].\n\n[^a]: Some:\n\n    - x\n      1. y\n         - z\n\n"
        "    ```\n    a  b\n    ```\n\n    | h |\n    |---|\n    | c |\n"
    )
    seen = shown(text, Medium.PRINT)
    assert "<ul" not in seen.split("footnote")[1]
    words = re.sub(r"[ \n]+", " ", seen)
    assert 'class="note-list"><span class="note-item">–\u2002x' in words
    assert '<span class="note-item">1.\u2002y' in words
    assert words.count('class="note-list"') == 3
    assert '<span class="note-code"><code>a  b' in seen
    assert re.search('<span class="note-row"><span [^>]*class="note-cell note-head"', words)
    assert '<span class="note-cell">c</span>' in words


@pytest.mark.parametrize("end", [". ", " "])
def test_a_long_note_is_in_pieces_that_may_stand_overleaf(end: str) -> None:
    sentence = "Seven words make up a short sentence"
    text = f"One[^a] two.\n\n[^a]: {(sentence + end) * 30}\n\n    Another {sentence}.\n"
    seen = shown(text, Medium.PRINT)
    pieces = re.findall(
        r'<span class="(footnote[^"]*)"([^>]*)>(.*?)</span>(?=<span class="foot| two)',
        seen,
        re.DOTALL,
    )
    assert len(pieces) > 3
    assert [one[0] for one in pieces] == ["footnote"] + ["footnote footnote-more"] * (
        len(pieces) - 1
    )
    assert all('data-note-of="trust-note-1"' in one[1] for one in pieces[1:])
    assert max(len(re.sub("<.*?>", "", one[2])) for one in pieces) <= 360
    said = re.sub(r"<.*?>", " ", "".join(one[2] for one in pieces))
    assert said.split() == f"{(sentence + end) * 30} Another {sentence}.".split()


@pytest.mark.parametrize(
    "block",
    [
        "".join(f"    - w{number}\n" for number in range(60)),
        "    | A | B |\n    |---|---|\n" + "".join(f"    | w{n} | x |\n" for n in range(60)),
        "    ```\n" + "".join(f"    w{number}\n" for number in range(60)) + "    ```\n",
        "    - " + " ".join(f"w{number} is a word." for number in range(60)) + "\n",
    ],
)
def test_lines_count_where_a_long_note_is_cut(block: str) -> None:
    """Many short lines are as tall as a page, though their letters are few."""
    seen = shown(f"One[^a].\n\n[^a]: Begins.\n\n{block}", Medium.PRINT)
    pieces = re.split('class="footnote[^"]*"', seen)[1:]
    words = [re.findall(r"\bw\d+", piece) for piece in pieces]
    assert [one for piece in words for one in piece] == [f"w{number}" for number in range(60)]
    assert max(map(len, words)) <= 20
    assert len(ids_of(seen)) == len(set(ids_of(seen)))


def test_tasks_in_a_note_have_their_boxes_on_paper() -> None:
    text = "One[^a].\n\n[^a]: Do:\n\n    - [x] a\n    - [ ] *b*\n    - c\n\n    1. [x] d\n"
    seen = re.sub("<.*?>", "", shown(text, Medium.PRINT).replace("\n", ""))
    assert "☑\u2002a☐\u2002b–\u2002c1.\u2002☑\u2002d" in seen


def test_each_picture_of_a_note_has_a_piece() -> None:
    seen = shown("One[^a].\n\n[^a]: See\n\n    ![A](a.png)\n\n    ![B](a.png)\n", Medium.PRINT)
    assert [one.count("<img") for one in re.split('class="footnote[^"]*"', seen)] == [0, 0, 1, 1]


def test_a_note_called_in_a_note_stands_in_brackets_on_paper() -> None:
    text = "One[^a].\n\n[^a]: Outer[^b].\n\n[^b]: Inner.\n"
    assert "Outer (Inner.)." in shown(text, Medium.PRINT)
    assert 'href="#trust-note-2">2</a>' in shown(text, Medium.EBOOK)


def test_mistakes_in_notes_are_remarked_on() -> None:
    assert codes("One[^a].") == ["K510"]
    assert codes("One.\n\n[^a]: Never called.") == ["K511"]
    assert codes("One[^a].\n\n[^a]: First.\n\n[^a]: Second.") == ["K512"]
    assert codes("One[^a].\n\n[^a]: First.") == []


def test_the_first_of_two_definitions_counts() -> None:
    assert "First." in body("One[^a].\n\n[^a]: First.\n\n[^a]: Second.")


def test_a_call_without_a_note_stays_as_typed() -> None:
    assert "<p>One[^a].</p>" in body("One[^a].")


def test_notes_that_call_each_other_end() -> None:
    text = "One[^a].\n\n[^a]: See[^b].\n\n[^b]: See[^a].\n"
    for medium in Medium:
        assert "See" in shown(text, medium)


def ids_of(html: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', html)


@pytest.mark.parametrize(
    ("text", "uncalled"),
    [
        ("[^a]: Alpha[^a].", 1),
        ("[^a]: Alpha[^b].\n\n[^b]: Beta[^a].", 1),
        ("[^b]: Beta.\n\n[^a]: Alpha[^b].", 1),
        ("[^b]: Beta[^c].\n\n[^c]: Gamma[^b].\n\n[^a]: Alpha[^b].", 1),
        ("[^a]: Alpha[^a].\n\n[^b]: Beta[^b].", 2),
    ],
)
def test_a_note_that_only_notes_call_stands_in_one_place(text: str, uncalled: int) -> None:
    assert codes(text) == ["K511"] * uncalled
    for medium in Medium:
        seen = shown(text, medium)
        assert len(ids_of(seen)) == len(set(ids_of(seen)))
        for word in ("Alpha", "Beta", "Gamma"):
            assert seen.count(word) == (f"{word}[" in text or f"{word}." in text)


def test_on_paper_no_note_is_set_within_itself() -> None:
    assert ">Alpha.</span>" in shown("One[^a].\n\n[^a]: Alpha[^a].\n", Medium.PRINT)


def test_an_id_within_a_note_stands_at_the_first_of_its_calls_only() -> None:
    text = 'One[^a] two[^b].\n\n[^a]: Alpha[^b].\n\n[^b]: <b id="there">Beta</b>.\n'
    seen = shown(text, Medium.PRINT)
    assert seen.count("Beta") == 2, "the second call repeats the note"
    assert len(ids_of(seen)) == len(set(ids_of(seen)))


def test_notes_that_nothing_calls_look_like_notes_on_paper_and_on_screens() -> None:
    for medium in ("print", "ebook"):
        style = (ROOT / "layouts" / medium / "text.css").read_text("utf-8")
        assert ".uncalled-notes {" in style
        assert "uncalled-notes" in body("Text.\n\n[^a]: A note.\n")
