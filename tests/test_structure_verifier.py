"""The verifier of the structure tree finds what is wrong; else its silence would mean nothing."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from render_samples import small_book
from structure_verifier import verify

from booklet.scheduling.typeset_book import typeset

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def sound() -> bytes:
    return typeset(small_book()).pdf


def elements(pdf: pikepdf.Pdf, entry: str, value: str) -> list[pikepdf.Object]:
    found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    return [each for each in found if each.get(entry) == value]


def first(pdf: pikepdf.Pdf, role: str) -> pikepdf.Object:
    return elements(pdf, "/S", role)[0]


def orphan(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/P").P = first(pdf, "/H1")


def swap_marks(pdf: pikepdf.Pdf) -> None:
    entries = pdf.Root.StructTreeRoot.ParentTree.Kids[0].Nums[1]
    entries[0] = first(pdf, "/Table")


def lose_a_mark(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.ParentTree.Kids[0].Nums[1][0]


def empty(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/P").K = pikepdf.Array()


def double_a_header(pdf: pikepdf.Pdf) -> None:
    one, another, *_ = elements(pdf, "/S", "/TH")
    one.ID = another.ID


def mislead_a_link(pdf: pikepdf.Pdf) -> None:
    inside = [each for each in elements(pdf, "/Subtype", "/Link") if "/Dest" in each]
    inside[0].Dest = pikepdf.String("nowhere")


def hide_a_link(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/Link").S = pikepdf.Name.Span


def unsort_names(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.Dests.Names
    pdf.Root.Names.Dests.Names = pikepdf.Array([*list(names)[2:], *list(names)[:2]])


def miscount(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.Count = 99


def test_a_sound_file_passes() -> None:
    assert verify(sound()) == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (orphan, "names another parent"),
        (swap_marks, "the parent tree is wrong about mark"),
        (lose_a_mark, "entries"),
        (empty, "is empty"),
        (double_a_header, "is not unique"),
        (mislead_a_link, "which is nowhere"),
        (hide_a_link, "an annotation is in no Link"),
        (unsort_names, "are not sorted"),
        (miscount, "an outline counts 99"),
    ],
)
def test_harm_is_found(harm: Callable[[pikepdf.Pdf], None], words: str) -> None:
    with pikepdf.open(BytesIO(sound())) as pdf:
        harm(pdf)
        harmed = BytesIO()
        pdf.save(harmed)
    assert any(words in problem for problem in verify(harmed.getvalue()))
