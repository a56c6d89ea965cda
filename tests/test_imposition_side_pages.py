"""An imposed file is no larger than its source, whatever program made that."""

from __future__ import annotations

import random
import subprocess
import time
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode
from sheet_samples import A5, make_pages

from booklet.imposition.draw import impose
from booklet.imposition.side_content import SideContent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pikepdf import Object, Pdf

PAGE_COUNT = 1000
SECONDS = 10
FIXED = 300
"""Bytes that the viewer preferences, the title and the blank sides of a small file may take."""


class Press:
    """Makes pages of text, in the ways of many programs. The text is the same on each run."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.random = random.Random(1)  # noqa: S311 - the same on each run, and no secret
        self.fonts = [self._font(name) for name in ("/Helvetica", "/Times-Roman")]
        self.resources = self.pdf.make_indirect(Dictionary(Font=Dictionary(F1=self.fonts[0])))

    def _font(self, name: str) -> Object:
        return self.pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(name))
        )

    def text(self, lines: int) -> bytes:
        """Write lines that resemble each other, as a chapter's do."""
        words = (
            " ".join(self.random.choices(["rule", "thumb", "term", "school", "pupils"], k=9))
            for _ in range(lines)
        )
        return b"BT /F1 9 Tf 11 TL 40 550 Td %b ET" % b" ".join(
            f"({line}) '".encode() for line in words
        )

    def picture(self) -> Object:
        """Draw a picture of noise, which nobody can press any smaller."""
        pixels = self.random.randbytes(30)
        picture = self.pdf.make_stream(pixels, Type=Name.XObject, Subtype=Name.Image)
        picture.Width, picture.Height, picture.BitsPerComponent = 10, 3, 8
        picture.ColorSpace = Name.DeviceGray
        return picture


def plain(press: Press, _index: int, page: Object) -> None:
    page.Contents = press.pdf.make_stream(press.text(30))


def tiny(press: Press, index: int, page: Object) -> None:
    page.Contents = press.pdf.make_stream(f"BT /F1 9 Tf 40 40 Td ({index}) Tj ET".encode())


def own_resources(press: Press, index: int, page: Object) -> None:
    plain(press, index, page)
    page.Resources = Dictionary(Font=Dictionary(F1=press.fonts[0]), ProcSet=Array([Name.PDF]))


def own_pictures(press: Press, index: int, page: Object) -> None:
    own_resources(press, index, page)
    page.Resources.XObject = Dictionary({f"/Im{index}": press.picture()})


def clashing_names(press: Press, index: int, page: Object) -> None:
    plain(press, index, page)
    page.Resources = Dictionary(Font=Dictionary(F1=press.fonts[index % 4 // 2]))


def own_groups(press: Press, index: int, page: Object) -> None:
    plain(press, index, page)
    page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def unrestored(press: Press, _index: int, page: Object) -> None:
    page.Contents = press.pdf.make_stream(b"q 0.9 0 0 0.9 0 0 cm " + press.text(30))


def rotated(press: Press, index: int, page: Object) -> None:
    plain(press, index, page)
    page.Rotate = press.random.choice([0, 180])


def own_sizes(press: Press, index: int, page: Object) -> None:
    plain(press, index, page)
    page.MediaBox = Array([0, 0, A5[0] + press.random.random(), A5[1] + press.random.random()])


def in_parts(press: Press, index: int, page: Object) -> None:
    if index == 0:
        press.pdf.Root.Letterhead = press.pdf.make_stream(press.text(40))
    own = press.pdf.make_stream(press.text(5))
    page.Contents = Array([press.pdf.Root.Letterhead, own])


def all_alike(press: Press, index: int, page: Object) -> None:
    if index == 0:
        press.pdf.Root.Letterhead = press.pdf.make_stream(press.text(40))
    page.Contents = press.pdf.Root.Letterhead


KINDS = (
    plain,
    tiny,
    own_resources,
    clashing_names,
    own_pictures,
    own_groups,
    unrestored,
    rotated,
    own_sizes,
    in_parts,
    all_alike,
)


def print_pages(
    kind: Callable[[Press, int, Object], None], page_count: int = PAGE_COUNT
) -> Iterator[bytes]:
    """Make a PDF, as it is and packed as closely as pikepdf can."""
    press = Press()
    for index in range(page_count):
        page = press.pdf.make_indirect(
            Dictionary(Type=Name.Page, MediaBox=Array([0, 0, *A5]), Resources=press.resources)
        )
        kind(press, index, page)
        press.pdf.pages.append(pikepdf.Page(page))
    yield _save(press.pdf, ObjectStreamMode.disable)
    yield pack(press.pdf)


def pack(pdf: Pdf) -> bytes:
    pikepdf.settings.set_flate_compression_level(9)
    try:
        return _save(pdf, ObjectStreamMode.generate)
    finally:
        pikepdf.settings.set_flate_compression_level(-1)


def _save(pdf: Pdf, mode: ObjectStreamMode) -> bytes:
    saved = BytesIO()
    pdf.save(saved, object_stream_mode=mode, recompress_flate=True)
    return saved.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_pages_take_seconds_and_no_more_room(
    kind: Callable[[Press, int, Object], None],
) -> None:
    for source in print_pages(kind):
        start = time.process_time()
        imposed = impose(source)
        assert time.process_time() - start < SECONDS
        assert len(imposed.pdf) <= len(source)
        assert imposed.instructions.sheets_per_copy == PAGE_COUNT / 4


def test_creep_moves_every_sheet_and_takes_no_more_room() -> None:
    for source in print_pages(plain):
        assert len(impose(source, caliper_mm=0.05).pdf) <= len(source)


@pytest.mark.parametrize("page_count", [1, 2, 3, 4, 5, 8, 13, 24])
def test_a_few_pages_take_hardly_more_room(page_count: int) -> None:
    with pikepdf.open(BytesIO(make_pages(page_count))) as pdf:
        closest = pack(pdf)
    assert len(impose(closest).pdf) <= len(closest) + FIXED


@pytest.mark.slow
@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("compressed", [True, False])
def test_pages_from_weasyprint_take_no_more_room(*, tagged: bool, compressed: bool) -> None:
    weasyprint = pytest.importorskip("weasyprint")
    section = "<section><h2>Rule {}</h2><p>" + "Say what you mean, and mean it. " * 40
    html = "<style>@page { size: A5 } section { break-after: page }</style>" + "".join(
        section.format(number) for number in range(60)
    )
    source = weasyprint.HTML(string=f"<html lang=en><title>Rules</title>{html}").write_pdf(
        pdf_tags=tagged, uncompressed_pdf=not compressed
    )
    assert len(impose(source).pdf) <= len(source)


def test_what_pages_share_stays_shared() -> None:
    _, packed = print_pages(in_parts, 40)
    with pikepdf.open(BytesIO(impose(packed).pdf)) as opened:
        assert len({page.obj.Resources.objgen for page in opened.pages}) == 1
        letterheads = {page.obj.Contents[1].objgen for page in opened.pages}
        assert len(letterheads) == 1


def render(pdf: bytes, folder: Path, name: str) -> list[bytes]:
    """Draw every side as another program sees it."""
    file = folder / f"{name}.pdf"
    file.write_bytes(pdf)
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-r", "50", file, folder / name], check=True)
    return [picture.read_bytes() for picture in sorted(folder.glob(f"{name}-*.ppm"))]


@pytest.mark.validator
@pytest.mark.parametrize("kind", KINDS)
def test_pages_look_the_same_as_if_each_were_kept_in_a_form_of_its_own(
    kind: Callable[[Press, int, Object], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, source = print_pages(kind, 10)
    sides = render(impose(source, caliper_mm=0.3).pdf, tmp_path, "direct")
    monkeypatch.setattr(SideContent, "_draw_directly", lambda _side, _content: False)
    assert sides == render(impose(source, caliper_mm=0.3).pdf, tmp_path, "forms")
    assert len(sides) == 6
    assert len(set(sides)) > 1 or kind is all_alike
