"""Strings and numbers as they stand in a file."""

from __future__ import annotations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.pdf_literals import number_literal, string_literal


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_a_reader_reads_what_was_written(text: str) -> None:
    literal = string_literal(text)
    assert b"\n" not in literal
    read = bytes(pikepdf.Object.parse(literal))
    assert read == (text.encode() if text.isascii() else ("\ufeff" + text).encode("utf-16-be"))


@given(st.floats(-1e6, 1e6))
def test_numbers_are_read_as_written(number: float) -> None:
    assert float(pikepdf.Object.parse(b"[" + number_literal(number) + b"]")[0]) == pytest.approx(
        number, abs=1e-6
    )


@pytest.mark.parametrize(("number", "written"), [(2.5, b"2.5"), (3.0, b"3"), (-0.25, b"-0.25")])
def test_numbers_are_short(number: float, written: bytes) -> None:
    assert number_literal(number) == written
