"""The cover picture and its lettering."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from booklet.common.errors import LayoutError
from booklet.epub.content import Cover
from booklet.epub.copyfitting import drawable, fit_text
from booklet.epub.cover import draw_cover

COVER = Cover(
    title="Rules of Thumb",
    subtitle="Two reflections",
    author="Ann Author",
    alt="Cover",
    accent="#0b5d66",
    headings="Atkinson Hyperlegible",
    text="Literata",
)
FAMILY = "Atkinson Hyperlegible"


def picture(cover: Cover) -> Image.Image:
    return Image.open(io.BytesIO(draw_cover(cover))).convert("RGB")


def setting(text: str, *, measure: float = 1300, depth: float = 1000):  # noqa: ANN201 - FittedText
    return fit_text(
        text,
        family=FAMILY,
        weight=700,
        measure=measure,
        depth=depth,
        sizes=(196, 120, 60),
        leading=1.1,
    )


def test_a_cover_is_two_wide_and_three_high_and_the_same_every_time() -> None:
    assert picture(COVER).size == (1600, 2400)
    assert draw_cover(COVER) == draw_cover(COVER)


def test_the_thumbprint_has_the_books_colour_and_stays_inside_the_margins() -> None:
    drawn = picture(COVER)
    colours = {colour for _, colour in drawn.getcolors(1 << 20) or []}
    assert (0x0B, 0x5D, 0x66) in colours
    edge = drawn.crop((0, 0, 60, 2400))
    assert len(edge.getcolors() or []) == 1


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.text(max_size=500), st.text(max_size=200))
def test_any_words_fit_on_a_cover(title: str, author: str) -> None:
    drawn = picture(replace(COVER, title=title, author=author))
    for strip in ((0, 0, 100, 2400), (1540, 0, 1600, 2400), (0, 2300, 1600, 2400)):
        assert len(drawn.crop(strip).getcolors() or []) == 1


def test_lines_are_about_equally_long() -> None:
    assert setting("Rules of thumb for the summer").lines == ("Rules of", "thumb for", "the summer")


def test_long_titles_are_set_smaller_and_keep_every_word() -> None:
    title = "Rules of thumb for school partnerships and for the summer holidays"
    lettering = setting(title)
    assert lettering.line_height < 196
    assert " ".join(lettering.lines) == title


def test_only_a_word_longer_than_the_cover_is_broken() -> None:
    lettering = setting("x" * 100, measure=600)
    assert "".join(lettering.lines) == "x" * 100
    assert len(lettering.lines) > 1


def test_signs_that_a_typeface_lacks_are_left_out() -> None:
    assert drawable("Rules 🎉  of Thumb", family=FAMILY, weight=700) == "Rules of Thumb"


def test_a_script_that_a_typeface_lacks_is_not_drawn_as_boxes() -> None:
    assert drawable("שלום", family=FAMILY, weight=700) == ""


def test_a_missing_typeface_is_named() -> None:
    with pytest.raises(LayoutError, match="'Nonesuch' is not installed"):
        draw_cover(replace(COVER, headings="Nonesuch"))


def test_fribidi_is_loaded_before_pillow_looks_for_it() -> None:
    """It looks once, so a cover would depend on what else was imported; nothing else may do it."""
    program = (
        "import sys\n"
        "import booklet.common.pango as pango\n"
        "pango.load_fribidi = lambda: print('PIL._imagingft' in sys.modules)\n"
        "import booklet.pipelines.book, booklet.epub.make, booklet.epub.cover\n"
        "print('PIL._imagingft' in sys.modules)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert finished.stdout.split() == ["False", "True"]


def test_letters_are_set_in_pairs() -> None:
    """The covers of all systems look the same only where Pillow has found FriBiDi."""
    assert features.check("raqm"), "libfribidi is missing on this machine"
    single = setting("T").font.getlength("T") + setting("o").font.getlength("o")
    assert setting("To").font.getlength("To") < single
