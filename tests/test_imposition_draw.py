"""Pages are drawn as they are, none disturbs the one beside it, and the file stays small."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode
from sheet_samples import A5, Sample, make_pages, make_pdf, page_content, read_sides, save

from booklet.imposition.impose import impose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Check
    from pikepdf import Object, Pdf

PAGE_COUNT = 1000
ROOM_FOR_A_FILE = 2000
"""Bytes that the viewer preferences, the title and the sides of a file may take."""

ROOM_FOR_A_PAGE = 72
"""Bytes that the entries of a form XObject take in a file; no compression reaches them."""

ROOM_FOR_A_SIDE = 150
"""Bytes that the content of a side takes when no other side has the same."""


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


def joined(pdf: bytes) -> bytes:
    """Give each page its content in a stream of its own, as a form XObject needs it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            page.contents_coalesce()
        return pack(opened)


@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_pages_take_hardly_more_room(
    kind: Callable[[Press, int, Object], None],
) -> None:
    # Pages were once drawn without forms, and the file was never larger than its source. What a
    # form takes more is nothing beside a page of a book, and saved 440 lines of code.
    most = ROOM_FOR_A_FILE + PAGE_COUNT * ROOM_FOR_A_PAGE
    if kind is own_sizes:
        most += PAGE_COUNT // 2 * ROOM_FOR_A_SIDE
    for source in print_pages(kind):
        imposed = impose(source)
        compared = joined(source) if kind is in_parts else source
        assert len(imposed.pdf) <= len(compared) + most
        assert imposed.instructions.sheets_per_copy == PAGE_COUNT / 4


def test_creep_moves_every_sheet_and_takes_hardly_more_room() -> None:
    most = ROOM_FOR_A_FILE + PAGE_COUNT * (ROOM_FOR_A_PAGE + ROOM_FOR_A_SIDE // 4)
    for source in print_pages(plain):
        assert len(impose(source, caliper_mm=0.05).pdf) <= len(source) + most


@pytest.mark.parametrize("page_count", [1, 2, 3, 4, 5, 8, 13, 24])
def test_a_few_pages_take_hardly_more_room(page_count: int) -> None:
    with pikepdf.open(BytesIO(make_pages(page_count))) as pdf:
        closest = pack(pdf)
    assert len(impose(closest).pdf) <= len(closest) + ROOM_FOR_A_FILE


@pytest.mark.slow
@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("compressed", [True, False])
def test_pages_from_weasyprint_take_hardly_more_room(*, tagged: bool, compressed: bool) -> None:
    weasyprint = pytest.importorskip("weasyprint")
    section = "<section><h2>Rule {}</h2><p>" + "Say what you mean, and mean it. " * 40
    html = "<style>@page { size: A5 } section { break-after: page }</style>" + "".join(
        section.format(number) for number in range(60)
    )
    source = weasyprint.HTML(string=f"<html lang=en><title>Rules</title>{html}").write_pdf(
        pdf_tags=tagged, uncompressed_pdf=not compressed
    )
    assert len(impose(source).pdf) <= 1.05 * len(source) + ROOM_FOR_A_FILE


def with_letterhead(press: Press, index: int, page: Object) -> None:
    plain(press, index, page)
    if index == 0:
        press.pdf.Root.Letterhead = press.pdf.make_stream(
            press.text(40), Subtype=Name.Form, BBox=Array([0, 0, *A5]), Resources=press.resources
        )
    page.Resources = Dictionary(
        Font=Dictionary(F1=press.fonts[0]), XObject=Dictionary(Head=press.pdf.Root.Letterhead)
    )


def forms_of(pdf: Pdf) -> list[Object]:
    """List the form XObjects of all sides, in order."""
    return [form for page in pdf.pages for form in page.obj.Resources.XObject.values()]


def test_what_pages_share_stays_shared() -> None:
    _, packed = print_pages(with_letterhead, 40)
    with pikepdf.open(BytesIO(impose(packed).pdf)) as opened:
        forms = forms_of(opened)
        assert len(forms) == 40
        assert len({form.Resources.objgen for form in forms}) == 1
        assert len({page.obj.Contents.objgen for page in opened.pages}) == 1
        assert sum(len(form.read_bytes()) for form in forms) > 40 * 1000
    _, packed = print_pages(all_alike, 40)
    with pikepdf.open(BytesIO(impose(packed).pdf)) as opened:
        assert len({form.objgen for form in forms_of(opened)}) == 1


@pytest.fixture
def render(
    tmp_path: Path, qpdf: Check, poppler: Callable[..., str]
) -> Callable[..., list[list[bytes]]]:
    """Draw pages as another program sees them: for each its rows, of three bytes a pixel."""

    def draw(pdf: bytes, width: int, height: int) -> list[list[bytes]]:
        file = tmp_path / f"{width}.pdf"
        file.write_bytes(pdf)
        assert qpdf(file) == []
        size = ("-scale-to-x", width, "-scale-to-y", height)
        poppler("pdftoppm", *size, file, tmp_path / f"page-{width}")
        pictures = [path.read_bytes() for path in sorted(tmp_path.glob(f"page-{width}-*.ppm"))]
        return [
            [pixels[start : start + 3 * width] for start in range(0, len(pixels), 3 * width)]
            for pixels in (picture.split(b"\n", 3)[3] for picture in pictures)
        ]

    return draw


@pytest.mark.validator
@pytest.mark.parametrize("kind", KINDS)
def test_pages_look_on_a_sheet_as_they_do_alone(
    kind: Callable[[Press, int, Object], None], render: Callable[..., list[list[bytes]]]
) -> None:
    width, height = 421, 596
    *_, source = print_pages(kind, 8)
    with pikepdf.open(BytesIO(source)) as pdf:
        for page in pdf.pages:  # half a sheet, so that pixels come where they come alone
            page.mediabox = Array([0, 0, 841.89 / 2, 595.28])
        source = save(pdf)
    pages = render(source, width, height)
    sides = render(impose(source).pdf, 2 * width, height)
    for side, (left, right) in zip(sides, [(8, 1), (2, 7), (6, 3), (4, 5)], strict=True):
        assert [row[: 3 * width] for row in side] == pages[left - 1]
        assert [row[3 * width :] for row in side] == pages[right - 1]
    assert len(set(map(b"".join, pages))) == (1 if kind is all_alike else 8)


def with_first_page(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(content)
        return save(pdf)


SHIFTED = b"0.5 0 0 0.5 100 100 cm"


@pytest.mark.parametrize(
    "content",
    [b"q q %b", b"Q %b", b"BT ET ET %b", b"%b (without an end", b"%b /Odd BMC", b"%b 0 0 m 9 9 l"],
)
def test_a_careless_page_does_not_move_the_one_beside_it(content: bytes) -> None:
    careless = impose(with_first_page(content % SHIFTED), flip="long").pdf
    assert read_sides(careless)[1:] == read_sides(impose(make_pages(4), flip="long").pdf)[1:]
    [back_cover] = [label for label in read_sides(careless)[0] if label.text == "P4"]
    assert back_cover in read_sides(impose(make_pages(4)).pdf)[0]


def test_a_damaged_stream_is_printed_as_far_as_readers_can() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"not deflated", Filter=Name.FlateDecode)
        imposed = impose(save(pdf))
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        damaged = opened.pages[0].obj.Resources.XObject["/P1"]
        assert damaged.read_raw_bytes() == b"not deflated"


def fonts_drawn_with(pdf: bytes) -> dict[str, str]:
    """Find the font of every label: `{"P1": "/Helvetica"}`."""
    found: dict[str, str] = {}

    def look(node: pikepdf.Object) -> None:
        font = ""
        for instruction in pikepdf.parse_content_stream(node):
            operands = instruction.operands
            match str(instruction.operator):
                case "Tf":
                    font = str(node.Resources.Font[str(operands[0])].BaseFont)
                case "Tj":
                    found[str(operands[0])] = font
                case "Do":
                    look(node.Resources.XObject[str(operands[0])])

    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            look(page.obj)
    return found


def test_a_name_keeps_its_meaning_on_every_page() -> None:
    names = ["/Helvetica", "/Helvetica", "/Times-Roman", "/Courier"]
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        for page, name in zip(pdf.pages, names, strict=True):
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(name))
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        imposed = impose(save(pdf))
    assert fonts_drawn_with(imposed.pdf) == dict(zip(["P1", "P2", "P3", "P4"], names, strict=True))


def test_a_form_takes_no_name_that_a_page_has_given_away() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        stamp = pdf.make_stream(page_content(Sample(), "Stamp"))
        stamp.Subtype, stamp.BBox = Name.Form, [0, 0, 100, 100]
        stamp.Resources = pdf.pages[0].Resources
        fourth, first = pdf.pages[3].obj, pdf.pages[0].obj
        fourth.Resources = Dictionary(XObject=Dictionary(P0=stamp))
        fourth.Contents = pdf.make_stream(b"/P0 Do")
        first.Contents = pdf.make_stream(b"Q " + page_content(Sample(), "P1"))
        imposed = impose(save(pdf))
    assert [label.text for label in read_sides(imposed.pdf)[0]] == ["Stamp", "P1"]


def test_a_page_with_colours_of_its_own_does_not_colour_the_others() -> None:
    def colours(name: str) -> Dictionary:
        return Dictionary(ColorSpace=Dictionary(DefaultGray=pikepdf.Array([Name.CalGray, name])))

    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        pdf.pages[3].obj.Resources = colours("press")
        imposed = impose(save(pdf))
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        fourth, *others = forms_of(opened)
        assert "/DefaultGray" in fourth.Resources.ColorSpace
        assert not any("/ColorSpace" in form.Resources for form in others)
        assert not any("/ColorSpace" in page.obj.Resources for page in opened.pages)


BLENDING = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def test_pages_that_blend_in_different_ways_are_kept_apart() -> None:
    source = make_pdf([Sample(), Sample(), Sample(), Sample(extra={"/Group": BLENDING})])
    with pikepdf.open(BytesIO(impose(source).pdf)) as opened:
        assert [form.get("/Group") for form in forms_of(opened)] == [BLENDING, None, None, None]
        assert not any("/Group" in page.obj for page in opened.pages)


def test_pages_that_blend_alike_are_composed_once_for_the_whole_side() -> None:
    source = make_pdf([Sample(extra={"/Group": BLENDING})] * 4)
    with pikepdf.open(BytesIO(impose(source).pdf)) as opened:
        assert [page.obj.Group for page in opened.pages] == [BLENDING, BLENDING]
        assert not any("/Group" in form for form in forms_of(opened))


def test_what_a_content_stream_says_of_itself_means_nothing_in_a_form() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        for page in pdf.pages:
            page.obj.Contents.Matrix = Array([2, 0, 0, 2, 50, 50])
            page.obj.Contents.OC = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Hidden"))
        imposed = impose(save(pdf))
    assert imposed.pdf == impose(make_pages(4)).pdf
