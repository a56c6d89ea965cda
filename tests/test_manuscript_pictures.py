"""Pictures: read once, checked, and nothing from outside; drawings lose what could do harm."""

from __future__ import annotations

import base64
import io
import os
import re
import unicodedata
from random import Random
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo
from systems import needs_links, needs_pipes

from booklet.common.errors import Place
from booklet.manuscript import read_pictures
from booklet.manuscript.drawings import UnsafeDrawingError, clean_drawing
from booklet.markup.chapter import PictureUse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from booklet.common.errors import Finding
    from booklet.manuscript.pictures import Picture

    MakeProject = Callable[[Mapping[str, str | bytes]], Path]

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)


def image(
    kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: object
) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind, **more)
    return stream.getvalue()


def read(project: Path, *paths: str) -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    uses = tuple(
        PictureUse(path, "alt", Place("chapters/a.md", line)) for line, path in enumerate(paths, 1)
    )
    return read_pictures(project, uses)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_has_type_size_and_a_name_of_its_own(
    kind: str, make_project: MakeProject
) -> None:
    content = image(kind)
    project = make_project({"chapters/My Map.PIC": content})
    pictures, findings = read(project, "chapters/My Map.PIC")
    picture = pictures["chapters/My Map.PIC"]
    assert findings == ()
    assert picture.media_type == f"image/{kind.lower()}"
    assert (picture.width, picture.height, picture.content) == (40, 20, content)
    assert picture.name.startswith("my-map-")


def test_the_same_content_has_one_name(make_project: MakeProject) -> None:
    project = make_project({"chapters/a.png": image(), "chapters/b.png": image()})
    pictures, _ = read(project, "chapters/a.png", "chapters/b.png", "chapters/a.png")
    assert len(pictures) == 2
    assert len({picture.name for picture in pictures.values()}) == 1


def test_a_photograph_on_its_side_stands_up(make_project: MakeProject) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    project = make_project({"chapters/a.jpg": image("JPEG", exif=exif)})
    picture = read(project, "chapters/a.jpg")[0]["chapters/a.jpg"]
    assert (picture.width, picture.height) == (20, 40)


def test_a_moving_picture_is_fine(make_project: MakeProject) -> None:
    frames = [Image.new("P", (4, 4), colour) for colour in (1, 2)]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    project = make_project({"chapters/a.gif": stream.getvalue()})
    assert read(project, "chapters/a.gif")[1] == ()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_half_a_picture_is_none(
    kind: str, make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused even after WeasyPrint has told Pillow to make do with it."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    noise = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(noise, kind)
    content = noise.getvalue()
    project = make_project({"chapters/a.png": content[: len(content) // 2]})
    _, findings = read(project, "chapters/a.png")
    assert [finding.code for finding in findings] == ["P303"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_spoilt_picture_is_whole_or_refused(kind: str, make_project: MakeProject) -> None:
    """Whatever Pillow says of it; only our own faults pass."""
    stream = io.BytesIO()
    Image.effect_noise((24, 24), 90).save(stream, kind)
    spoil = Random(kind)  # noqa: S311 - the same each time
    for _ in range(150):
        content = bytearray(stream.getvalue())
        for _ in range(spoil.choice((1, 3, 10))):
            content[spoil.randrange(min(len(content), 80))] = spoil.randrange(256)
        project = make_project({"chapters/a.png": bytes(content)})
        assert {one.code for one in read(project, "chapters/a.png")[1]} <= {"P303", "P304", "P309"}


def test_what_pillow_does_not_raise_for_a_broken_picture_is_a_bug(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object, **__: object) -> None:
        raise AttributeError("ours")

    monkeypatch.setattr(Image, "open", mistaken)
    project = make_project({"chapters/a.png": b"never seen before"})
    with pytest.raises(AttributeError, match="ours"):
        read(project, "chapters/a.png")


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO"])
def test_a_kind_that_e_readers_do_not_know_is_refused(kind: str, make_project: MakeProject) -> None:
    project = make_project({"chapters/a.png": image(kind)})
    assert [one.code for one in read(project, "chapters/a.png")[1]] == ["P303"]


@pytest.mark.parametrize(("on_disk", "typed"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_accents_may_be_composed_or_taken_apart(
    make_project: MakeProject, on_disk: str, typed: str
) -> None:
    path = "chapters/Été à/Größe.png"
    project = make_project({unicodedata.normalize(on_disk, path): image()})
    written = unicodedata.normalize(typed, path)
    pictures, findings = read(project, written)
    assert (list(pictures), findings) == ([written], ())


@needs_links
@needs_pipes
def test_what_cannot_be_had_is_told_for_each_use_with_its_line(make_project: MakeProject) -> None:
    project = make_project(
        {"chapters/map.png": image(), "chapters/images/plan.png": image(), "chapters/d.png/x": b""}
    )
    os.mkfifo(project / "chapters" / "pipe.png")
    (project / "chapters" / "out.png").symlink_to("/etc/hostname")
    pictures, findings = read(
        project,
        *["chapters/mapp.png", "chapters/mapp.png", "chapters/plan.png", "chapters/d.png"],
        *["chapters/pipe.png", "chapters/out.png", "../x.png", "chapters/a\0b.png"],
    )
    assert pictures == {}
    assert [(one.place.line, one.code) for one in findings if one.place] == [
        (1, "P301"),
        (2, "P301"),
        (3, "P301"),
        (4, "P307"),
        (5, "P307"),
        (6, "P302"),
        (7, "P301"),
        (8, "P301"),
    ]
    assert "Did you mean 'map.png'?" in findings[0].hint
    assert "Did you mean 'images/plan.png'?" in findings[2].hint


def test_a_picture_outside_is_not_read_even_if_it_is_there(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = make_project({"chapters/a.md": ""})
    (tmp_path / "x.png").write_bytes(image())
    assert [one.code for one in read(project, "../x.png", str(tmp_path / "x.png"))[1]] == [
        "P302",
        "P302",
    ]


@given(
    st.sampled_from(["PNG", "JPEG", "WEBP"]), st.integers(0, 700), st.binary(min_size=1, max_size=8)
)
def test_a_damaged_picture_is_shown_or_refused(kind: str, position: int, damage: bytes) -> None:
    from pathlib import Path as RealPath  # noqa: PLC0415 - only here at run time
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    content = image(kind, (16, 16))
    damaged = content[:position] + damage + content[position + len(damage) :]
    with TemporaryDirectory() as folder:
        (RealPath(folder) / "a.png").write_bytes(damaged)
        pictures, findings = read(RealPath(folder), "a.png")
    assert len(pictures) + len(findings) == 1


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="20" height="10"', (20, 10)),
        ('width="1in" height="72pt"', (96, 96)),
        ('viewBox="0 0 30 40"', (30, 40)),
        ('viewBox="0,0,30,40" width="60"', (60, 80)),
        ('viewBox="0 0 30 40" height="80px"', (60, 80)),
        ('width="100%" height="100%" viewBox="0 0 3 4"', (3, 4)),
        ("", (300, 150)),
        ('viewBox="a b c d"', (300, 150)),
        ('viewBox="0 0 0 0"', (300, 150)),
        ('viewBox="0 0 inf nan"', (300, 150)),
        (f'width="{"9" * 400}" height="1"', (150, 1)),
        ('width="1e8" height="1e8"', (10_000, 10_000)),
    ],
)
def test_a_drawing_has_a_size(attributes: str, size: tuple[int, int]) -> None:
    drawing = clean_drawing(SVG.format(attributes, "").encode())
    if "9" * 400 in attributes:
        assert drawing.height == 1
    else:
        assert (drawing.width, drawing.height) == size


HARM = [
    "<script>go()</script>",
    '<g onclick="go()"/>',
    '<g ONCLICK="go()"/>',
    '<a href="javascript:go()"><rect/></a>',
    '<a xlink:href="https://bad.example/"><rect/></a>',
    '<image href="https://bad.example/a.png"/>',
    '<image xlink:href="file:///bad"/>',
    '<image href="data:text/html,bad"/>',
    '<image href="data:image/svg+xml;base64,bad"/>',
    '<use href="bad.svg#a"/>',
    '<use href=" //bad.example/#a"/>',
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">bad</p></foreignObject>',
    '<style>@import "bad.css";</style>',
    "<style>@import url(bad.css);</style>",
    "<style>rect { fill: url(bad.svg#a) }</style>",
    "<style>rect { fill: u\\72l(other.svg) }</style>",
    "<style>rect { fill: \\75 rl(other.svg) }</style>",
    "<style>rect { fill: ur/**/l(other.svg) url/**/(other) }</style>",
    "<style>rect { background: image-set('bad.png' 1x) }</style>",
    '<style>@font-face { src: url("bad.woff") }</style>',
    "<rect style=\"fill: url('https://bad.example/')\"/>",
    '<rect fill="url(bad.svg#a)"/>',
    '<rect xml:base="https://bad.example/"/>',
    '<set attributeName="href" to="bad"/>',
    '<animate attributeName="href" values="bad"/>',
    '<x xmlns="https://bad.example/ns"/>',
    '<?xml-stylesheet href="bad.css"?>',
    '<style>@im@import;port "https://bad.example/";</style>',
    '<style><tspan/>@import "https://bad.example/";</style>',
    '<style>@imp<tspan/>ort "https://bad.example/";</style>',
    "<style>@media screen { @import 'bad.css'; }</style>",
    "<style>rect { --x: url(//bad.example/); fill: SRC('bad') }</style>",
    "<style>rect { fill: -webkit-image-set('bad.png' 1x); behavior: url(#bad) }</style>",
    "<style>rect { cursor: url('data:image/png;base64,bad') }</style>",
    '<use href="data:image/png;base64,bad"/>',
    '<rect style="&#64;import bad; fill: red"/>',
]


@pytest.mark.parametrize("harm", HARM)
def test_a_drawing_loses_what_could_do_harm(harm: str) -> None:
    drawing = clean_drawing(SVG.format('width="9" height="9"', f"<g>{harm}<circle/></g>").encode())
    content = drawing.content.decode()
    assert "go()" not in content
    assert "bad" not in content
    assert "@im" not in content
    assert "<circle" in content
    fromstring(content)  # noqa: S314 - our own


def test_a_drawing_keeps_its_shapes_its_words_and_its_own_references() -> None:
    inside = (
        '<defs><linearGradient id="g"/></defs><style>.a { fill: url(#g) }</style>'
        '<rect class="a" style="stroke: url(#g)" fill="url(\'#g\')"/><use xlink:href="#g"/>'
        '<a href="https://www.example.org/"><text>Words</text> after</a>'
        '<image href="data:image/png;base64,AAAA"/><title>A &amp; B</title>'
    )
    svg = SVG.format('viewBox="0 0 9 9"', inside).encode()
    drawing = clean_drawing(svg, lambda content: ("image/png", content))
    content = drawing.content.decode()
    for kept in (".a { fill: url(#g) }", "stroke: url(#g)", 'xlink:href="#g"', "Words", " after"):
        assert kept in content
    assert "data:image/png;base64,AAAA" in content
    assert "A &amp; B" in content
    assert drawing.left_out == ()


@pytest.mark.parametrize(
    "inside",
    [
        '<use id="u" href="#u"/>',
        '<g id="a"><g><use href="#a"/></g></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="p"><rect fill="url(#p)"/></pattern>',
        '<mask id="m"><rect mask="url(#m)"/></mask>',
    ],
)
def test_what_stands_in_itself_is_taken_out_of_a_drawing(inside: str) -> None:
    drawing = clean_drawing(SVG.format("", inside + "<circle/>").encode())
    assert len(drawing.left_out) == 1
    assert "of what it stands in itself" in drawing.left_out[0]
    again = clean_drawing(drawing.content)
    assert again.left_out == ()
    assert again.content == drawing.content


def test_what_a_drawing_loses_is_told(make_project: MakeProject) -> None:
    project = make_project({"chapters/a.svg": SVG.format("", "<script/><rect onload='x'/>")})
    pictures, (finding,) = read(project, "chapters/a.svg")
    assert finding.code == "P308"
    assert "<script>, 'onload'" in finding.problem
    assert pictures["chapters/a.svg"].media_type == "image/svg+xml"


ENTITY = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + SVG.format("", "&a;")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg",
        b"<svg/>",
        b"<html/>",
        b"\xff\xfe\x00",
        SVG.format("", "<b>").encode(),
        SVG.format("", "&unknown;").encode(),
        ENTITY.encode(),
        ENTITY.encode("utf-16"),
        f'<?xml version="1.0" encoding="no-such"?>{SVG.format("", "")}'.encode(),
        SVG.format("", "<g>" * 300 + "</g>" * 300).encode(),
        SVG.format("", "<g/>" * 60_000).encode(),
    ],
)
def test_what_is_no_safe_drawing_is_refused(content: bytes) -> None:
    with pytest.raises(UnsafeDrawingError):
        clean_drawing(content)


def test_a_document_type_without_entities_is_passed_over() -> None:
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    assert b"DOCTYPE" not in clean_drawing((doctype + SVG.format("", "")).encode()).content


def data_picture(size: tuple[int, int], **options: object) -> str:
    written = io.BytesIO()
    Image.new("1", size).save(written, "PNG", **options)
    return f"data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"


@pytest.mark.parametrize(
    ("pictures", "words"),
    [
        ([(20_000, 20_000)], "far too many pixels"),
        ([(5_000, 5_000)] * 3, "with the others in it, 75,000,000 pixels"),
    ],
)
def test_pictures_inside_a_drawing_are_pictures(
    make_project: MakeProject, pictures: list[tuple[int, int]], words: str
) -> None:
    carried = (f'<image width="9" height="9" href="{data_picture(one)}"/>' for one in pictures)
    project = make_project({"chapters/a.svg": SVG.format("", "".join(carried))})
    shown, (finding,) = read(project, "chapters/a.svg")
    assert (shown, finding.code) == ({}, "P304")
    assert "'chapters/a.svg (a picture in this drawing)' is too large" in finding.problem
    assert words in finding.problem


def test_a_picture_inside_a_drawing_loses_what_its_camera_wrote(make_project: MakeProject) -> None:
    note = PngInfo()
    note.add_text("Comment", "at home")
    inside = f'<image width="9" height="9" href="{data_picture((9, 9), pnginfo=note)}"/>'
    assert b"at home" in base64.b64decode(inside.partition("base64,")[2].partition('"')[0])
    project = make_project({"chapters/a.svg": SVG.format("", inside)})
    shown, findings = read(project, "chapters/a.svg")
    assert findings == ()
    carried = re.search(rb"base64,([^\"]+)", shown["chapters/a.svg"].content)
    assert carried is not None
    assert b"at home" not in base64.b64decode(carried[1])


@pytest.mark.parametrize("junk", ["AAAA", "A", "===="])
def test_a_broken_picture_inside_a_drawing_is_refused(make_project: MakeProject, junk: str) -> None:
    inside = f'<image width="9" height="9" href="data:image/png;base64,{junk}"/>'
    project = make_project({"chapters/a.svg": SVG.format("", inside)})
    shown, (finding,) = read(project, "chapters/a.svg")
    assert shown == {}
    assert finding.code in {"P303", "P305"}


@given(st.binary(max_size=100), st.text(max_size=50))
def test_any_drawing_is_cleaned_or_refused(junk: bytes, inside: str) -> None:
    for content in (junk, SVG.format("", inside).encode("utf-8", "replace")):
        try:
            drawing = clean_drawing(content)
        except UnsafeDrawingError:
            continue
        fromstring(drawing.content)  # noqa: S314 - our own
        assert clean_drawing(drawing.content).content == drawing.content


def test_no_chapter_is_offered_in_the_place_of_a_missing_picture(make_project: MakeProject) -> None:
    project = make_project({"chapters/one.md": b"# One"})
    (finding,) = read(project, "chapters/none.png")[1]
    assert "Did you mean" not in finding.hint


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1e9", True),
        ("-5", True),
        ("NaN", True),
        ("10em", False),
        ("100vw", False),
        ("auto", False),
    ],
)
def test_a_size_that_no_page_has_does_not_hide_a_drawing(written: str, told: bool) -> None:  # noqa: FBT001 - a parameter
    shown = 'viewBox="0 0 20 10"'
    drawing = clean_drawing(
        SVG.format(f'{shown} width="{written}" height="{written}"', "").encode()
    )
    assert b"width" not in drawing.content
    assert (drawing.width, drawing.height) == (20, 10)
    assert bool(drawing.left_out) is told
