"""Ids of blocks of text: made from words, and untouched by changes elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from booklet.common.language import Language
from booklet.common.xhtml import parse, text_of
from booklet.manuscript.source import Source, read_source
from booklet.markup.block_ids import ID_WORDS
from booklet.markup.parse import parse_chapter

if TYPE_CHECKING:
    from booklet.markup.chapter import Chapter

WORDS = st.lists(st.sampled_from("apple pear plum fig lime".split()), min_size=2, max_size=9).map(  # noqa: SIM905
    " ".join
)
BLOCKS = st.tuples(
    st.sampled_from(["{}.", "## {}", "- {}\n- x {}", "> {}", "| {} | b |\n|---|---|\n| c | {} |",
                     "> [!reflect]\n> {}", "{}[^n]", "1. **A** {}", "{}\n: {}"]),
    WORDS,
).map(lambda pair: pair[0].replace("{}", pair[1]))  # fmt: skip


def chapter(text: str, slug: str = "one") -> Chapter:
    source = Source(f"chapters/{slug}.md", slug, f"# Title\n\n{text}\n")
    return parse_chapter(source, Language())


def ids(text: str) -> dict[str, str]:
    """Read every id with the words of its element."""
    return {
        item.get("id", ""): text_of(item)
        for item in parse(chapter(text).html).iter()
        if item.get("id")
    }


def test_every_block_that_holds_words_has_an_id_of_its_own() -> None:
    text = (
        "Some words.\n\n- tight\n\n1) loose\n\n    more\n\n> said\n\n| a | b |\n|---|---|\n| c | |"
        "\n\nTable: What it shows\n\nterm\n: meaning\n\n    code\n\n![a](a.png 'Caption')\n\n"
        "> [!key]\n> Key.\n\nWith a note[^1]\n\n[^1]: The note.\n"
    )
    found = parse(chapter(text).html)
    named = [item.get("id") for item in found.iter() if item.get("id")]
    assert len(named) == len(set(named))
    for item in found.iter():
        if item.tag in ID_WORDS and (item.text or "").strip():
            assert re.fullmatch(r"one-[a-z]+-(\d+|[0-9a-f]{10})", item.get("id", "")), item.tag


def test_an_id_says_whose_it_is_what_it_is_and_which_words_it_has() -> None:
    assert list(ids("Some words.")) == ["one-p-c041125205"]
    assert list(ids("Other words.")) != list(ids("Some words."))
    assert list(ids("Some   *words*.")) == ["one-p-c041125205"]


def test_blocks_with_the_same_words_are_counted() -> None:
    assert [name.removeprefix("one-p-c041125205") for name in ids("Some words.\n\n" * 3)] == [
        "",
        "-2",
        "-3",
    ]


def test_ids_that_are_there_stay() -> None:
    assert list(ids("Some words.\n{: #mine }\n\n## A heading\n\n1. **Rule** – x")) == [
        "one-mine",
        "one-a-heading",
        "one-rule-1",
        "one-p-1e3bf37648",
    ]


def test_a_footnote_keeps_its_id_when_one_is_put_before_it() -> None:
    old = ids("A.[^b]\n\n[^b]: Said.")
    new = ids("B.[^a]\n\nA.[^b]\n\n[^b]: Said.\n\n[^a]: First.")
    assert set(old) < set(new)
    assert any(name.startswith("one-note-") for name in old)


def test_calls_lead_to_the_notes_new_name() -> None:
    root = parse(chapter("A.[^b] C.[^b]\n\n[^b]: Said.").html)
    called = {item.get("data-note") for item in root.iter("a")}
    assert called == {item.get("id") for item in root.iter("div") if item.get("id")}


@given(st.lists(BLOCKS, min_size=1, max_size=6, unique=True), st.data())
def test_a_change_in_one_place_leaves_every_other_id_as_it_was(
    blocks: list[str], data: st.DataObject
) -> None:
    note = "\n\n[^n]: A note."
    between = "\n\nBetween.\n\n"  # without it, neighbouring lists would become one
    place = data.draw(st.integers(0, len(blocks) - 1))
    without = [block for number, block in enumerate(blocks) if number != place]
    changed = [*blocks[:place], "Entirely new words.", "And more.", *blocks[place + 1 :]]
    around = ids(between.join(without) + note)
    after = ids(between.join(changed) + note)
    kept = {name for name, words in around.items() if _is_lasting(name, words, around)}
    assert kept <= set(after)


def _is_lasting(name: str, words: str, others: dict[str, str]) -> bool:
    """Leave out numbered things, and blocks with the same words as another."""
    is_numbered = re.search(r"-(rule|reflect|table|figure)-\d+(-title)?$", name)
    return not is_numbered and list(others.values()).count(words) == 1


def test_every_block_knows_the_line_it_begins_on() -> None:
    text = (
        "---\ntitle: T\n---\n\nFirst.\n\n## Two\n\n- one\n- two\n\n> [!reflect]\n> Why?\n>\n"
        "> Because.\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    parsed = parse_chapter(read_source("chapters/1-a.md", "a", text), Language())
    words = {item.get("id"): "".join(item.itertext()).strip() for item in parsed.body.iter()}
    lines = [(line, words[name]) for name, line in parsed.lines if words[name]]
    assert (5, "First.") in lines
    assert (7, "Two") in lines
    assert [each for each in lines if each[1] in {"one", "two"}] == [(9, "one"), (10, "two")]
    assert (13, "Why?") in lines
    assert (15, "Because.") in lines
    assert (19, "c") in lines
    assert "\x02" not in parsed.html
