"""The e-book's cover: the one composition, rendered to pixels."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from booklet.common.errors import LayoutError
from booklet.common.memory_cache import MemoryCache
from booklet.epub import lay_out_documents, make_epub
from booklet.epub.content import CoverPicture
from booklet.epub.cover import draw_cover, render_cover
from booklet.project import read_book
from booklet.theme.book_strings import book_strings_of
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def cover_of(project: Path) -> CoverPicture:
    book = read_book(project)
    return draw_cover(book, book_strings_of(book.publication))


@pytest.fixture
def draw(make_project: Callable[..., Path]) -> Callable[..., CoverPicture]:
    def draw(settings: str, **files: bytes) -> CoverPicture:
        others = {name.replace("_", "."): content for name, content in files.items()}
        return cover_of(
            make_project({"booklet.toml": settings, "chapters/a.md": "# A\n\nText.", **others})
        )

    return draw


def pixels(cover: CoverPicture) -> Image.Image:
    return Image.open(io.BytesIO(render_cover(cover))).convert("RGB")


def test_a_cover_is_two_wide_and_three_high_and_the_same_every_time(
    draw: Callable[..., CoverPicture],
) -> None:
    cover = draw('title = "Rules of Thumb"\n[colours]\naccent = "#0b5d66"\n')
    assert render_cover(cover) == render_cover(cover)
    image = pixels(cover)
    assert image.size == (1600, 2400)
    assert (0x0B, 0x5D, 0x66) in {colour for _, colour in image.getcolors(1 << 22) or []}
    assert not cover.missing_signs


@pytest.mark.parametrize("title", ["H₂O ⅓ ị", "Правила для встреч", "☐ ✓ ★", "שלום"])
def test_a_title_in_signs_that_its_typeface_lacks_is_drawn(
    title: str, draw: Callable[..., CoverPicture]
) -> None:
    """It is, with a typeface of ours; only signs that none of them has are told (E703)."""
    empty, cover = draw('title = "."'), draw(f'title = "{title}"')
    assert not cover.missing_signs
    head = (0, 0, 1600, 600)
    assert sum(pixels(cover).crop(head).convert("L").point(lambda v: v < 90).tobytes()) > 10_000
    assert pixels(cover).crop(head) != pixels(empty).crop(head)


def test_logo_and_picture_of_the_cover_are_on_it(draw: Callable[..., CoverPicture]) -> None:
    red, green = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (300, 200), "#ff0000").save(red, "PNG")
    Image.new("RGB", (60, 60), "#00ff00").save(green, "PNG")
    cover = draw(
        'title = "T"\ncover = "picture"\ncover_picture = "hall.png"\nlogo = "logo.png"\n',
        hall_png=red.getvalue(),
        logo_png=green.getvalue(),
    )
    colours = {colour for _, colour in pixels(cover).getcolors(1 << 22) or []}
    assert {(255, 0, 0), (0, 255, 0)} <= colours


def test_a_missing_typeface_is_named(draw: Callable[..., CoverPicture]) -> None:
    with pytest.raises(LayoutError, match="'Nonesuch' is not installed"):
        draw('title = "T"\n[fonts]\nheadings = "Nonesuch"\n')


def test_a_drawing_that_cannot_be_rendered_is_explained() -> None:
    with pytest.raises(LayoutError, match="cover of the e-book cannot be drawn"):
        render_cover(CoverPicture("<svg", "Cover", "Literata", "Literata"))


def test_a_cover_that_is_known_is_not_drawn_again(
    make_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = lay_out_documents(read_book(make_project({"chapters/a.md": "# A"})), Layouts())
    cache = MemoryCache()
    first = make_epub(content, cache)
    monkeypatch.setattr("booklet.epub.make.render_cover", lambda _: b"another")
    assert make_epub(content, cache) == first
