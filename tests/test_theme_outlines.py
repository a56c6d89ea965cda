"""A line of a cover in several families is drawn as outlines, each run in its own."""

from __future__ import annotations

import pytest

from booklet.theme.fallbacks import fallbacks_for
from booklet.theme.outlines import outline_text

FAMILY = "Atkinson Hyperlegible"


def width_of(text: str, *, is_right_to_left: bool = False) -> float:
    path, width = outline_text(text, FAMILY, bold=True, size=10, is_right_to_left=is_right_to_left)
    assert bool(path) == bool(width)
    return width


def test_a_line_that_its_family_has_is_left_as_text() -> None:
    assert not width_of("Plain words, é")


def test_a_line_with_a_letter_that_no_family_has_is_left_as_text() -> None:
    assert not width_of("One 🙂 and 漢")


def test_what_is_joined_is_as_wide_as_one() -> None:
    one = width_of("🙂")
    assert one > 10
    for joined in ("👩🏾‍🏫", "❤️", "1️⃣", "🇬🇧", "👍🏽"):
        assert width_of(joined) == pytest.approx(one, rel=0.1), joined


def test_marks_stay_with_their_letters() -> None:
    """A mark that is shaped alone stands on a dotted circle."""
    both, letter = (outline_text(text, FAMILY, bold=False, size=10, is_right_to_left=False)
                    for text in ("বা", "ব"))  # fmt: skip
    assert both[1] < 2 * letter[1]
    assert "Noto Sans Bengali" in fallbacks_for(frozenset("বা"), FAMILY)


@pytest.mark.parametrize(("text", "leftmost"), [("אב 🙂", "🙂"), ("אב ab ✓", "✓"), ("✓ אב", "אב")])
def test_a_line_from_the_right_ends_at_the_left(text: str, leftmost: str) -> None:
    line, last = (
        outline_text(one, FAMILY, bold=True, size=10, is_right_to_left=True)[0]
        for one in (text, leftmost)
    )
    assert line.startswith(last)
