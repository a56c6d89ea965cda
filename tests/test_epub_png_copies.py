"""PNG copies of drawings: the same picture in pixels, and readers may choose."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from epub_samples import pack, sample_book, sample_chapter
from PIL import Image

from booklet.common.errors import LayoutError
from booklet.common.xhtml import parse, serialise_content
from booklet.config import Fonts
from booklet.epub.content import EbookPicture
from booklet.epub.png_copies import copy_drawings, file_drawings, offer_copies
from booklet.manuscript.pictures import Picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FLAG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150">'
    b'<rect width="100" height="150" fill="#cc0000"/><rect x="200" width="100" height="150"/>'
    b'<text x="105" y="80" font-family="Arial" font-size="30">Trust</text></svg>'
)


def drawing(content: bytes = FLAG) -> EbookPicture:
    return EbookPicture("images/flag.svg", "image/svg+xml", content)


def copied(size: tuple[int, int] = (300, 150), content: bytes = FLAG) -> EbookPicture:
    return copy_drawings([drawing(content)], {"images/flag.svg": size}, Fonts())["images/flag.svg"]


def pixels(picture: EbookPicture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content)).convert("RGB")


def test_a_copy_shows_the_drawing() -> None:
    copy = copied()
    shown = pixels(copy)
    assert (copy.file_name, copy.media_type, shown.size) == (
        "images/flag.png",
        "image/png",
        (900, 450),
    )
    assert [shown.getpixel((x, 400)) for x in (150, 450, 750)] == [
        (204, 0, 0),
        (255, 255, 255),
        (0, 0, 0),
    ]


def test_words_stand_in_our_typefaces_whatever_the_drawing_asks_for() -> None:
    middle = pixels(copied()).crop((310, 150, 590, 250))
    assert middle.getextrema() == ((0, 255),) * 3
    other = FLAG.replace(b"Arial", b"Helvetica, sans-serif")
    assert copied(content=other).content != copied().content == copied().content


@pytest.mark.parametrize(
    ("size", "pixel_size"),
    [((20, 10), (600, 300)), ((150, 300), (450, 900)), ((2000, 500), (2400, 600))],
)
def test_a_copy_is_sharp_and_not_too_large(
    size: tuple[int, int], pixel_size: tuple[int, int]
) -> None:
    content = FLAG.replace(b'viewBox="0 0 300 150"', b'width="%d" height="%d"' % size)
    assert pixels(copied(size, content)).size == pixel_size


def test_what_cannot_be_drawn_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(LayoutError, match=r"(?s)flag\.svg.*png_copies"):
        copied(content=b"<svg")


def test_readers_may_choose_and_the_picture_stays_where_it_was() -> None:
    root = parse('<p>a <img src="images/flag.svg" alt="A flag"/> b <img src="images/a.png"/></p>')
    offer_copies(root, {"images/flag.svg": copied()})
    assert serialise_content(root) == (
        '<p>a <picture><source srcset="images/flag.svg" type="image/svg+xml"/>'
        '<img src="images/flag.png" alt="A flag"/></picture> b <img src="images/a.png"/></p>'
    )


TYPED = (
    '<p id="p">A <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" role="img" width="40">'
    '<title>Two &amp; two</title><g><rect width="5" height="5"/></g></svg> here</p>'
)


def test_a_drawing_typed_into_a_chapter_becomes_a_file_that_can_have_a_copy() -> None:
    book = sample_book((sample_chapter("one", "One", TYPED),))
    filed = file_drawings(book)
    ((path, picture),) = filed.pictures.items() - book.pictures.items()
    assert filed.chapters[0].html == (
        f'<p id="p">A <img src="{path}" alt="Two &amp; two"/> here</p>'
    )
    assert (picture.width, picture.height) == (40, 20)
    assert b"<rect" in picture.content
    assert file_drawings(filed).pictures == filed.pictures


@pytest.mark.validator
def test_a_book_with_copies_is_valid(
    epubcheck: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    shown = '<p>A <img src="chapters/flag.svg" alt="A flag"/>.</p>'
    chapter = sample_chapter("one", "One", shown + TYPED)
    book = sample_book((chapter,), ebook={"png_copies": True})
    flag = Picture("flag-1a2b.svg", "image/svg+xml", FLAG, 300, 150)
    pictures = {**book.pictures, "chapters/flag.svg": flag}
    path = tmp_path / "book.epub"
    content = pack(replace(book, pictures=pictures))
    path.write_bytes(content)
    assert content == pack(replace(book, pictures=pictures))
    assert epubcheck(path) == []
    with zipfile.ZipFile(path) as archive:
        documents = {
            name: archive.read(name).decode() for name in archive.namelist() if "xhtml" in name
        }
        text = documents["EPUB/one.xhtml"]
        package = archive.read("EPUB/content.opf").decode()
        assert {"EPUB/images/flag-1a2b.svg", "EPUB/images/flag-1a2b.png"} <= set(archive.namelist())
    assert text.count('alt="A flag"') == text.count('alt="Two &amp; two"') == 1
    assert not [name for name, said in documents.items() if "<svg" in said]
    assert text.count('<img class="chapter-mark"') == text.count('alt=""') == 1
    assert "Every picture is described in words." in package
