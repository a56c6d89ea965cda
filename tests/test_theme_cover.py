"""Covers: every part has room of its own, whatever is written on them; one design for all media."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations

import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from booklet.common import xhtml
from booklet.theme.compose_cover import compose_cover
from booklet.theme.cover import (
    EBOOK_PAGE,
    POCKET_PAGE,
    Cover,
    CoverPage,
    CoverStyle,
    CoverText,
    cover_page_of,
)
from booklet.theme.cover_svg import cover_svg
from booklet.theme.lettering import break_evenly, width_of

PAGES = {
    "A5": cover_page_of("A5", 10.2),
    "clear": cover_page_of("A4", 14),
    "large print": cover_page_of("A4", 18),
    "e-book": EBOOK_PAGE,
    "pocket": POCKET_PAGE,
}
HEADINGS = "Atkinson Hyperlegible"
STYLE = CoverStyle("thumbprint", "#0b5d66", HEADINGS, "Literata")
TEXT = CoverText("Rules of Thumb", subtitle="Two reflections", author="Ann Author")
WORDS = st.text(st.sampled_from("abc deü Ж漢-"), max_size=320)
SHAPES = st.none() | st.tuples(st.floats(1, 900), st.floats(1, 900))
SAFE = 8 * 72 / 25.4
Box = tuple[float, float, float, float]


def boxes_of(cover: Cover) -> list[Box]:
    shown = [block.box for block in cover.blocks]
    return [*shown, *filter(None, (cover.art, cover.logo))]


def overlap(one: Box, other: Box) -> bool:
    return all(
        min(one[axis] + one[axis + 2], other[axis] + other[axis + 2]) - max(one[axis], other[axis])
        > 0.01
        for axis in (0, 1)
    )


@given(
    page=st.sampled_from(sorted(PAGES)),
    design=st.sampled_from(["thumbprint", "colour", "picture"]),
    text=st.builds(CoverText, *[WORDS] * 7),
    logo=SHAPES,
    is_sparing=st.booleans(),
    is_right_to_left=st.booleans(),
)
def test_no_part_meets_another_or_the_edge(  # noqa: PLR0917 - hypothesis passes them by name
    page: str,
    design: str,
    text: CoverText,
    logo: tuple[float, float] | None,
    is_sparing: bool,  # noqa: FBT001
    is_right_to_left: bool,  # noqa: FBT001
) -> None:
    style = replace(
        STYLE, design=design, logo=logo, is_sparing=is_sparing, is_right_to_left=is_right_to_left
    )
    cover = compose_cover(text, PAGES[page], style)
    for one, other in combinations(boxes_of(cover), 2):
        assert not overlap(one, other)
    for left, top, width, height in [*boxes_of(cover), *filter(None, [cover.panel])]:
        edge = 0 if page == "e-book" else SAFE
        assert min(left, top) >= edge - 0.01
        assert left + width <= cover.page.width - edge + 0.01
        assert top + height <= cover.page.height - edge + 0.01
    for block in cover.blocks:
        assert block.lettering.size >= cover.page.small
        for line in block.lettering.lines:
            width = width_of(line, family=block.family, bold=block.bold) * block.lettering.size
            assert width <= block.box[2] or " " not in line


def test_what_is_written_stands_on_the_cover_in_its_order() -> None:
    text = CoverText("Title", "Line", "Subtitle", "Edition", "Author", "School", "Date")
    blocks = compose_cover(text, PAGES["A5"], STYLE).blocks
    assert [block.name for block in blocks] == [
        *("line", "title", "subtitle", "edition", "author", "publisher", "date")
    ]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_usual_cover_has_a_large_title_and_a_picture(page: CoverPage) -> None:
    cover = compose_cover(TEXT, page, STYLE)
    assert cover.blocks[0].lettering.size >= page.title * 0.8
    assert cover.art
    assert cover.art[3] > page.height * 0.35


def test_five_authors_a_long_title_and_a_logo_keep_every_word() -> None:
    names = "Margaret Featherstonehaugh, Bartholomew O’Shaughnessy, Dr Nkechi Adichie-Williams, "
    names += "Siân Llewellyn-Jones and Wilhelmina van der Merwe"
    title = "Everything that we have learnt about meetings, corridors and being replaceable"
    for page in PAGES.values():
        style = replace(STYLE, logo=(100, 100))
        cover = compose_cover(CoverText(title, author=names), page, style)
        said = {block.name: " ".join(block.lettering.lines) for block in cover.blocks}
        assert said["title"] == title
        assert page is POCKET_PAGE or said["author"] == names


def test_lines_are_about_equally_long() -> None:
    title = "Cake, corridors and other matters of leadership"
    assert break_evenly(title, 10.2, family=HEADINGS, bold=True) == (
        "Cake, corridors",
        "and other matters",
        "of leadership",
    )


def test_only_a_word_longer_than_the_measure_is_broken() -> None:
    lines = break_evenly("short " + "x" * 40, 10, family=HEADINGS, bold=True)
    assert lines[0] == "short"
    assert "".join(lines[1:]) == "x" * 40


def drawn(cover: Cover) -> Image.Image:
    png = resvg_py.svg_to_bytes(svg_string=cover_svg(cover, "#fbf8f2", {}), width=400)
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


def test_the_art_of_an_ink_saver_is_small_and_its_field_is_a_frame() -> None:
    pages = [
        drawn(compose_cover(TEXT, EBOOK_PAGE, replace(STYLE, design="colour", is_sparing=x)))
        for x in (False, True)
    ]
    dark = [sum(page.convert("L").point(lambda v: v < 160).tobytes()) for page in pages]
    assert dark[0] > 5 * dark[1]


def test_a_cover_is_well_formed_whatever_is_written_on_it() -> None:
    hostile = "<script>&\x01 ]]> \"'"
    cover = compose_cover(CoverText(hostile, author=hostile), EBOOK_PAGE, STYLE)
    svg = xhtml.parse(cover_svg(cover, "#fff", {}))[0]
    assert "<script>&" in "".join(svg.itertext())
