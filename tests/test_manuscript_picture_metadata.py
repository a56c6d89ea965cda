"""A book does not tell where its photographs were taken; every pixel stays as it was."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from booklet.common.errors import Place
from booklet.manuscript.picture_metadata import UPRIGHT, without_metadata
from booklet.manuscript.pictures import read_pictures
from booklet.markup.chapter import PictureUse
from booklet.pipelines.book import build_epub, build_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SECRET = b"Example Road 12"
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
ORIENTATION, GPS, CAMERA = 0x0112, 0x8825, 0x0110


@dataclass(frozen=True)
class Photograph:
    """A file with everything that cameras and programs write into it."""

    kind: str
    content: bytes


def photograph(kind: str, orientation: int = 6, **more: object) -> Photograph:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[CAMERA] = SECRET.decode()
    exif[GPS] = {1: "N", 2: (53.0, 48.0, 5.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if kind == "PNG":
        notes = PngInfo()
        notes.add_text("Author", SECRET.decode())
        notes.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=False)
        more["pnginfo"] = notes
    else:
        more["xmp"] = SECRET
    if kind == "JPEG":
        more["comment"] = SECRET
    picture = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
    stream = io.BytesIO()
    picture.save(stream, kind, exif=exif, icc_profile=profile, dpi=(144, 144), **more)
    return Photograph(kind, stream.getvalue())


def seen(content: bytes) -> tuple[Image.Image, bytes | None]:
    """Open a picture as readers show it, with its colour profile."""
    with Image.open(io.BytesIO(content)) as image:
        return ImageOps.exif_transpose(image), image.info.get("icc_profile")


def cleaned(taken: Photograph, orientation: int = 6) -> bytes:
    return without_metadata(taken.content, KINDS[taken.kind], orientation)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_pixels_profile_and_orientation_stay_and_all_else_goes(kind: str, orientation: int) -> None:
    taken = photograph(kind, orientation)
    assert SECRET in taken.content
    clean = cleaned(taken, orientation)
    assert SECRET not in clean
    before, profile = seen(taken.content)
    after, profile_after = seen(clean)
    assert before.tobytes() == after.tobytes()
    assert before.size == after.size
    assert profile_after == profile
    assert profile is not None
    with Image.open(io.BytesIO(clean)) as image:
        assert dict(image.getexif()) == (
            {} if orientation == UPRIGHT else {ORIENTATION: orientation}
        )
        assert image.info.get("dpi", (144, 144)) == pytest.approx((144, 144), abs=0.1)


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 1}])
def test_every_way_of_packing_a_jpeg_is_understood(options: dict[str, object]) -> None:
    taken = photograph("JPEG", **options)
    assert seen(cleaned(taken))[0].tobytes() == seen(taken.content)[0].tobytes()


@pytest.mark.parametrize("options", [{"lossless": True}, {"lossless": False}])
def test_every_way_of_packing_a_webp_is_understood(options: dict[str, object]) -> None:
    taken = photograph("WEBP", **options)
    assert seen(cleaned(taken))[0].tobytes() == seen(taken.content)[0].tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_follows_the_picture_in_its_file_goes(kind: str) -> None:
    taken = photograph(kind)
    film = Photograph(kind, taken.content + b"....ftypmp42" + SECRET)
    assert cleaned(film) == cleaned(taken)


def test_a_camera_that_stores_two_pictures_in_a_file_is_fine(
    make_project: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    stream = io.BytesIO()
    one, other = (Image.new("RGB", (40, 20), colour) for colour in ("red", "blue"))
    one.save(stream, "MPO", save_all=True, append_images=[other])
    project = make_project({"chapters/a.jpg": stream.getvalue()})
    use = PictureUse("chapters/a.jpg", "alt", Place("chapters/a.md", 1))
    pictures, findings = read_pictures(project, [use])
    assert findings == ()
    picture = pictures["chapters/a.jpg"]
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 40, 20)
    assert picture.name.endswith(".jpg")
    with Image.open(io.BytesIO(picture.content)) as image:
        assert image.format == "JPEG"


@pytest.mark.parametrize("kind", KINDS)
def test_cleaning_twice_changes_nothing_more(kind: str) -> None:
    once = cleaned(photograph(kind))
    assert cleaned(Photograph(kind, once)) == once


def test_a_moving_picture_goes_on_moving() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP"):
        stream = io.BytesIO()
        frames[0].save(stream, kind, save_all=True, append_images=frames[1:], duration=100)
        with Image.open(io.BytesIO(without_metadata(stream.getvalue(), KINDS[kind], 1))) as image:
            assert image.n_frames == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_ends_too_early_is_an_error(kind: str) -> None:
    taken = photograph(kind)
    with pytest.raises(ValueError, match="ends too early"):
        cleaned(Photograph(kind, taken.content[:30]))


def test_neither_booklet_nor_e_book_says_where_a_photograph_was_taken(
    make_project: Callable[[Mapping[str, str | bytes]], Path], tmp_path: Path
) -> None:
    project = make_project(
        {
            "chapters/01-a.md": "# A\n\n![Sports day](day.jpg)\n",
            "chapters/day.jpg": photograph("JPEG").content,
        }
    )
    build_pdf(project, tmp_path)
    build_epub(project, tmp_path)
    [book] = tmp_path.glob("*.epub")
    with ZipFile(book) as archive:
        assert not any(SECRET in archive.read(name) for name in archive.namelist())
    for file in tmp_path.glob("*.pdf"):
        with pikepdf.open(file) as pdf:
            streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
            assert any(each.get("/Subtype") == "/Image" for each in streams)
            assert not any(SECRET in each.read_raw_bytes() for each in streams)
