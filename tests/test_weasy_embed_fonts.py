"""Fonts are embedded once for all fragments, and remembered by what they are made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from render_samples import copy_of, set_alone

from booklet.scheduling.typeset_book import gather_render_context
from booklet.weasy.embed_fonts import embed_fonts, unite

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment


class Drawer(dict[str, bytes]):
    """A cache that remembers everything, and what it was given."""

    def put(self, key: str, content: bytes) -> None:
        """Remember something new."""
        assert key not in self
        self[key] = content


def letters(fragment: Fragment) -> str:
    return "".join(sorted(text for use in fragment.fonts for text in use.to_unicode.values()))


def test_the_union_of_all_letters_is_embedded() -> None:
    fragments = [set_alone("<p>abc</p>"), set_alone("<p>cde</p>")]
    united = {text for use in unite(fragments) for text in use.to_unicode.values()}
    assert set("abcde") <= united
    assert "d" not in letters(fragments[0])


def test_a_font_has_one_symbol_in_all_fragments() -> None:
    one, other = set_alone("<p>abc</p>"), set_alone("<p style='font-size: 30pt'>cde</p>")
    assert {use.symbol for use in one.fonts} == {use.symbol for use in other.fonts}
    sections, complaints = embed_fonts([one, other], gather_render_context(copy_of()))
    assert len(sections) == len({use.symbol for use in one.fonts})
    assert complaints == ()


def test_our_own_font_files_stay_at_home() -> None:
    assert set_alone("<p>abc</p>").font_files == {}


def test_a_font_is_remembered() -> None:
    cache = Drawer()
    render_context = gather_render_context(copy_of())
    fragment = set_alone("<p>abc</p>")
    first = embed_fonts([fragment], render_context, cache)
    known = dict(cache)
    assert known
    assert embed_fonts([fragment], render_context, cache) == first
    assert cache == known


@pytest.mark.parametrize("change", ["letter", "date"])
def test_another_font_is_made_for(change: str) -> None:
    cache = Drawer()
    copy = copy_of()
    embed_fonts([set_alone("<p>abc</p>")], gather_render_context(copy), cache)
    before = len(cache)
    render_context = gather_render_context(copy)
    if change == "date":
        render_context = replace(render_context, modified=date(2001, 1, 1))
    embed_fonts(
        [set_alone("<p>abcx</p>" if change == "letter" else "<p>abc</p>")], render_context, cache
    )
    assert len(cache) > before
