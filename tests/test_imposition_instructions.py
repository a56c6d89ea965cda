"""What the printed note beside the copier will say."""

from __future__ import annotations

import pytest

from booklet.common.errors import ImpositionError
from booklet.imposition.instructions import instruct
from booklet.imposition.plan import Flip, Scheme, plan_sheets, saddle_stitch


def test_the_facts_of_a_class_set() -> None:
    job = instruct(Scheme.BOOKLET, saddle_stitch(18), paper_name="A4", copies=30)
    assert (job.page_count, job.blank_pages) == (18, 2)
    assert (job.sheets_per_copy, job.sheets, job.reams) == (5, 150, 1)
    assert job.signature_sheets == (5,)
    settings = dict(job.settings)
    assert settings["Paper"] == "A4"
    assert settings["Booklet mode"].startswith("off")
    assert settings["Sides"] == "both sides, flip on short edge"
    assert settings["Scale"].startswith("100 %")
    assert settings["Sheets for each copy"] == "5"
    assert settings["Sheets for 30 copies"] == "150"
    assert "staple" in settings["Afterwards"]
    assert job.warnings == ()


def test_a_single_copy_needs_no_sum() -> None:
    settings = dict(instruct(Scheme.BOOKLET, saddle_stitch(8), paper_name="A4").settings)
    assert [name for name in settings if name.startswith("Sheets")] == ["Sheets for each copy"]


def test_many_copies_take_several_reams() -> None:
    assert instruct(Scheme.BOOKLET, saddle_stitch(20), paper_name="A4", copies=201).reams == 3


def test_paper_turned_over_by_hand() -> None:
    job = instruct(
        Scheme.BOOKLET, saddle_stitch(8), paper_name="A4", flip=Flip.LONG, is_manual_duplex=True
    )
    assert "turn the whole pile over on its long edge" in dict(job.settings)["Sides"]


def test_one_sided_sheets_are_not_turned_over() -> None:
    job = instruct(
        Scheme.POCKET, plan_sheets(Scheme.POCKET, 8), paper_name="A4", is_manual_duplex=True
    )
    assert job.flip is None
    assert not job.is_manual_duplex
    assert dict(job.settings)["Sides"] == "one side only"


def test_a_pile_too_thick_to_fold_is_pointed_out_unless_there_are_signatures() -> None:
    thick = instruct(Scheme.BOOKLET, saddle_stitch(64), paper_name="A4")
    assert "16 sheets" in thick.warnings[0]
    assert "--signature" in thick.warnings[0]
    thin = instruct(Scheme.BOOKLET, saddle_stitch(64, max_sheets=6), paper_name="A4")
    assert thin.signature_sheets == (6, 5, 5)
    assert thin.warnings == ()
    cut = instruct(Scheme.TWO_UP, plan_sheets(Scheme.TWO_UP, 64), paper_name="A4")
    assert cut.warnings == ()


@pytest.mark.parametrize("copies", [0, -3])
def test_no_copies_is_an_error(copies: int) -> None:
    with pytest.raises(ImpositionError, match="cannot be printed"):
        instruct(Scheme.BOOKLET, saddle_stitch(8), paper_name="A4", copies=copies)
