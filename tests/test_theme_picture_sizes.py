"""Pictures have as many pixels as paper and screens show, in forms that every reader knows."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from booklet.epub.crosslinks import file_pictures
from booklet.manuscript.pictures import Picture
from booklet.theme.picture_sizes import (
    fit_for_phones,
    fit_for_print,
    fit_for_screens,
    fit_for_slides,
    in_common_format,
)

A5 = (420.0, 595.0)
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}


def picture(kind: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> Picture:
    """Make a picture with noise in it, which does not get smaller by itself."""
    noise = Image.effect_noise(size, 80).convert(mode)
    if mode == "RGBA":
        noise.putalpha(128)
    output = io.BytesIO()
    noise.save(output, kind, **options)
    return Picture(f"a{SUFFIXES[kind]}", f"image/{kind.lower()}", output.getvalue(), *size)


def opened(one: Picture) -> Image.Image:
    return Image.open(io.BytesIO(one.content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_is_scaled_and_keeps_its_shape_and_kind(kind: str) -> None:
    photograph = picture(kind, (2600, 1950))
    paper, screen = fit_for_print(photograph, *A5), fit_for_screens(photograph)
    assert opened(paper).size == (1750, 1312)
    assert opened(screen).size == (2048, 1536)
    assert paper.media_type == screen.media_type == photograph.media_type
    assert len(paper.content) < len(screen.content) < len(photograph.content)
    assert (screen.width, screen.height) == (2600, 1950)  # its size on a page stays


def test_what_is_small_enough_stays_byte_for_byte() -> None:
    for kind in ("JPEG", "PNG", "GIF"):
        small = picture(kind, (1800, 400))
        assert fit_for_print(small, *A5) is small
        assert fit_for_screens(small) is small


def test_phones_get_what_their_column_shows() -> None:
    photograph, lines = picture("JPEG", (2600, 1950)), Image.new("RGB", (1800, 900), "white")
    shown = fit_for_phones(photograph)
    assert (shown.media_type, shown.name) == ("image/webp", "a.webp")
    assert opened(shown).size == (1080, 810)
    assert (shown.width, shown.height) == (2600, 1950)
    for x in range(0, 1800, 7):
        lines.putpixel((x, x // 2), (0, 0, 0))
    output = io.BytesIO()
    lines.resize((900, 450)).save(output, "PNG", compress_level=1)
    drawn = Picture("b.png", "image/png", output.getvalue(), 900, 450)
    exact = opened(fit_for_phones(drawn))
    assert exact.format == "WEBP"
    assert exact.tobytes() == opened(drawn).tobytes()
    moving = picture("GIF", (1800, 400))
    assert fit_for_phones(moving) is moving


def test_a_turned_photograph_is_upright_on_a_slide() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = picture("JPEG", (400, 300), exif=exif)
    upright = Picture(turned.name, turned.media_type, turned.content, 300, 400)
    assert opened(fit_for_slides(upright)).size == (300, 400)
    straight = picture("JPEG", (400, 300))
    assert fit_for_slides(straight) is straight


def test_a_drawing_stays_as_it_is() -> None:
    drawing = Picture("a.svg", "image/svg+xml", b"<svg/>", 9000, 9000)
    assert fit_for_print(drawing, *A5) is fit_for_screens(drawing) is drawing


def test_a_turned_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = picture("JPEG", (2600, 1950), exif=exif)
    upright = Picture(turned.name, turned.media_type, turned.content, 1950, 2600)
    scaled = opened(fit_for_screens(upright))
    assert scaled.size == (1536, 2048)
    assert 0x0112 not in scaled.getexif()


@pytest.mark.parametrize(("mode", "media_type"), [("RGB", "image/jpeg"), ("RGBA", "image/png")])
def test_an_e_book_has_no_webp(mode: str, media_type: str) -> None:
    webp = picture("WEBP", (300, 200), mode)
    for shown in (fit_for_screens(webp), in_common_format(webp)):
        assert shown.media_type == media_type
        assert shown.name.endswith(".jpg" if mode == "RGB" else ".png")
        assert opened(shown).size == (300, 200)
    assert fit_for_print(webp, *A5) is webp


def test_an_e_book_shows_the_first_picture_of_a_webp_that_moves() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("#a00", "#0a0")]
    moving = picture("WEBP", (30, 20), save_all=True, append_images=frames)
    for shown in (fit_for_screens(moving), in_common_format(moving)):
        assert shown.media_type == "image/jpeg"


def test_a_picture_of_sixteen_bits_keeps_its_greys() -> None:
    deep = Image.new("I;16", (4, 1))
    for x, value in enumerate((0, 16_384, 32_768, 65_535)):
        deep.putpixel((x, 0), value)
    output = io.BytesIO()
    deep.save(output, "PNG")
    stored = Picture("a.png", "image/png", output.getvalue(), 4, 1)
    for shown in (fit_for_print(stored, *A5), fit_for_screens(stored)):
        greys = [opened(shown).getpixel((x, 0)) for x in range(4)]
        assert greys == pytest.approx([0, 64, 128, 255], abs=1)


def test_originals_are_kept_when_asked() -> None:
    photograph = picture("JPEG", (2600, 1950))
    (kept,), _ = file_pictures({"a.jpg": photograph}, in_common_format)
    (scaled,), names = file_pictures({"a.jpg": photograph, "b.jpg": photograph}, fit_for_screens)
    assert kept.content == photograph.content
    assert len(scaled.content) < len(kept.content)
    assert names == {"a.jpg": "images/a.jpg", "b.jpg": "images/a.jpg"}
