"""Markup within a line is found as Python-Markdown finds it, and not looked for in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from booklet.markup.inline import SIGNS, InlineMarkup

if TYPE_CHECKING:
    import pytest

PIECES = st.sampled_from(
    (
        *("*", "**", "_", "`", "[", "](b.md)", "![", "]", "<b>", "<a@b.org>", "<http://x.org>"),
        *("&amp;", "[^1]", "\\*", "  \n", "word", " ", "[word][ref]"),
    )
)
EXTENSIONS = ("footnotes", "attr_list", "abbr")


def read(text: str, *, ours: bool) -> str:
    markdown = Markdown(extensions=[*EXTENSIONS])
    if ours:
        markdown.treeprocessors.register(InlineMarkup(markdown), "inline", 20)
    return markdown.convert(f"{text}\n\n[ref]: c.md\n\n[^1]: A note.\n")


@given(st.lists(PIECES, max_size=12))
def test_it_finds_what_the_library_finds(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert read(text, ours=True) == read(text, ours=False)


def test_patterns_are_tried_only_where_they_can_match(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    library = InlineMarkup._InlineProcessor__applyPattern  # noqa: SLF001 - what the module builds on

    def note(self: InlineMarkup, pattern: object, *rest: object) -> object:
        tried.append(type(pattern).__name__)
        return library(self, pattern, *rest)

    monkeypatch.setattr(InlineMarkup, "_InlineProcessor__applyPattern", note)
    markdown = Markdown(extensions=[*EXTENSIONS])
    markdown.treeprocessors.register(InlineMarkup(markdown), "inline", 20)
    markdown.convert("Plain words.\n\nSee [that](b.md).\n")
    assert set(tried) <= {
        "DelimiterProcessor",  # has two signs, and is tried everywhere
        "ReferenceInlineProcessor",
        "LinkInlineProcessor",
        "ShortReferenceInlineProcessor",
    }


def test_every_pattern_with_a_sign_is_one_of_the_librarys() -> None:
    patterns = Markdown(extensions=[*EXTENSIONS]).inlinePatterns
    assert [name for name in SIGNS if name not in patterns] == []
