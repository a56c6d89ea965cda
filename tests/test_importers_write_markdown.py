"""Imported blocks are written so that a chapter says the same words, in the same style."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.language import Language
from booklet.common.words import words_of
from booklet.importers.document import (
    Block,
    Code,
    Definition,
    Figure,
    Heading,
    LineBreak,
    List,
    Note,
    NoteCall,
    Paragraph,
    Quote,
    Separator,
    Style,
    Table,
    Text,
    blocks_in,
)
from booklet.importers.inlines import plain_text
from booklet.importers.ledger import words_of_chapter
from booklet.importers.markdown_inlines import write_inlines
from booklet.importers.write_markdown import write_markdown
from booklet.manuscript.source import read_source
from booklet.markup.parse import parse_chapter

MARKS = r"""*_`~[](){}<>!#+-=|\:;&^%$@"'./–•☐1ax """
pieces = st.one_of(
    st.text(MARKS, min_size=1, max_size=6),
    st.sampled_from(
        [
            "word",
            "two words",
            "1. ",
            "(a) ",
            "- ",
            "> ",
            "# ",
            "&amp; ",
            "<b>",
            "--> ",
            "https://a.org/b_c_d ",
            "a@b.org ",
            "[^1]",
            "*[AB]: ",
            "%%x%% ",
            "Table: ",
            "==x== ",
            "~~x~~",
            ":::note ",
            "!!! note",
            "[x]: y",
            "{.a}",
            "$x$",
            "| a | b",
            "---",
            "===",
            "o\u00a0 ",
            "```",
        ]
    ),
)
words = st.lists(pieces, min_size=1, max_size=5).map("".join).filter(str.strip)
styles = st.sampled_from(
    [
        Style.PLAIN,
        Style.PLAIN,
        Style.BOLD,
        Style.ITALIC,
        Style.BOLD | Style.ITALIC,
        Style.STRUCK,
        Style.RAISED,
        Style.MARKED,
    ]
)
texts = st.builds(Text, words, styles, st.sampled_from(["", "", "", "https://example.org/a_(b)"]))
inlines = st.lists(st.one_of(texts, texts, st.just(LineBreak())), min_size=1, max_size=4).map(tuple)
simple = st.one_of(
    st.builds(Paragraph, inlines),
    st.builds(Heading, st.integers(2, 4), inlines),
    st.builds(Code, words),
    st.builds(Table, st.lists(st.tuples(inlines, inlines), min_size=1, max_size=3).map(tuple)),
    st.builds(Figure, st.just("images/a.png"), words, inlines, is_there=st.just(value=True)),
    st.just(Separator()),
)
blocks: st.SearchStrategy[Block] = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(
            List,
            st.lists(
                st.lists(inner, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3
            ).map(tuple),
            st.sampled_from([None, 1, 3]),
        ),
        st.builds(Quote, st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(
            Definition,
            st.lists(st.tuples(texts), min_size=1, max_size=2).map(tuple),
            st.lists(inner, min_size=1, max_size=2).map(tuple),
        ),
    ),
    max_leaves=4,
)


def words_in(block: Block) -> list[str]:
    """Take the words of one block, without those of the blocks inside it."""
    match block:
        case Paragraph() | Heading():
            return [plain_text(block.content)]
        case Definition():
            return list(map(plain_text, block.terms))
        case Code():
            return [block.text]
        case Table():
            return [plain_text(cell) for row in block.rows for cell in row]
        case Figure():
            return [block.description, plain_text(block.caption)]
        case _:
            return []


@given(st.lists(blocks, min_size=1, max_size=4))
def test_no_word_is_lost_or_added_whatever_marks_stand_in_a_text(document: list[Block]) -> None:
    said = "\n".join(text for block in blocks_in(document) for text in words_in(block))
    chapter = "---\ntitle: zzz\n---\n\n" + write_markdown(document)
    assert sorted(words_of_chapter(chapter, "a.md")) == sorted(["zzz", *words_of(said)]), chapter


def html_of(markdown: str) -> str:
    source = read_source("chapters/a.md", "a", markdown)
    return parse_chapter(source, Language(), blocks_have_ids=False).html


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ((Text("Lead", Style.BOLD), Text(" – text")), "**Lead** – text"),
        ((Text("Lead ", Style.BOLD), Text("text")), "**Lead** text"),
        ((Text("L", Style.BOLD), Text("ead")), "**L**ead"),
        ((Text("Lead.", Style.BOLD), Text("text")), "<strong>Lead.</strong>text"),
        ((Text("both", Style.BOLD | Style.ITALIC),), "***both***"),
        ((Text("H"), Text("2", Style.LOWERED), Text("O")), "H<sub>2</sub>O"),
        ((Text("a * b_c _d_"),), r"a \* b_c \_d\_"),
        ((Text("1. no list"),), r"1\. no list"),
        (
            (Text("see "), Text("us", address="https://a.org/(x)")),
            "see [us](https://a.org/%28x%29)",
        ),
        ((Text("https://a.org/b_c_", address="https://a.org/b_c_"),), "<https://a.org/b_c_>"),
        ((Text("one"), LineBreak(), Text("- two")), "one\\\n\\- two"),
        ((Text("a b", Style.CODE),), "`a b`"),
        ((Text("o\u00a0no bullet"),), "o no bullet"),
    ],
)
def test_styles_links_and_marks_are_written_as_an_author_would(
    content: tuple[Text | LineBreak, ...], written: str
) -> None:
    assert write_inlines(content) == written


def test_a_list_keeps_its_numbers_and_what_stands_between_them() -> None:
    items = (
        (Paragraph((Text("One"),)), Paragraph((Text("More"),))),
        (Paragraph((Text("Two"),)), List(((Paragraph((Text("a"),)),),))),
    )
    written = write_markdown([List(items, 3), List(items[:1], 1)])
    assert written == "3. One\n\n   More\n\n4. Two\n\n   - a\n\n1) One\n\n   More\n"
    assert html_of(written).count("<ol") == 2


def test_footnotes_stand_at_the_end_and_are_called() -> None:
    call = Paragraph((Text("Said"), NoteCall("1"), Text(".")))
    written = write_markdown([call], [Note("1", (Paragraph((Text("Where"),)), Code("x")))])
    assert written == "Said[^1].\n\n[^1]: Where\n\n    ```\n    x\n    ```\n"
    assert "Where" in html_of(written)


def test_a_picture_that_is_not_there_is_a_remark_that_ends_where_it_should() -> None:
    written = write_markdown([Figure("https://a.org/--> <b>x.png", "words")])
    assert written == "<!-- A picture belongs here: https://a.org/%2D%2D%3E <b%3Ex.png -->\n"
    assert words_of_chapter(written, "a.md") == ()
