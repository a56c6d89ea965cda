"""Sheets as they come out of the copier: drawn, opened again, measured."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Name
from sheet_samples import (
    A4,
    A5,
    A6,
    A7,
    LABEL_BELOW_TOP,
    LABEL_LEFT,
    Label,
    Sample,
    make_pages,
    make_pdf,
    read_sides,
)

from booklet.common.errors import ImpositionError
from booklet.imposition.impose import TITLE_ENDING, impose
from booklet.imposition.plan import Flip, Scheme, draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Check

FOLD = 841.89 / 2
BASELINE = 595.28 / 2 + A5[1] / 2 - LABEL_BELOW_TOP
ON_THE_LEFT = FOLD - A5[0] + LABEL_LEFT
ON_THE_RIGHT = FOLD + LABEL_LEFT


def texts(pdf: bytes) -> list[list[str]]:
    return [[label.text for label in side] for side in read_sides(pdf)]


def label(pdf: bytes, text: str) -> Label:
    [found] = [label for side in read_sides(pdf) for label in side if label.text == text]
    return found


def sheet_edges(pdf: bytes) -> set[tuple[float, ...]]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {tuple(float(edge) for edge in page.mediabox) for page in opened.pages}


def test_eight_pages_come_out_in_the_order_of_the_plan() -> None:
    imposed = impose(make_pages(8))
    assert draw(imposed.sheets) == "8|1 / 2|7\n6|3 / 4|5"
    assert texts(imposed.pdf) == [["P8", "P1"], ["P2", "P7"], ["P6", "P3"], ["P4", "P5"]]


def test_the_file_says_whether_it_is_read_from_right_to_left() -> None:
    with pikepdf.open(BytesIO(make_pdf([Sample()] * 8))) as pdf:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=Name.R2L)
        output = BytesIO()
        pdf.save(output)
    assert draw(impose(output.getvalue()).sheets) == "1|8 / 7|2\n3|6 / 5|4"


def test_blanks_come_before_the_back_cover() -> None:
    assert texts(impose(make_pages(6)).pdf) == [["P6", "P1"], ["P2"], ["P3"], ["P4", "P5"]]


def test_pages_touch_the_fold_at_100_per_cent() -> None:
    for left, right in read_sides(impose(make_pages(4)).pdf):
        assert (left.x, left.y, left.clockwise, left.scale) == pytest.approx(
            (ON_THE_LEFT, BASELINE, 0, 1), abs=0.01
        )
        assert (right.x, right.y, right.clockwise, right.scale) == pytest.approx(
            (ON_THE_RIGHT, BASELINE, 0, 1), abs=0.01
        )


@pytest.mark.parametrize(
    ("scheme", "page_size", "paper_name", "edges"),
    [
        (Scheme.BOOKLET, A5, "A4", (841.89, 595.28)),
        (Scheme.BOOKLET, A6, "A5", (595.28, 419.53)),
        (Scheme.BOOKLET, A4, "A3", (1190.55, 841.89)),
        (Scheme.TWO_UP, A5, "A4", (841.89, 595.28)),
        (Scheme.FOUR_UP, A6, "A4", (595.28, 841.89)),
        (Scheme.FOUR_UP, A5, "A3", (841.89, 1190.55)),
        (Scheme.POCKET, A7, "A4", (841.89, 595.28)),
    ],
)
def test_the_paper_follows_from_the_pages(
    scheme: Scheme, page_size: tuple[float, float], paper_name: str, edges: tuple[float, float]
) -> None:
    imposed = impose(make_pages(8, page_size), scheme=scheme)
    assert imposed.geometry.paper.name == paper_name
    assert sheet_edges(imposed.pdf) == {(0, 0, *edges)}
    assert {found.scale for side in read_sides(imposed.pdf) for found in side} == {1.0}


def test_four_up_puts_two_rows_of_two_on_each_side() -> None:
    front, back = read_sides(impose(make_pages(8, A6), scheme=Scheme.FOUR_UP, flip=Flip.LONG).pdf)
    middle = (595.28 / 2, 841.89 / 2)
    quarters = {found.text: (found.x > middle[0], found.y > middle[1]) for found in (*front, *back)}
    left, right, upper, lower = False, True, True, False
    assert quarters == {
        "P1": (left, upper),
        "P3": (right, upper),
        "P5": (left, lower),
        "P7": (right, lower),
        "P4": (left, upper),
        "P2": (right, upper),
        "P8": (left, lower),
        "P6": (right, lower),
    }


def test_the_pocket_guide_has_its_upper_row_upside_down_on_a_single_side() -> None:
    [side] = read_sides(impose(make_pages(8, A7), scheme=Scheme.POCKET).pdf)
    upper = [found for found in side if found.clockwise == 180]
    lower = [found for found in side if found.clockwise == 0]
    assert [found.text for found in upper] == ["P5", "P4", "P3", "P2"]
    assert [found.text for found in lower] == ["P6", "P7", "P8", "P1"]
    assert min(found.y for found in upper) > 595.28 / 2 > max(found.y for found in lower)


def test_long_edge_flip_turns_every_back_by_180_degrees() -> None:
    short = read_sides(impose(make_pages(8)).pdf)
    long = read_sides(impose(make_pages(8), flip=Flip.LONG).pdf)
    assert long[::2] == short[::2]
    for turned, side in zip(long[1::2], short[1::2], strict=True):
        assert [
            (found.text, found.clockwise, round(841.89 - found.x, 1), round(595.28 - found.y, 1))
            for found in reversed(turned)
        ] == [(found.text, 180, round(found.x, 1), round(found.y, 1)) for found in side]


def test_creep_moves_inner_pages_towards_the_fold() -> None:
    sides = read_sides(impose(make_pages(12), caliper_mm=0.5, creep_factor=0.5).pdf)
    quarter_mm = 0.25 * 72 / 25.4
    for depth, (left, right) in enumerate(sides[::2]):
        assert left.x == pytest.approx(ON_THE_LEFT + depth * quarter_mm, abs=0.01)
        assert right.x == pytest.approx(ON_THE_RIGHT - depth * quarter_mm, abs=0.01)
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        assert [found.x for found in front] == [found.x for found in back]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270, -90])
@pytest.mark.parametrize("visible_box", ["/CropBox", "/TrimBox"])
@pytest.mark.parametrize("unit", [1, 2])
def test_however_a_page_is_stored_it_is_printed_as_it_is_seen(
    rotation: int, visible_box: str, unit: float
) -> None:
    odd = Sample(
        rotation=rotation, origin=(-70, 33), surplus=8.5, visible_box=visible_box, unit=unit
    )
    imposed = impose(make_pdf([Sample(), odd, replace(odd, origin=(0, 0)), Sample()]))
    plain = impose(make_pages(4))
    assert imposed.turned_pages == imposed.shrunk_pages == ()
    for side, expected in zip(read_sides(imposed.pdf), read_sides(plain.pdf), strict=True):
        for found, wanted in zip(side, expected, strict=True):
            assert found.text == wanted.text
            assert found.clockwise == wanted.clockwise
            assert (found.x, found.y) == pytest.approx((wanted.x, wanted.y), abs=0.02)


def test_what_is_cropped_or_trimmed_away_is_not_printed() -> None:
    samples = [Sample(surplus=9, visible_box="/TrimBox"), Sample(surplus=9, visible_box="/CropBox")]
    visible = [round(edge, 2) for edge in (0, 0, *A5)]
    with pikepdf.open(BytesIO(impose(make_pdf(samples)).pdf)) as opened:
        boxes = [
            [float(edge) for edge in form.BBox]
            for page in opened.pages
            for form in page.obj.Resources.XObject.values()
        ]
    assert boxes == [visible] * 2


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_that_is_wider_than_high_is_laid_on_its_side(rotation: int) -> None:
    wide = Sample(page_width=A5[1], page_height=A5[0], rotation=rotation)
    imposed = impose(make_pdf([Sample(), wide, wide, Sample()]))
    assert imposed.turned_pages == (2, 3)
    verso, recto = read_sides(imposed.pdf)[1]
    assert (verso.text, recto.text) == ("P2", "P3")
    assert verso.clockwise == recto.clockwise == 270
    assert verso.x == pytest.approx(FOLD - A5[0] + LABEL_BELOW_TOP, abs=0.01)
    assert recto.x == pytest.approx(FOLD + LABEL_BELOW_TOP, abs=0.01)


def test_larger_pages_shrink_to_the_usual_size_and_smaller_ones_keep_theirs() -> None:
    imposed = impose(make_pdf([Sample(), Sample(*A4), Sample(*A6), Sample()]))
    assert imposed.geometry.paper.name == "A4"
    assert imposed.shrunk_pages == (2,)
    assert label(imposed.pdf, "P2").scale == pytest.approx(0.705, abs=0.001)
    small = label(imposed.pdf, "P3")
    assert small.scale == 1.0
    assert small.x == pytest.approx(FOLD + (A5[0] - A6[0]) / 2 + LABEL_LEFT, abs=0.01)


def test_an_unknown_page_size_is_named_with_what_is_accepted() -> None:
    with pytest.raises(ImpositionError, match="170 × 240 mm") as caught:
        impose(make_pages(4, (481.89, 680.31)))
    for accepted in (
        "A6 (105 × 148 mm, on A5 paper)",
        "A5 (148 × 210 mm, on A4 paper)",
        "A4 (210 × 297 mm, on A3 paper)",
        "--fit",
    ):
        assert accepted in caught.value.hint


def test_a_known_page_size_on_the_wrong_scheme_is_named_too() -> None:
    with pytest.raises(ImpositionError, match=r"pocket sheets .* 148 × 210 mm \(A5\)") as caught:
        impose(make_pages(4), scheme=Scheme.POCKET)
    assert "A7 (74 × 105 mm, on A4 paper)" in caught.value.hint


def test_pages_of_any_size_fit_when_asked_for() -> None:
    imposed = impose(make_pages(4, A4), fit=True)
    assert imposed.geometry.paper.name == "A4"
    assert imposed.instructions.scale == pytest.approx(0.707, abs=0.001)
    assert label(imposed.pdf, "P1").scale == pytest.approx(0.707, abs=0.001)
    assert imposed.shrunk_pages == ()
    with pytest.raises(ImpositionError, match="too large for booklet sheets of A4") as caught:
        impose(make_pages(4, A4), paper_name="A4")
    assert "71%" in caught.value.hint


def test_larger_paper_leaves_a_border_outside_but_none_at_the_fold() -> None:
    left, right = read_sides(impose(make_pages(4), paper_name="A3").pdf)[0]
    assert left.x == pytest.approx(1190.55 / 2 - A5[0] + LABEL_LEFT, abs=0.01)
    assert right.x == pytest.approx(1190.55 / 2 + LABEL_LEFT, abs=0.01)


def test_unknown_paper_is_an_error() -> None:
    with pytest.raises(ImpositionError, match="'Legal'") as caught:
        impose(make_pages(4), paper_name="Legal")
    assert "A5, A4, A3" in caught.value.hint


@pytest.mark.parametrize(
    ("scheme", "page_size", "flip", "duplex"),
    [
        (Scheme.BOOKLET, A5, Flip.SHORT, "/DuplexFlipShortEdge"),
        (Scheme.BOOKLET, A5, Flip.LONG, "/DuplexFlipLongEdge"),
        (Scheme.POCKET, A7, Flip.SHORT, "/Simplex"),
    ],
)
def test_the_file_tells_the_printer_what_to_do(
    scheme: Scheme, page_size: tuple[float, float], flip: Flip, duplex: str
) -> None:
    imposed = impose(make_pages(4, page_size), scheme=scheme, flip=flip)
    with pikepdf.open(BytesIO(imposed.pdf)) as opened:
        preferences = opened.Root.ViewerPreferences
        assert preferences.PrintScaling == Name("/None")
        assert preferences.Duplex == Name(duplex)
        assert bool(preferences.PickTrayByPDFSize)


def test_the_file_says_that_it_is_for_paper_only() -> None:
    with pikepdf.open(BytesIO(impose(make_pdf([Sample()] * 4, title="Bridges")).pdf)) as opened:
        assert opened.docinfo["/Title"] == "Bridges – for the copier, booklet mode off"
        assert "For paper only" in str(opened.docinfo["/Subject"])
        assert "/StructTreeRoot" not in opened.Root
        assert "/MarkInfo" not in opened.Root


def test_the_title_may_be_given() -> None:
    with pikepdf.open(BytesIO(impose(make_pages(4), title="Reflections").pdf)) as opened:
        assert opened.docinfo["/Title"] == f"Reflections{TITLE_ENDING}"


def test_an_imposed_file_is_not_imposed_again() -> None:
    once = impose(make_pages(4)).pdf
    with pytest.raises(ImpositionError, match="imposed already") as caught:
        impose(once)
    assert "reading order" in caught.value.hint


def test_hand_turned_paper_gets_a_file_of_fronts_and_one_of_backs_in_the_same_order() -> None:
    both = read_sides(impose(make_pages(8)).pdf)
    imposed = impose(make_pages(8), manual_duplex=True)
    fronts, backs = imposed.files
    assert (fronts.name, backs.name) == ("A4-booklet-fronts", "A4-booklet-backs")
    assert read_sides(fronts.pdf) == both[::2]
    assert read_sides(backs.pdf) == both[1::2]
    for file, ending in ((fronts, "fronts"), (backs, "backs")):
        with pikepdf.open(BytesIO(file.pdf)) as opened:
            assert opened.Root.ViewerPreferences.Duplex == Name.Simplex
            assert str(opened.docinfo["/Title"]).endswith(f"booklet mode off, {ending}")


def test_a_one_sided_guide_has_no_backs_to_print() -> None:
    imposed = impose(make_pages(8, A7), scheme=Scheme.POCKET, manual_duplex=True)
    assert [file.name for file in imposed.files] == ["A4-pocket"]


def lines(pdf: bytes) -> list[tuple[tuple[float, ...], bool]]:
    """List the lines on the first side, each with whether it is dashed."""
    found: list[tuple[tuple[float, ...], bool]] = []
    dashed = False
    start: tuple[float, ...] = ()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for instruction in pikepdf.parse_content_stream(opened.pages[0]):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "d":
                dashed = len(operands[0]) > 0
            elif operator == "m":
                start = tuple(round(float(operand), 1) for operand in operands)
            elif operator == "l":
                end = tuple(round(float(operand), 1) for operand in operands)
                found.append((start + end, dashed))
    return found


def test_no_marks_unless_asked_for() -> None:
    assert lines(impose(make_pages(4), paper_name="A3").pdf) == []


def test_fold_marks_stand_at_both_ends_of_the_fold() -> None:
    assert lines(impose(make_pages(4), with_fold_marks=True).pdf) == [
        ((420.9, 0, 420.9, 22.7), True),
        ((420.9, 572.6, 420.9, 595.3), True),
    ]
    assert lines(impose(make_pages(4), with_crop_marks=True).pdf) == []


def test_crop_marks_show_the_trimmed_booklet_on_larger_paper() -> None:
    marks = lines(impose(make_pages(4), with_crop_marks=True, paper_name="A3").pdf)
    assert {round(mark[0]) for mark, _ in marks if mark[0] == mark[2]} == {
        round(1190.55 / 2 - A5[0]),
        round(1190.55 / 2 + A5[0]),
    }
    assert {round(mark[1]) for mark, _ in marks if mark[1] == mark[3]} == {
        round((841.89 - A5[1]) / 2),
        round((841.89 + A5[1]) / 2),
    }
    assert not any(dashed for _, dashed in marks)


def test_cut_sheets_are_marked_between_the_piles() -> None:
    marks = lines(impose(make_pages(8, A6), scheme=Scheme.FOUR_UP, with_crop_marks=True).pdf)
    assert len(marks) == 4
    assert {mark[0] for mark, _ in marks if mark[0] == mark[2]} == {297.6}
    assert {mark[1] for mark, _ in marks if mark[1] == mark[3]} == {420.9}
    assert lines(impose(make_pages(8, A6), scheme=Scheme.FOUR_UP, with_fold_marks=True).pdf) == []


def test_the_pocket_guide_shows_folds_and_the_slit() -> None:
    guide = make_pages(8, A7)
    folds = lines(impose(guide, scheme=Scheme.POCKET, with_fold_marks=True).pdf)
    assert len(folds) == 8
    assert all(dashed for _, dashed in folds)
    [(slit, dashed)] = lines(impose(guide, scheme=Scheme.POCKET, with_crop_marks=True).pdf)
    assert slit == (210.5, 297.6, 631.4, 297.6)
    assert not dashed


def test_two_runs_give_the_same_bytes() -> None:
    assert impose(make_pages(12)).pdf == impose(make_pages(12)).pdf


def test_progress_counts_all_sides() -> None:
    seen: list[tuple[int, int]] = []
    impose(
        make_pages(8), manual_duplex=True, progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_result_brings_its_instructions() -> None:
    instructions = impose(make_pages(20), copies=30).instructions
    assert (instructions.sheets_per_copy, instructions.sheets) == (5, 150)


def test_a_line_says_how_to_print_the_file_and_what_happened_to_pages() -> None:
    assert impose(make_pages(8)).summary == (
        "2 sheets of A4; both sides, flip on short edge; booklet mode off"
    )
    wide = Sample(page_width=A5[1], page_height=A5[0])
    odd = make_pdf([Sample(*A4), Sample(), Sample(), wide, wide])
    assert impose(odd, copies=600).summary.split("; ")[3:] == [
        "600 copies = 1,200 sheets",
        "page 1 made smaller, as large as the others",
        "pages 4, 5 laid on their sides",
    ]
    thick = impose(make_pdf([wide] * 64)).summary.split("; ")[3:]
    assert thick[0] == "pages 1, 2, 3, 4, 5 and others laid on their sides"
    assert "16 sheets are too thick to fold and staple at once" in thick[1]


def test_creep_beyond_the_margins_is_an_error() -> None:
    with pytest.raises(ImpositionError, match="innermost pages by 22 mm") as caught:
        impose(make_pages(12), caliper_mm=11)
    assert "0.11 mm" in caught.value.hint


@pytest.mark.validator
def test_an_independent_reader_sees_the_same_places(
    tmp_path: Path, qpdf: Check, poppler: Callable[..., str]
) -> None:
    samples = [Sample(), Sample(rotation=90, origin=(20, -30)), Sample(*A4), Sample(rotation=180)]
    file = tmp_path / "imposed.pdf"
    file.write_bytes(impose(make_pdf(samples), flip=Flip.LONG, with_fold_marks=True).pdf)
    assert qpdf(file) == []
    seen = poppler("pdftotext", "-bbox", file, "-")
    for side in read_sides(file.read_bytes()):
        for found in side:
            [line] = [line for line in seen.splitlines() if f">{found.text}<" in line]
            left, top, right, bottom = (float(part) for part in line.split('"')[1::2])
            # The label's own corner is where its first letter stands, whichever way it is turned.
            edge = right if found.clockwise == 180 else left
            assert edge == pytest.approx(found.x, abs=3)
            assert top - 3 < 595.28 - found.y < bottom + 3
