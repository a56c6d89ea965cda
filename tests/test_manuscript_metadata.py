"""Metadata: words stay words, mistakes have their line, and text stays text."""

from __future__ import annotations

import datetime as dt
import re

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
        "---\n\nNote: forty chairs.\n\n---\n",
        "---\n\nDate: Monday.\n\n---\n",
        "----\nNote: A\n----\n",
        "***\nTitles: A\n***\n",
        "+++\nOne and two = three.\n+++\n",
        "Note: this is for heads.\n---\nText.\n",
        "Title: a word that a text may begin with.\n",
        "{.lead}\nText.\n",
        "\n\n",
        "---\nNo second line: of hyphens.\n",
    ],
)
def test_what_is_no_block_stays_text(text: str) -> None:
    assert read_metadata(Source("chapters/a.md", "a", text)) == (Metadata(), text, 1, ())


@pytest.mark.parametrize(
    "text", ["---\nNote: this is for heads.\n---\n", "---\nWho: heads\nWhen: soon\n...\nText.\n"]
)
def test_lines_that_look_like_a_block_stay_text_and_are_named(text: str) -> None:
    metadata, body, line, findings = read_metadata(Source("chapters/a.md", "a", text))
    assert (metadata, body, line) == (Metadata(), text, 1)
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("M207", "chapters/a.md:1")
    ]


READ = (
    "---\ntitle: A & B\ndraft: true\n---\n",
    "---\ntitle:A & B\ndraft:true\n---\n",
    "---\nTitle: A & B\nDRAFT: Yes\n---\n",
    "---\ntitle:\u00a0A & B\ndraft:\u00a0true\n---\n",
    "---\n\u00a0title : A & B\n\u00a0draft : true\n---\u00a0\n",
    "---\ntitle\uff1aA & B\ndraft\uff1atrue\n---\n",
    "\n---\ntitle: A & B\ndraft: true\n---\n",
    "\u00a0\n---\ntitle: A & B\ndraft: true\n---\n",
    "\u200b---\ntitle: A & B\ndraft: true\n---\n",
    "---\n\ntitle: A & B\ndraft: true\n\n---\n",
    "\u2014\ntitle: A & B\ndraft: true\n\u2014\n",
    "----\ntitle: A & B\ndraft: true\n----\n",
    " ---\ntitle: A & B\ndraft: true\n---\n",
    "---\ntitle: A & B\ndraft: true\n-----\n",
    "---\ntitle: A & B\ndraft: true\n\u2014\n",
    "+++\ntitle: A & B\ndraft: true\n+++\n",
    "***\ntitle: A & B\ndraft: true\n***\n",
    "\u2013\u2013\u2013\ntitle: A & B\ndraft: true\n\u2013\u2013\u2013\n",
    '+++\ntitle = "A & B"\ndraft = true\n+++\n',
    '---\ntitle = "A & B"\ndraft = true\n---\n',
    '---toml\ntitle = "A & B"\ndraft = true\n---\n',
    '{"title": "A & B", "draft": true}\n',
    '{\n\t"title": "A & B",\n\t"draft": true\n}\n',
    '---json\n{"title": "A & B", "draft": true}\n---\n',
)


@pytest.mark.parametrize("block", READ)
def test_a_block_is_read_however_it_is_written(block: str) -> None:
    text = f"{block}\nText.\n"
    metadata, body, line, findings = read_metadata(Source("chapters/a.md", "a", text))
    assert (metadata.title, metadata.draft, findings) == ("A & B", True, ())
    assert body == "\nText.\n"
    assert line == 1 + block.count("\n")


@pytest.mark.parametrize("end", ["\n", "---\n\n", "...\n"])
def test_a_block_without_a_line_above_it_is_read_and_told(end: str) -> None:
    text = f"title: A\naims:\n  - One\n{end}Text.\n"
    metadata, body, _, findings = read_metadata(Source("chapters/a.md", "a", text))
    assert (metadata.title, metadata.aims, body.strip()) == ("A", ("One",), "Text.")
    assert [f"{one.place} {one.severity} {one.code}" for one in findings] == [
        "chapters/a.md:1 warning M204"
    ]


@pytest.mark.parametrize(
    ("block", "title", "told"),
    [
        ("title: Update #2 for staff", "Update #2 for staff", ""),
        ("title: #behaviour #ks2", "#behaviour #ks2", ""),
        ("title: C# and F#", "C# and F#", ""),
        ("title: 'Update #2'", "Update #2", ""),
        ("title: Update # 2", "Update", "chapters/a.md:2 note M206"),
        ('title: "Rules" #2 for staff', "Rules", "chapters/a.md:2 note M206"),
        ("title: Rules\n# Heading", "Rules", "chapters/a.md:3 note M206"),
        ("draft: false # until Monday\ntitle: Rules", "Rules", ""),
    ],
)
def test_a_sign_is_a_word_or_a_remark_that_is_told(block: str, title: str, told: str) -> None:
    source = Source("chapters/a.md", "a", f"---\n{block}\n---\n")
    metadata, _, _, findings = read_metadata(source)
    assert metadata.title == title
    assert " ".join(f"{one.place} {one.severity} {one.code}" for one in findings) == told


def test_signs_in_lists_are_words_too() -> None:
    source = "---\naims:\n  - Learn #1\n  - Know: #2\ntags:\n- #ks2\n---\n"
    metadata, _, _, findings = read_metadata(Source("chapters/a.md", "a", source))
    assert (metadata.aims, metadata.tags, findings) == (("Learn #1", "Know: #2"), ("#ks2",), ())


@pytest.mark.parametrize(
    ("line", "correction"),
    [
        ("title: [Draft] M", 'title: "[Draft] M"'),
        ('title: "Rules" for staff', "title: '\"Rules\" for staff'"),
        ("title: 'It's fine'", 'title: "It\'s fine"'),
        ("title: \u201cMeetings: fewer\u201d", 'title: "Meetings: fewer"'),
        ("title: \u2018Meetings: fewer\u2019", 'title: "Meetings: fewer"'),
        ("title: Meetings: fewer", 'title: "Meetings: fewer"'),
        ('title: "Never closed', 'title: "Never closed"'),
        ("title: @school", 'title: "@school"'),
        ("title: `code`", 'title: "`code`"'),
        ("title: {A} B", 'title: "{A} B"'),
        ("title: *A*", 'title: "*A*"'),
        ("title: % of staff", 'title: "% of staff"'),
    ],
)
def test_the_line_that_cannot_be_read_is_shown_as_it_ought_to_be(
    line: str, correction: str
) -> None:
    block = f'author: "A"\ndate: 2026-09-14\n{line}\nsubtitle: "B"\naims: ["C"]'
    said = read(block)[1]
    assert said.startswith("chapters/a.md:4:")
    assert said.endswith(f"hint: Write the line like this: {correction}")
    assert read(correction)[1] == ""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("+++\ntitle = A\n+++\n", "chapters/a.md:2:9 error M202"),
        ('+++\ntitle = "A"\ndate = tomorrow\n+++\n', "chapters/a.md:3:8 error M202"),
        ('+++\ntitle = "A"\ncolour = "red"\n+++\n', "chapters/a.md:3 warning M201"),
        ('{\n"title": "A",\n"colour": "red"\n}\n', "chapters/a.md:3 warning M201"),
        ('{\n"title": "A",\n"date": \n}\nText.\n', "chapters/a.md:4:1 error M202"),
        ("---\ntitle: A\n\nText.\n\n---\n", "chapters/a.md:3 error M202"),
        ("\u2014\ntitle: A\n\nText.\n", "chapters/a.md:1 error M204"),
        ('+++\ntitle = "A"\n\nText.\n', "chapters/a.md:1 error M204"),
        ("\n\n---\ntitle: A\ncolour: red\n---\n", "chapters/a.md:5 warning M201"),
    ],
)
def test_a_mistake_in_any_block_has_its_line(text: str, place: str) -> None:
    _, _, _, findings = read_metadata(Source("chapters/a.md", "a", text))
    assert [f"{one.place} {one.severity} {one.code}" for one in findings] == [place]


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
    lines = ["title: A", "a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "more than 10 aliases" in read("\n".join(lines))[1]


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
