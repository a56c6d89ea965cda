"""Any PDF may be imposed; what cannot be is an error with a hint."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import example, given, seed, settings
from hypothesis import strategies as st
from odd_pdfs import odd_pdf
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Permissions
from sheet_samples import A5, Sample, make_pages, make_pdf, page_content, read_sides, save

from booklet.common.errors import ImpositionError
from booklet.imposition import source as source_module
from booklet.imposition.impose import TITLE_ENDING, impose
from booklet.imposition.source import open_source, read_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pikepdf import Object, Pdf


def texts(pdf: bytes) -> list[str]:
    return sorted(label.text for side in read_sides(pdf) for label in side)


def encrypted(**settings: object) -> bytes:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        saved = BytesIO()
        pdf.save(saved, encryption=Encryption(**settings))  # type: ignore[arg-type]
        return saved.getvalue()


def test_a_password_is_an_error() -> None:
    with pytest.raises(ImpositionError, match="password") as caught:
        impose(encrypted(user="secret", owner="secret"))
    assert "without the password" in caught.value.hint


def test_a_forbidden_print_is_an_error() -> None:
    allow = Permissions(print_highres=False, print_lowres=False)
    with pytest.raises(ImpositionError, match="does not allow"):
        impose(encrypted(user="", owner="secret", allow=allow))


def test_a_protected_file_that_may_be_printed_is_imposed() -> None:
    imposed = impose(encrypted(user="", owner="secret"))
    assert texts(imposed.pdf) == ["P1", "P2", "P3", "P4"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"# Summer\n", b"PK\x03\x04" + bytes(50)])
def test_what_is_no_pdf_is_an_error(content: bytes) -> None:
    with pytest.raises(ImpositionError, match="no PDF, or a damaged one") as caught:
        impose(content)
    assert "PDF reader" in caught.value.hint


def test_a_pdf_without_pages_is_an_error() -> None:
    with pytest.raises(ImpositionError, match="no pages"):
        impose(save(pikepdf.new()))


def test_huge_files_are_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "MAX_PAGES", 3)
    with pytest.raises(ImpositionError, match="has 4 pages; 3 can be") as caught:
        impose(make_pages(4))
    assert "Split it" in caught.value.hint
    monkeypatch.setattr(source_module, "MAX_BYTES", 100)
    with pytest.raises(ImpositionError, match="too large"):
        impose(make_pages(4))


@pytest.mark.parametrize(
    "kids",
    [
        ["2 0 R 2 0 R"],
        [f"{number + 1} 0 R {number + 1} 0 R" for number in range(2, 32)],
    ],
    ids=["a circle", "a thousand million pages"],
)
def test_a_malicious_page_tree_is_an_error(kids: list[str]) -> None:
    nodes = [
        f"{number} 0 obj <</Type /Pages /Kids [{kid}] /Count 1073741824>> endobj"
        for number, kid in enumerate(kids, 2)
    ]
    leaf = f"{len(kids) + 2} 0 obj <</Type /Page /MediaBox [0 0 420 595]>> endobj"
    catalog = "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj"
    content = "\n".join(["%PDF-1.7", catalog, *nodes, leaf, "trailer <</Root 1 0 R>>", "%%EOF"])
    with pytest.raises(ImpositionError):
        impose(content.encode())


def test_a_page_without_any_area_is_an_error() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        pdf.pages[1].obj.MediaBox = Array([0, 0, 0, 0])
        content = save(pdf)
    with pytest.raises(ImpositionError, match="page 2 of the PDF has no size"):
        impose(content)


@pytest.mark.parametrize("box", [None, Array([1, 2]), Name.Large, 7])
def test_a_page_without_a_size_is_taken_for_letter_as_readers_do(box: Object | None) -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        if box is None:
            del pdf.pages[1].obj.MediaBox
        else:
            pdf.pages[1].obj.MediaBox = box
        imposed = impose(save(pdf))
    assert imposed.shrunk_pages == (2,)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("/CropBox", Array([0, 0, 0, 0])),
        ("/CropBox", Array([5000, 5000, 6000, 6000])),
        ("/TrimBox", Array([-900, -900, 9000, 9000])),
        ("/TrimBox", Name.Trim),
        ("/Rotate", 45),
        ("/Rotate", Name.Left),
        ("/UserUnit", 0),
        ("/Annots", Name.None_),
        ("/Group", 3),
    ],
)
def test_senseless_entries_are_passed_over(key: str, value: object) -> None:
    imposed = impose(make_pdf([Sample(extra={key: value})] * 4))
    assert imposed.pdf == impose(make_pages(4)).pdf


def test_a_number_beyond_all_bounds_is_repaired_or_an_error() -> None:
    content = make_pages(1)
    wrong = content.replace(b"419.53 595.28", b"99999999999999999999 595")
    assert wrong != content
    with pytest.raises(ImpositionError):
        impose(wrong)


def test_boxes_may_name_any_two_corners() -> None:
    with open_source(make_pdf([Sample(extra={"/MediaBox": Array([*A5, 0, 0])})])) as source:
        [page] = read_pages(source)
    assert page.box == pytest.approx((0, 0, *A5))


def inherit_everything(pdf: Pdf) -> None:
    for key in ("/MediaBox", "/Resources", "/Rotate"):
        for page in pdf.pages:
            if key in page.obj:
                pdf.Root.Pages[key] = page.obj[key]
                del page.obj[key]


@pytest.mark.parametrize("rotation", [0, 90])
def test_pages_inherit_from_the_page_tree(rotation: int) -> None:
    source = make_pdf([Sample(rotation=rotation)] * 4)
    with pikepdf.open(BytesIO(source)) as pdf:
        inherit_everything(pdf)
        inheriting = save(pdf)
    assert read_sides(impose(inheriting).pdf) == read_sides(impose(source).pdf)


def test_equal_resources_written_out_on_every_page_are_stored_once() -> None:
    with pikepdf.open(BytesIO(make_pages(8))) as pdf:
        for page in pdf.pages:
            page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.pages[0].Resources.Font.F1))
        imposed = impose(save(pdf))
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        assert len({page.obj.Resources.objgen for page in opened.pages}) == 1


def test_content_may_come_in_parts_be_shared_or_be_missing() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        first, second, third, fourth = (page.obj for page in pdf.pages)
        start, end = page_content(Sample(), "P1").split(b" BT ")
        first.Contents = Array([pdf.make_stream(start), pdf.make_stream(b"BT " + end)])
        third.Contents = second.Contents
        third.MediaBox = Array([-100, 0, A5[0] - 100, A5[1]])
        del fourth.Contents
        imposed = impose(save(pdf))
    sides = read_sides(imposed.pdf)
    assert texts(imposed.pdf) == ["P1", "P2", "P2"]
    left, right = sides[1]
    assert right.x - left.x == pytest.approx(A5[0] + 100, abs=0.02), "each has its own box"


def appearance(pdf: Pdf, text: str) -> Object:
    form = pdf.make_stream(f"BT /F1 9 Tf 0 0 Td ({text}) Tj ET".encode())
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([0, 0, 100, 20])
    form.Resources = pdf.pages[0].Resources
    return form


def test_filled_in_fields_and_printable_notes_are_printed_and_links_are_not() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        printable, hidden = 4, 0
        rectangle = Array([50, 50, 150, 70])
        pdf.pages[0].obj.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Stamp,
                    Rect=rectangle,
                    F=flags,
                    AP=Dictionary(N=appearance(pdf, text)),
                )
                for flags, text in ((printable, "Seen"), (hidden, "Screen"))
            ]
        )
        pdf.pages[1].obj.Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rectangle)]
        )
        imposed = impose(save(pdf))
    assert texts(imposed.pdf) == ["P1", "P2", "P3", "P4", "Seen"]
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        assert not any("/Annots" in page.obj for page in opened.pages)


def test_what_was_typed_into_a_form_is_drawn_when_the_program_left_that_to_the_reader() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        typed = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T="plan",
                V="Answer",
                DA="/F1 9 Tf",
                F=4,
                Rect=Array([50, 50, 150, 70]),
            )
        )
        pdf.pages[2].obj.Annots = Array([typed])
        fonts = Dictionary(Font=pdf.pages[0].Resources.Font)
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([typed]), NeedAppearances=True, DA="/F1 9 Tf", DR=fonts
        )
        imposed = impose(save(pdf))
    assert "Answer" in texts(imposed.pdf)


def test_hidden_layers_stay_hidden() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Answers"))
        pdf.pages[0].Resources.Properties = Dictionary(Layer=layer)
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), BaseState=Name.ON)
        )
        imposed = impose(save(pdf))
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        [hidden] = opened.Root.OCProperties.D.OFF
        first = opened.pages[0].Resources.XObject["/P1"]
        assert first.Resources.Properties.Layer.objgen == hidden.objgen


def test_transparency_and_language_are_kept() -> None:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    with pikepdf.open(BytesIO(make_pdf([Sample(extra={"/Group": group})]))) as pdf:
        pdf.Root.Lang = "en-GB"
        imposed = impose(save(pdf))
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        assert Name.Transparency == opened.pages[0].obj.Group.S
        assert opened.Root.Lang == "en-GB"


@pytest.mark.parametrize("key", ["/Resources", "/Group"])
def test_an_entry_that_leads_to_a_page_is_passed_over(key: str) -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        pdf.pages[0].obj[key] = pdf.pages[1].obj
        imposed = impose(save(pdf))
    assert texts(imposed.pdf) == ["P1", "P2", "P3", "P4"]


@pytest.mark.parametrize("count", [b"9999999999999999999999", b"7"])
def test_a_wrong_count_of_pages_is_repaired_or_an_error(count: bytes) -> None:
    whole = make_pages(4)
    wrong = whole.replace(b"/Count 4", b"/Count " + count)
    assert wrong != whole
    with suppress(ImpositionError):
        assert texts(impose(wrong).pdf) == ["P1", "P2", "P3", "P4"]


def rewritten(pdf: bytes, changes: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write bytes of a PDF anew that pikepdf could not write; qpdf repairs the offsets."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        saved = BytesIO()
        opened.save(saved, qdf=True, object_stream_mode=ObjectStreamMode.disable)
    content = saved.getvalue()
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return content


@pytest.mark.parametrize("category", ["Font", "ExtGState", "XObject", "Properties", "NotKnown"])
def test_names_may_hold_any_bytes(category: str) -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        for number, page in enumerate(pdf.pages):  # one name, two meanings
            fonts = pdf.pages[0].Resources.Font
            page.obj.Resources = Dictionary(Font=Dictionary(F1=fonts.F1))
            page.obj.Resources[f"/{category}"] = Dictionary(fonts)
            page.obj.Resources[f"/{category}"].Odd = Dictionary(Type=Name.Odd, Number=number % 2)
        source = save(pdf)
    imposed = impose(rewritten(source, [(b"/Odd ", b"/#ff#fe ")]))
    assert texts(imposed.pdf) == ["P1", "P2", "P3", "P4"]
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        form = opened.pages[0].obj.Resources.XObject["/P0"]
        assert b"/#ff#fe" in form.Resources[f"/{category}"].unparse()


@pytest.mark.parametrize(
    "operators",
    [b"\x85\xd0 Do", b"/#85 gs", b"q\x07\x05 Q5", b"/\xff BMC", b"BI /W 1 ID", b"\xfe\xff"],
)
def test_content_may_hold_any_bytes(operators: bytes) -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(operators)
        imposed = impose(save(pdf))
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        assert opened.pages[0].obj.Resources.XObject["/P1"].read_bytes() == operators


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (b"(Br\xfccken)", "Brücken"),
        (b"<feff0042>", "B"),
        (b"<efbbbf42ff>", "B\N{REPLACEMENT CHARACTER}"),
        (b"/#ff", "Booklet"),
        (b"[1 2]", "Booklet"),
        (b"<</A 1>>", "Booklet"),
    ],
)
def test_a_title_may_hold_any_bytes(written: bytes, title: str) -> None:
    source = rewritten(make_pdf([Sample()] * 4, title="Bridges"), [(b"(Bridges)", written)])
    with pikepdf.open(BytesIO(impose(source).pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == f"{title}{TITLE_ENDING}"


@pytest.mark.parametrize(
    ("claimed", "written"),
    [(b"1.3", "1.7"), (b"2.0", "2.0"), (b"123456789012.5", "1.7"), (b"9.9", "1.7")],
)
def test_a_file_has_one_of_the_two_versions_there_are(claimed: bytes, written: str) -> None:
    source = re.sub(rb"^%PDF-[\d.]+", b"%PDF-" + claimed, make_pages(4))
    with pikepdf.open(BytesIO(impose(source).pdf)) as opened:
        assert opened.pdf_version == written


def test_a_field_placed_by_numbers_beyond_all_bounds_is_an_error() -> None:
    changed = re.sub(rb"/Rect \[[^]]*\]", b"/Rect [ 11431184158 0 99999999999 70 ]", FILLED_IN)
    changed = changed.replace(b"/F 4", b"/F 11431184158")
    assert changed != FILLED_IN
    with pytest.raises(ImpositionError, match="damaged"):
        impose(changed)


def filled_in() -> bytes:
    """Make pages with a note, a field, a layer, a group and content in parts."""
    with pikepdf.open(BytesIO(make_pages(4))) as pdf:
        first, second, third, fourth = pdf.pages
        look = appearance(pdf, "Seen")
        place = Array([50, 50, 150, 70])
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=place, F=4, AP=Dictionary(N=look)
        )
        first.obj.Annots = Array([note])
        second.obj.Contents = Array([pdf.make_stream(b"q"), pdf.make_stream(b"BT ET Q")])
        typed = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="plan", V="Answer",
                DA="/F1 9 Tf", F=4, Rect=place,
            )
        )  # fmt: skip
        third.obj.Annots = Array([typed])
        fourth.obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Answers"))
        fourth.Resources.Properties = Dictionary(Layer=layer)
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        fonts = Dictionary(Font=first.Resources.Font)
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([typed]), NeedAppearances=True, DA="/F1 9 Tf", DR=fonts
        )
        pdf.Root.Lang = "en-GB"
        pdf.docinfo["/Title"] = "Bridges"
        return rewritten(save(pdf), [])


FILLED_IN = filled_in()
TOKENS = [
    match.span()
    for match in re.finditer(
        rb"/\w+|\(\w*\)|-?\d+\.?\d*(?: 0 R)?|<<|>>|\[|\]|true|false", FILLED_IN
    )
]
UNEXPECTED = [
    b"/#ff", b"/\xff\xfe", b"null", b"(\xfe\xff\xd8\x00)", b"<efbbbfff>", b"99999999999999999999",
    b"11431184158", b"-1", b"0", b"1e400", b"[]", b"<<>>", b"true", b"1 0 R", b"3 0 R", b"999 0 R",
    b"[1 0 R [2 0 R]]", b"<</#ff 1>>", b"/Page", b"/Pages", b"<<", b">>", b"(",
]  # fmt: skip


@seed(1)
@settings(deadline=None, max_examples=300)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(TOKENS), st.sampled_from(UNEXPECTED)), min_size=1, max_size=4
    ),
    fit=st.booleans(),
)
def test_any_object_may_be_another_one(
    changes: list[tuple[tuple[int, int], bytes]], *, fit: bool
) -> None:
    changed = FILLED_IN
    for (start, end), unexpected in sorted(changes, reverse=True):
        changed = changed[:start] + unexpected + changed[end:]
    with suppress(ImpositionError):
        assert impose(changed, fit=fit).pdf.startswith(b"%PDF-")


WHOLE = make_pdf([Sample(), Sample(rotation=90, surplus=5)] * 2)


@settings(deadline=None, max_examples=150)
@given(
    place=st.integers(0, len(WHOLE) - 1),
    removed=st.integers(0, 400),
    inserted=st.binary(max_size=12),
)
@example(place=len(WHOLE) // 2, removed=len(WHOLE), inserted=b"")
def test_damage_anywhere_is_repaired_or_an_error(place: int, removed: int, inserted: bytes) -> None:
    damaged = WHOLE[:place] + inserted + WHOLE[place + removed :]
    with suppress(ImpositionError):
        assert impose(damaged).pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_a_pdf_that_says_odd_things_gives_sheets_or_an_error_with_a_hint(start: int) -> None:
    imposed = 0
    for number in range(start, start + 100):
        pdf = odd_pdf(random.Random(number))  # noqa: S311 - no secret
        with suppress(ImpositionError):
            pikepdf.open(BytesIO(impose(pdf, fit=bool(number % 2)).pdf)).close()
            imposed += 1
    assert imposed > 50
