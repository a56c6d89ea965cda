"""What a page leaves open is closed, or cannot reach the page beside it."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from sheet_samples import Sample, make_pages, make_pdf, page_content, read_sides, save

from booklet.imposition import page_content as page_content_module
from booklet.imposition.draw import impose
from booklet.imposition.page_content import close


@pytest.mark.parametrize(
    ("content", "closing"),
    [
        (b"q BT (q Q) Tj ET Q", b""),
        (b"/Span <</MCID 0>> BDC q EMC Q", b""),
        (b"q BI /W 1 /H 1 /BPC 8 /CS /G ID q EI Q % q", b""),
        (b"q q 1 0 0 1 0 0 cm Q", b"Q"),
        (b"q q q", b"Q Q Q"),
        (b"q Q Q", None),
        (b"Q q", None),
        (b"BT (never ended) Tj", None),
        (b"ET", None),
        (b"/Span BMC q Q", None),
        (b"BX", None),
        (b"0 0 m 9 9 l", None),
        (b"0 0 9 9 re W*", None),
        (b"(a string without an end", None),
        (b"<< /MCID 0", None),
        (b"[1 2", None),
        (b"q Q 1 0 0", None),
        (b"BI /W 1 ID q", None),
        (b"\xff\xfe", b""),
    ],
)
def test_content_is_closed_or_kept_apart(content: bytes, closing: bytes | None) -> None:
    assert close(content) == closing


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
        [form] = opened.pages[0].obj.Resources.XObject.values()
        assert form.read_raw_bytes() == b"not deflated"


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
        outer, inner = (page.obj.Resources for page in opened.pages)
        assert "/DefaultGray" in outer.ColorSpace
        assert "/ColorSpace" not in inner
        [form] = outer.XObject.values()
        assert "/ColorSpace" not in form.Resources


def test_pages_that_blend_in_different_ways_are_kept_apart() -> None:
    blending = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    source = make_pdf([Sample(), Sample(), Sample(), Sample(extra={"/Group": blending})])
    with pikepdf.open(BytesIO(impose(source).pdf)) as opened:
        outer, inner = (page.obj for page in opened.pages)
        assert Name.DeviceRGB == outer.Group.CS
        [form] = outer.Resources.XObject.values()
        assert "/Group" not in form
        assert "/Group" not in inner


def test_a_page_of_very_much_content_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_content_module, "_LARGEST_TO_READ", 40)
    with pikepdf.open(BytesIO(impose(make_pages(4)).pdf)) as opened:
        assert all(len(page.obj.Resources.XObject) == 2 for page in opened.pages)
