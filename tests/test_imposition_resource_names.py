"""Names of resources: two pages share them, and a name that means two things gets another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from booklet.imposition.resource_names import clashing_names, merge_resources, rename

if TYPE_CHECKING:
    from pikepdf import Object

CATEGORIES = (
    "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Shading", "/Pattern", "/Properties",
)  # fmt: skip


def resources(meaning: str, *names: str) -> Object:
    """Let names mean something in every category."""
    return Dictionary(
        {
            category: Dictionary({name: Dictionary(Means=Name(f"/{meaning}")) for name in names})
            for category in CATEGORIES
        }
    )


def renamed(content: bytes, first: Object, second: Object) -> tuple[bytes, Object] | None:
    with pikepdf.new() as pdf:
        return rename(pdf.make_stream(content), second, first)


def test_names_that_mean_the_same_are_merged() -> None:
    first, second = resources("One", "/A"), resources("One", "/A", "/B")
    merged = merge_resources(first, second)
    assert merged is not None
    assert set(merged["/Font"].keys()) == {"/A", "/B"}
    assert not clashing_names(first, second)


def test_names_that_mean_two_things_are_not() -> None:
    first, second = resources("One", "/A", "/B"), resources("Two", "/A")
    assert merge_resources(first, second) is None
    assert clashing_names(first, second) == [(category, "/A") for category in sorted(CATEGORIES)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"/A 9 Tf", b"/A.2 9 Tf"),
        (b"/A Do", b"/A.2 Do"),
        (b"/A gs", b"/A.2 gs"),
        (b"/A cs /A CS", b"/A.2 cs\n/A.2 CS"),
        (b"/A sh", b"/A.2 sh"),
        (b"/A scn 0.5 /A SCN", b"/A.2 scn\n0.5 /A.2 SCN"),
        (b"0.1 0.2 0.3 scn", b"0.1 0.2 0.3 scn"),
        (b"/A /A BDC EMC /A /A DP", b"/A /A.2 BDC\nEMC\n/A /A.2 DP"),
        (b"/A <</MCID 1>> BDC EMC", b"/A << /MCID 1 >> BDC\nEMC"),
        (b"/B 9 Tf (/A) Tj /A ri", b"/B 9 Tf\n(/A) Tj\n/A ri"),
    ],
)
def test_what_is_called_gets_the_other_name(before: bytes, after: bytes) -> None:
    found = renamed(before, resources("One", "/A"), resources("Two", "/A", "/B"))
    assert found is not None
    assert found[0].strip() == after


def test_the_other_name_is_free_on_both_pages() -> None:
    first, second = resources("One", "/A", "/A.2"), resources("Two", "/A", "/A.3")
    found = renamed(b"/A gs", first, second)
    assert found is not None
    written, new = found
    assert written.strip() == b"/A.4 gs"
    assert set(new["/ExtGState"].keys()) == {"/A.3", "/A.4"}
    assert set(second["/ExtGState"].keys()) == {"/A", "/A.3"}
    assert merge_resources(first, new) is not None


def test_an_inline_image_may_use_names_in_its_own_way() -> None:
    image = b"BI /W 1 /H 1 /BPC 8 /CS /A ID x EI"
    assert renamed(image, resources("One", "/A"), resources("Two", "/A")) is None


def test_nonsense_is_left_alone() -> None:
    assert renamed(b"<< /A", resources("One", "/A"), resources("Two", "/A")) is None


@pytest.mark.parametrize(
    ("category", "borrower"),
    [
        ("/XObject", Dictionary(Subtype=Name.Form)),
        ("/Font", Dictionary(Subtype=Name.Type3)),
        ("/Pattern", Dictionary(PatternType=1)),
    ],
)
def test_what_borrows_the_names_of_its_page_keeps_them(category: str, borrower: Object) -> None:
    second = resources("Two", "/A")
    second[category]["/C"] = borrower
    assert renamed(b"/A gs", resources("One", "/A"), second) is None
    borrower.Resources = Dictionary()
    assert renamed(b"/A gs", resources("One", "/A"), second) is not None
