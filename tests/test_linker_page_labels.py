"""Folios in roman and arabic figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.linker.page_labels import Numbering, folio

WORTH = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@pytest.mark.parametrize(
    ("page_number", "printed"), [(1, "i"), (4, "iv"), (9, "ix"), (12, "xii"), (49, "xlix")]
)
def test_roman_folios_are_printed_in_small_letters(page_number: int, printed: str) -> None:
    assert folio(page_number, Numbering.ROMAN) == printed


def test_arabic_folios_are_plain_numbers() -> None:
    assert folio(112, Numbering.ARABIC) == "112"


@given(st.integers(1, 3999))
def test_a_roman_folio_reads_back_as_its_number(page_number: int) -> None:
    values = [WORTH[letter] for letter in folio(page_number, Numbering.ROMAN)]
    after = [*values[1:], 0]
    assert sum(-v if v < n else v for v, n in zip(values, after, strict=True)) == page_number
