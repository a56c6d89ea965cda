"""Metadata: words stay words, mistakes have their line, and text stays text."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from booklet.manuscript.metadata import KEYS, Metadata, read_metadata
from booklet.manuscript.safe_yaml import UnreadableError, read_block
from booklet.manuscript.source import Source


def read(block: str) -> tuple[Metadata, str]:
    """Read a block, and give the metadata and what the author is told."""
    metadata, _, _, findings = read_metadata(Source("chapters/a.md", "a", f"---\n{block}\n---\n"))
    return metadata, re.sub(r" \[M\d+\]", "", "\n".join(map(str, findings)))


def test_everything_an_author_may_say_is_read() -> None:
    metadata, said = read(
        "title: Trust\nstandfirst: What\n  I look for.\nauthor: [Ann, Ben]\ndate: 2026-09-01\n"
        "aims:\n  - Know: two signs\n  - Try one\nsession: '2026-09-02'\ntags: schools\ndraft: Yes"
    )
    assert said == ""
    assert metadata == Metadata.model_construct(
        title="Trust",
        subtitle="What I look for.",
        author="Ann, Ben",
        date=dt.date(2026, 9, 1),
        aims=("Know: two signs", "Try one"),
        session=dt.date(2026, 9, 2),
        tags=("schools",),
        draft=True,
    )


@pytest.mark.parametrize("title", ["No", "1.0", "007", "2026-09-01", "true", "0x1F", "1:30", "1e3"])
def test_a_title_is_what_was_typed(title: str) -> None:
    assert read(f"title: {title}")[0].title == title


def test_text_begins_where_the_block_ends() -> None:
    source = Source("chapters/a.md", "a", "---\ntitle: A\n---\n\n# Text\n")
    _, body, line, _ = read_metadata(source)
    assert (body, line) == ("\n# Text\n", 4)
    assert source.text.split("\n")[line:] == body.split("\n")[1:]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A\n",
        "---",
        "---\n\nText after a rule.\n\n---\n",
        "---\n- a\n- b\n---\n",
        "---\nOne sentence.\n---\n",
        "---\nHe said: this: that.\n---\n",
        "----\ntitle: A\n----\n",
        " ---\ntitle: A\n---\n",
        "---\nNo second line: of hyphens.\n",
    ],
)
def test_what_is_no_block_stays_text(text: str) -> None:
    assert read_metadata(Source("chapters/a.md", "a", text)) == (Metadata(), text, 1, ())


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("title: A\nstandfrist: B", "a.md:3: warning: 'standfrist'"),
        ("title: A\nstandfrist: B", "Did you mean 'standfirst'?"),
        ("title: A: B", "a.md:2:9: error: the block at the top cannot be read: a colon"),
        ("title: 'A", "a.md:2:8: error: the block at the top cannot be read: a quotation mark"),
        ("\ntitle: [A", "a.md:3:8: error: the block at the top cannot be read: a bracket"),
        ("title: *A*", "a value that begins with '*'"),
        ("title: @A", "a character that cannot begin a value"),
        ("\ttitle: A", "a.md:2:1: error"),
        ("title: A\ntext", "a line without a name and a colon"),
        ("title: \x07", "a character that cannot be seen"),
        ("title: A\nauthor: B\ntitle: C", "a.md:4: error: 'title' stands there twice"),
        ("subtitle: A\nstandfirst: B", "a.md:3: error: 'subtitle' and 'standfirst'"),
        ("title: [A, B]", "a.md:2: error: title cannot be a list\n  hint: Write it as words"),
        ("aims: {a: b}", "a.md:2: error: aims cannot be names with values of their own"),
        ("draft: perhaps", "a.md:2: error: draft cannot be 'perhaps'\n  hint: Write true or false"),
        ("date: 14/09/2026", "Did you mean 2026-09-14?"),
        ("date: 2026-02-30", "There is no such day"),
        ("session: tomorrow", "A date is written year-month-day: 2026-09-14."),
        ("aims: &a [*a]", "a list that contains itself"),
        ("aims: " + "[" * 20 + "]" * 20, "lists in lists"),
        ("title: " + "x" * 100_001, "more than 100,000 characters"),
    ],
)
def test_a_mistake_is_explained(block: str, said: str) -> None:
    told = read(block)[1]
    assert said in told
    assert "\n  hint: " in told


def test_a_mistake_costs_only_its_own_line() -> None:
    metadata, said = read("title: Trust\ndate: never\ntitel: x\naims: [One]")
    assert (metadata.title, metadata.date, metadata.aims) == ("Trust", None, ("One",))
    assert said.count("hint: ") == 2


def test_a_chapter_keeps_its_title_when_the_rest_cannot_be_read() -> None:
    assert read("title: Meetings: fewer\nauthor: A")[0].title == "Meetings: fewer"


def test_a_block_that_never_ends_is_an_error() -> None:
    source = Source("chapters/a.md", "a", "---\ntitel: A\n\nText.\n")
    _, body, _, findings = read_metadata(source)
    assert body == source.text
    assert [finding.code for finding in findings] == ["M204"]


def test_aliases_cannot_grow_without_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    start = time.perf_counter()
    assert "more than 10 aliases" in read("\n".join(lines))[1]
    assert time.perf_counter() - start < 1


def test_a_few_aliases_are_fine() -> None:
    assert read("author: &me Ann\ntags: [*me]")[0].tags == ("Ann",)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.getcwd", "!!timestamp", "!local"])
def test_tags_are_only_words(tag: str) -> None:
    assert read(f"title: {tag} []")[0].title == ""
    assert read(f"title: {tag} A")[0].title == "A"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@given(st.dictionaries(WORDS.filter(str.strip), st.one_of(WORDS, st.lists(WORDS)), max_size=5))
def test_what_yaml_writes_is_read_back(values: dict[str, str | list[str]]) -> None:
    text = yaml.dump(values, Dumper=yaml.SafeDumper, allow_unicode=True, default_style='"')
    block = read_block(text)
    assert block is not None
    assert block.values == values


@given(st.text(max_size=200))
def test_any_text_is_a_block_or_none_or_unreadable(text: str) -> None:
    try:
        block = read_block(text)
    except UnreadableError as error:
        assert 0 <= error.line <= text.count("\n") + 1  # noqa: PT017 - it need not be raised
        return
    assert block is None or all(line >= 0 for line in block.lines.values())


NAMED = st.sampled_from([*KEYS, "titel", "x", "- a", "  y"])
VALUE = st.one_of(
    st.text(max_size=20), st.sampled_from(["[a, b]", "&a b", "*a", "{a: b}", "|", ">"])
)


@given(st.lists(st.tuples(NAMED, VALUE), max_size=6), st.text(max_size=30))
def test_any_chapter_gives_metadata_and_no_text_is_lost(
    pairs: list[tuple[str, str]], rest: str
) -> None:
    block = "\n".join(f"{name}: {value}" for name, value in pairs)
    source = Source("chapters/a.md", "a", f"---\n{block}\n---\n{rest}")
    metadata, body, line, findings = read_metadata(source)
    assert isinstance(metadata, Metadata)
    assert source.text.endswith(body)
    assert line == 1 + source.text.removesuffix(body).count("\n")
    assert all(finding.place and finding.place.line for finding in findings)
