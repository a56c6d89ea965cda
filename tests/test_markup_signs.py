"""Markup is found as Python-Markdown finds it, and not looked for in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from pymdownx.quotes import QuotesExtension

from booklet.markup.signs import BLOCK_SIGNS, INLINE_SIGNS, InlineMarkup, look_for_signs

if TYPE_CHECKING:
    import pytest

INLINE = st.sampled_from(
    (
        *("*", "**", "_", "`", "[", "](b.md)", "![", "]", "<b>", "<a@b.org>", "<http://x.org>"),
        *("&amp;", "[^1]", "\\*", "  \n", "word", " ", "[word][ref]"),
    )
)
BLOCKS = st.sampled_from(
    (
        *("# One", "One\n---", "One\n===", "a | b\n--|--\nc | d", "term\n: meaning", "> said"),
        *("> [!key]\n> words", "*[ABC]: a b c", "[^1]: A note.", "[ref]: c.md", "- item", "***"),
        *("ABC[^1]", "    indented", "1. first\n\n    # Two", "a\n> b", "words: more words"),
    )
)


def prepare(*, ours: bool) -> Markdown:
    names = ("footnotes", "attr_list", "abbr", "tables", "def_list", "md_in_html", "sane_lists")
    markdown = Markdown(extensions=[*names, QuotesExtension(callouts=True)])
    if ours:
        look_for_signs(markdown)
    return markdown


@given(st.lists(INLINE, max_size=12).map("".join), st.lists(BLOCKS, max_size=6))
def test_it_finds_what_the_library_finds(text: str, blocks: list[str]) -> None:
    written = "\n\n".join([*blocks, text, "[ref]: c.md", "[^1]: A note."])
    assert prepare(ours=True).convert(written) == prepare(ours=False).convert(written)


def test_patterns_are_tried_only_where_they_can_match(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    library = InlineMarkup._InlineProcessor__applyPattern  # noqa: SLF001 - what the module builds on

    def note(self: InlineMarkup, pattern: object, *rest: object) -> object:
        tried.append(type(pattern).__name__)
        return library(self, pattern, *rest)

    monkeypatch.setattr(InlineMarkup, "_InlineProcessor__applyPattern", note)
    prepare(ours=True).convert("Plain words.\n\nSee [that](b.md).\n")
    assert set(tried) <= {
        "DelimiterProcessor",  # has two signs, and is tried everywhere
        "ReferenceInlineProcessor",
        "LinkInlineProcessor",
        "ShortReferenceInlineProcessor",
    }


def test_what_has_a_sign_is_the_librarys() -> None:
    markdown = prepare(ours=False)
    assert [name for name in INLINE_SIGNS if name not in markdown.inlinePatterns] == []
    assert [name for name in BLOCK_SIGNS if name not in markdown.parser.blockprocessors] == []
