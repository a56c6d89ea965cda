"""Fonts are embedded once for all fragments, and kept under all they are made from."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

from conftest import ROOT
from render_samples import copy_of, set_alone

from booklet.scheduling.typeset_book import gather_render_context
from booklet.weasy.embed_fonts import embed_fonts, unite

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment


class Kept(dict[str, bytes]):
    """A cache that keeps everything, and refuses to be given the same again."""

    def get(self, key: str, kind: type) -> object:  # type: ignore[override]
        """Return what was put under a key."""
        return self[key] if isinstance(super().get(key), kind) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep something new."""
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
    sections, findings = embed_fonts([one, other], gather_render_context(copy_of()))
    assert len(sections) == len({use.symbol for use in one.fonts})
    assert findings == ()


def test_our_own_font_files_are_no_part_of_a_fragment() -> None:
    assert set_alone("<p>abc</p>").font_files == {}


def test_a_font_is_taken_from_the_cache() -> None:
    cache = Kept()
    render_context = gather_render_context(copy_of())
    fragment = set_alone("<p>abc</p>")
    first = embed_fonts([fragment], render_context, cache)
    kept = dict(cache)
    assert kept
    assert embed_fonts([fragment], render_context, cache) == first
    assert cache == kept


def test_another_font_is_made_for_other_letters() -> None:
    cache, render_context = Kept(), gather_render_context(copy_of())
    embed_fonts([set_alone("<p>abc</p>")], render_context, cache)
    before = len(cache)
    embed_fonts([set_alone("<p>abcx</p>")], render_context, cache)
    assert len(cache) > before


def test_a_process_that_has_rendered_nothing_finds_pango_first() -> None:
    """Where workers have rendered everything, and Pango is not where libraries are looked for."""
    given = pickle.dumps(([set_alone("<p>abc</p>")], gather_render_context(copy_of())))
    script = (
        "import pickle, sys\n"
        "from booklet.weasy.embed_fonts import embed_fonts\n"
        "from booklet.weasy.loader import load_weasyprint\n"
        "assert embed_fonts(*pickle.load(sys.stdin.buffer))[0]\n"
        "assert load_weasyprint.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", script], input=given, cwd=ROOT, check=True)
