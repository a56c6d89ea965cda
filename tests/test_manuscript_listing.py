"""Names are sorted as people count."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.manuscript.listing import natural_key

IN_ORDER = (
    ("Week 1.md", "Week 2.md", "Week 10.md"),
    ("1.2 b.md", "1.10 a.md", "2.1.md", "10.md"),
    ("1-intro.md", "1.1-first.md", "1.2-second.md", "2-next.md"),
    ("Ch4.md", "Ch5b.md", "Ch12.md"),
    ("1 z.md", "2 y.md", "(3) e.md", "[4] d.md", "5. c.md"),
    ("Unit_1_part_2.md", "unit-1-part-10.md", "Unit 2 part 1.md"),
    ("2026-09-14.md", "2026-10-02.md", "2026-10-11.md"),
    ("1a.md", "1b.md", "2a.md"),
    ("9.md", "10.md", "a.md"),
    ("Lesson-09.md", "Lesson-10.md", "Lesson-100.md"),
    ("Été 2.md", unicodedata.normalize("NFD", "Été 10.md")),
    ("\u0662.md", "\u0661\u0660.md"),  # Arabic figures: 2, 10
    ("No.1.md", "No.2.md", "No.11.md"),
)


@pytest.mark.parametrize("names", IN_ORDER)
def test_numbers_anywhere_in_a_name_count(names: tuple[str, ...]) -> None:
    backwards = names[::-1]
    assert tuple(sorted(backwards, key=natural_key)) == names


@given(st.lists(st.text(max_size=8), unique=True))
def test_the_order_never_depends_on_where_it_began(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=natural_key) == sorted(backwards, key=natural_key)


def test_a_number_of_any_length_can_be_compared() -> None:
    assert min(["9" * 9000, "1"], key=natural_key) == "1"
